/* Fuzz target: bytes -> rows, people and references, by the reader of IANA's XML file. */
#include "fuzz.h"
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = fuzz_input(data, size);
    struct problem problem = {0};
    struct registry r;
    registry_init(&r);
    if (!input_check_text(in, &problem) || !read_xml(in, &r, &problem))
        fuzz_check_problem(in, &problem);
    else
        require(r.row_count > 0);
    registry_free(&r);
    free(in.bytes);
    return 0;
}
