/* SPDX-License-Identifier: MIT */
/* Fuzz target: an index is exported in all formats. CSV, XML and JSON of an index that verify
   finds sound can be read, CSV and XML with as many rows. */
#include <jansson.h>

#include "compiler/verify.h"
#include "export/export.h"
#include "fuzz.h"
#include "registry/parse.h"
#include "reseal.h"

static void check_json(const struct buffer *text)
{
    json_t *json = json_loadb((const char *)text->data, text->size, 0, NULL);
    require(json);
    json_decref(json);
}

static void check_rows(const struct buffer *text, size_t rows)
{
    struct input in = fuzz_input(text->data, text->size);
    struct problem problem = {0};
    struct registry r;
    registry_init(&r);
    if (!parse_registry(in, &r, &problem)) {
        fprintf(stderr, "line %zu: %s\n", problem.line, problem.what);
        abort();
    }
    require(r.row_count == rows);
    registry_free(&r);
    free(in.bytes);
}

static void write_all(const struct loaded *loaded, bool sound)
{
    void (*const write[])(const struct index *, const struct records *, struct buffer *) = {
        export_services, export_csv, export_xml, export_txt, export_json, export_html};
    struct records records = {0};
    records_open(loaded, &records);
    for (size_t i = 0; i < sizeof write / sizeof *write; i++) {
        struct buffer text = {0};
        write[i](&loaded->index, &records, &text);
        if (sound && (write[i] == export_csv || write[i] == export_xml))
            check_rows(&text, records.row_count);
        if (sound && write[i] == export_json)
            check_json(&text);
        free(text.data);
    }
    struct buffer ldif = {0};
    export_ldif(&loaded->index, "dc=example", &ldif);
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
