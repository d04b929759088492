/* SPDX-License-Identifier: MIT */
/* Fuzz target: what curl --dump-header wrote -> a status and validators, which go into
   a header of the next request. */
#include "fuzz.h"
#include "store/fetch.h"

static void check_value(const char *value, size_t size)
{
    require(memchr(value, '\0', size));
    for (const char *p = value; *p; p++)
        require(*p >= 0x20 && *p <= 0x7e);
    require(*value == '\0' || (*value != ' ' && value[strlen(value) - 1] != ' '));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = fuzz_input(data, size);
    struct validators v;
    int status = fetch_read_headers(in.bytes, &v);
    require(status >= 0 && status <= 999);
    check_value(v.etag, sizeof v.etag);
    check_value(v.last_modified, sizeof v.last_modified);
    free(in.bytes);
    return 0;
}
