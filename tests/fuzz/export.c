/* Fuzz target: the bytes of an index into all that export writes. What comes of an index
   that verify finds sound is read again, and has as many rows. */
#include <jansson.h>

#include "fuzz.h"
#include "registry/parse.h"
#include "reseal.h"
#include "compiler/verify.h"
#include "export/export.h"

static void check_json(const struct bytes *text)
{
    json_t *json = json_loadb((const char *)text->data, text->size, 0, NULL);
    require(json);
    json_decref(json);
}

static void check_rows(const struct bytes *text, size_t rows)
{
    struct input in = fuzz_input(text->data, text->size);
    struct problem problem = {0};
    struct registry r;
    registry_init(&r);
    if (!read_registry(in, &r, &problem)) {
        fprintf(stderr, "line %zu: %s\n", problem.line, problem.what);
        abort();
    }
    require(r.row_count == rows);
    registry_free(&r);
    free(in.bytes);
}

static void write_all(const struct loaded *loaded, bool sound)
{
    void (*const write[])(const struct index *, const struct cold *, struct bytes *) = {
        write_services, write_csv, write_xml, write_txt, write_json, write_html};
    struct cold cold = {0};
    cold_open(loaded, &cold);
    for (size_t i = 0; i < sizeof write / sizeof *write; i++) {
        struct bytes text = {0};
        write[i](&loaded->index, &cold, &text);
        if (sound && (write[i] == write_csv || write[i] == write_xml))
            check_rows(&text, cold.row_count);
        if (sound && write[i] == write_json)
            check_json(&text);
        free(text.data);
    }
    struct bytes ldif = {0};
    write_ldif(&loaded->index, "dc=example", &ldif);
    free(ldif.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = fuzz_input(data, size);
    struct loaded loaded = {.bytes = in.bytes, .length = in.length};
    struct verified verified;
    struct problem problem;
    if (index_open(&loaded.index, in.bytes, in.length, in.length))
        write_all(&loaded, index_verify(in, &verified, &problem));
    free(in.bytes);
    return 0;
}
