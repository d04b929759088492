/* SPDX-License-Identifier: MIT */
/* Fuzz target: work in proportion to the input. The input is a registry or a services(5) file as a pattern: what
   is between the first two bytes 0x01 is repeated, and a byte 0x02 in it is the number of the repetition. Four
   times as many may take five times the comparisons and allocated bytes to parse, compile, verify, compare and
   look at. Both are counted in the build of `make fuzz' only: `make check' sees that it runs. */
#include "compiler/entries.h"
#include "compiler/index_writer.h"
#include "compiler/verify.h"
#include "fuzz.h"
#include "registry/difference.h"
#include "registry/parse.h"
#include "view/details.h"

enum { FEW = 128, BODY_MAX = 200, ENTRIES_MAX = 20000, SLACK = 1 << 20 };

static uint64_t work;
static int done; /* what was not refused: 1 parsing, 2 compiling too; only equal ones are compared */

/* ---- counting: tests.mk has the compiler's calls at comparisons lead here, with --wrap ---- */

#define COUNT(name, type)                                     \
    void __wrap___sanitizer_cov_trace_##name(type a, type b); \
    void __wrap___sanitizer_cov_trace_##name(type a, type b)  \
    {                                                         \
        (void)a, (void)b;                                     \
        work += 16;                                           \
    }
COUNT(cmp1, uint8_t)
COUNT(cmp2, uint16_t)
COUNT(cmp4, uint32_t)
COUNT(cmp8, uint64_t)
COUNT(const_cmp1, uint8_t)
COUNT(const_cmp2, uint16_t)
COUNT(const_cmp4, uint32_t)
COUNT(const_cmp8, uint64_t)

__attribute__((weak)) int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void *, size_t),
                                                                    void (*)(const volatile void *));

static void count_bytes(const volatile void *p, size_t size)
{
    (void)p;
    work += size;
}

static void ignore_free(const volatile void *p)
{
    (void)p;
}

/* ---- the pattern ---- */

struct pattern {
    struct input part[3];
};

static struct pattern split(const uint8_t *data, size_t size)
{
    struct pattern p = {0};
    for (int i = 0; i < 3; i++) {
        const uint8_t *end = i < 2 && size > 0 ? memchr(data, 1, size) : NULL;
        size_t n = end ? (size_t)(end - data) : size;
        p.part[i] = fuzz_input(data, n);
        data += n + (end != NULL);
        size -= n + (end != NULL);
    }
    return p;
}

static struct input repeat(const struct pattern *p, unsigned from, unsigned count)
{
    struct buffer out = {0};
    buffer_add(&out, p->part[0].bytes, p->part[0].length);
    for (unsigned i = from; i < from + count; i++)
        for (size_t k = 0; k < p->part[1].length; k++)
            if (p->part[1].bytes[k] == 2)
                buffer_printf(&out, "%u", i);
            else
                buffer_add(&out, &p->part[1].bytes[k], 1);
    buffer_add(&out, p->part[2].bytes, p->part[2].length);
    struct input in = fuzz_input(out.data, out.size);
    free(out.data);
    return in;
}

/* ---- what is measured ---- */

static bool read_any(struct input in, struct registry *r)
{
    static char row[] =
        "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,"
        "Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\n"
        "zz,1,tcp,,,,,,,,,\n";
    struct problem problem;
    registry_init(r);
    if (memchr(in.bytes, 0, in.length) || !text_check(in, &problem))
        return false;
    if (parse_registry(in, r, &problem))
        return r->entry_bound <= ENTRIES_MAX;
    registry_free(r);
    registry_init(r);
    parse_services(in, "local", &r->text, &r->locals, NULL, NULL);
    return parse_registry((struct input){row, sizeof row - 1}, r, &problem);
}

static void look_at(struct buffer *bytes)
{
    struct loaded loaded = {.bytes = (char *)bytes->data, .length = bytes->size};
    struct records records;
    struct details d;
    const char *const asked[] = {"n", "1", "n0", "1/udp"};
    if (!index_open(&loaded.index, loaded.bytes, loaded.length, loaded.length))
        return;
    records_open(&loaded, &records);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct target target;
        if (!target_parse(&loaded.index, asked[i], &target))
            continue;
        details_find(&loaded, &records, &target, &d);
        details_free(&d);
    }
}

static void compile(struct registry *r)
{
    struct entries entries;
    struct buffer bytes = {0};
    struct problem problem;
    struct verified verified;
    if (entries_compile(r, &entries, &problem) && index_write(r, &entries, &bytes, &problem)) {
        done = 2;
        index_verify((struct input){(char *)bytes.data, bytes.size}, &verified, &problem);
        look_at(&bytes);
    }
    entries_free(&entries);
    free(bytes.data);
}

static uint64_t work_of(const struct pattern *p, unsigned count)
{
    struct input old = repeat(p, 0, count), new = repeat(p, 7, count);
    struct registry a, b;
    struct diff d;
    work = 0;
    done = 0;
    bool old_read = read_any(old, &a), new_read = read_any(new, &b);
    if (old_read && new_read) {
        done = 1;
        registry_diff(&a, &b, &d);
        diff_free(&d);
        compile(&a);
    }
    uint64_t taken = work;
    registry_free(&a);
    registry_free(&b);
    free(old.bytes);
    free(new.bytes);
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool counts;
    if (!counts && __sanitizer_install_malloc_and_free_hooks)
        __sanitizer_install_malloc_and_free_hooks(count_bytes, ignore_free);
    counts = true;
    struct pattern p = split(data, size);
    if (p.part[1].length > 0 && p.part[1].length <= BODY_MAX) {
        uint64_t one = work_of(&p, 1);
        int one_done = done;
        uint64_t few = work_of(&p, FEW);
        int few_done = done;
        uint64_t many = work_of(&p, 4 * FEW);
        bool in_proportion =
            one_done != done || few_done != done || few < one || many <= one + 5 * (few - one) + SLACK;
        if (!in_proportion || getenv("SHOW_WORK"))
            fprintf(stderr, "work of 1: %ju, %d: %ju, %d: %ju\n", (uintmax_t)one, FEW, (uintmax_t)few,
                    4 * FEW, (uintmax_t)many);
        require(in_proportion);
    }
    for (int i = 0; i < 3; i++)
        free(p.part[i].bytes);
    return 0;
}
