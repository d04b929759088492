/* SPDX-License-Identifier: MIT */
/* sweep INDEX STEP DEEP WORKERS: breaks a sound index in every way that one byte or a
   cut can: each bit flipped, each byte 00 and FF, each length cut off with the header
   left as it was and with one that fits again. Of these it takes one in STEP.

   Each is followed by the lookups that touch what is broken, and by the command's
   ways into the records part. One in DEEP of those taken is also enumerated, exported
   and handed to index_verify, with the checksum left wrong, which it must refuse, and
   sealed again, which it must refuse if an answer changed. Lookups never read
   the checksum. What the records part compiles to does not depend on the lookup sections, so a
   sample of the changes there is enough; of a small index all are verified.

   The bytes end where a page begins that may not be touched. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/endian.h"
#include "cli/show_print.h"
#include "compiler/index_writer.h"
#include "compiler/verify.h"
#include "export/export.h"
#include "lookups.h"
#include "view/records.h"
#include "view/search.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { FLIPS = 8, ZERO = FLIPS, ONES, CHANGES, CUT = CHANGES, CUT_SEALED };
enum { WORKERS_MAX = 64, STRETCH = 256 };

/* What a worker is at and what it did; shared, so that its death tells where. */
struct progress {
    size_t offset;
    int how; /* bit, ZERO, ONES, CUT, CUT_SEALED */
    uint64_t cases, lookups, changed, deep, refused;
    uint64_t read; /* bytes of records texts: what is read must be used */
};

static struct input sound;
static size_t lookup_size;
static unsigned char *whole, *lookup; /* copies that get broken; `lookup` has the lookup sections alone */
static struct progress *now;
static unsigned long step, deep;

__attribute__((noreturn)) static void fail(const char *what)
{
    fprintf(stderr, "offset %zu, change %d: %s\n", now->offset, now->how, what);
    exit(1);
}

/* ---- broken bytes ---- */

/* Room for n bytes that ends at a page without access, and begins behind one or what
   the sanitizer watches. */
static unsigned char *guarded(size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (n / page + 1) * page;
    unsigned char *p = mmap(NULL, pages + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED || mprotect(p + page, pages, PROT_READ | PROT_WRITE) != 0)
        abort();
    ASAN_POISON_MEMORY_REGION(p + page, pages - n);
    return p + page + pages - n;
}

static void set_byte(size_t offset, unsigned char value)
{
    whole[offset] = value;
    if (offset < lookup_size)
        lookup[offset] = value;
}

static unsigned char changed_byte(unsigned char byte, int how)
{
    return (unsigned char)(how == ZERO ? 0 : how == ONES ? 0xff : byte ^ 1 << how);
}

static void seal(unsigned char *bytes, size_t n)
{
    struct format_header h;
    memcpy(&h, bytes, sizeof h);
    h.crc = le32_of(index_crc(bytes, n));
    memcpy(bytes, &h, sizeof h);
}

/* ---- what touches a byte ---- */

/* The section of the sound index at an offset, and where in it; 0: none. */
static uint32_t section_at(size_t offset, uint32_t *ret_offset)
{
    uint32_t size;
    for (uint32_t id = SECTION_TRANSPORTS; id <= SECTION_REFERENCES; id++) {
        const char *p = index_section(sound.bytes, sound.length, id, 1, &size);
        if (p && offset >= (size_t)(p - sound.bytes) && offset - (size_t)(p - sound.bytes) < size) {
            *ret_offset = (uint32_t)(offset - (size_t)(p - sound.bytes));
            return id;
        }
    }
    return 0;
}

static bool look(uint32_t section, uint32_t offset)
{
    bool differs = false;
    uint32_t i = offset / (uint32_t)sizeof(struct format_entry);
    switch (section) {
    case SECTION_BUCKETS: return lookups_bucket(offset / (uint32_t)sizeof(struct format_bucket));
    case SECTION_ENTRIES:
        for (uint32_t k = i ? i - 1 : 0; k <= i + 1; k++)
            differs |= lookups_entry(k);
        return differs;
    case SECTION_BLOCKS:
        i = offset / (uint32_t)sizeof(struct format_block) * FORMAT_BLOCK_PORTS;
        for (uint32_t port = i ? i - FORMAT_BLOCK_PORTS : 0; port < i + FORMAT_BLOCK_PORTS; port++)
            differs |= lookups_port(port);
        return differs;
    case SECTION_NAMES: return lookups_name_byte(offset);
    default: return lookups_spread();
    }
}

/* What `show` and `export` read of the records part. */
static void look_cold(const unsigned char *bytes, size_t n, uint32_t section, uint32_t offset)
{
    struct loaded loaded = {.bytes = (char *)bytes, .length = n};
    struct records c;
    records_open(&loaded, &c);
    uint32_t row = section == SECTION_ROWS ? offset / (uint32_t)sizeof(struct format_row) : c.row_count / 2;
    for (int k = 0; row < c.row_count && k < COLUMNS; k++)
        if (k != COLUMN_PORT)
            now->read += strlen(records_column(&c, row, (enum column)k));
    now->read += strlen(records_text(&c, section == SECTION_TEXT ? offset : c.text_size - 1));
    now->read += strlen(records_text(&c, section == SECTION_TEXT && offset > 8 ? offset - 8 : 0));
    for (int i = 0; i < FORMAT_PROVENANCE; i++)
        now->read += strlen(records_provenance(&c, (enum format_provenance)i));
}

/* `export`, and `show` and `search` of some names and ports. */
static void command_reads(void)
{
    static const char *const asked[] = {"http", "WWW",  "discard", "no-such-name", "mine",
                                        "nfs",  "mock", "9",       "2049",         "65535"};
    struct loaded loaded = {.bytes = (char *)whole, .length = sound.length};
    struct search words = {.words = {"web"}, .word_count = 1};
    struct buffer out = {0};
    struct records c;
    struct hits hits;
    if (!index_open(&loaded.index, whole, sound.length, sound.length))
        return;
    records_open(&loaded, &c);
    export_services(&loaded.index, &c, &out);
    export_applications(&loaded.index, &c, &out);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct target q;
        struct details answer;
        struct applications applications;
        if (!target_parse(&loaded.index, asked[i], &q))
            continue;
        details_find(&loaded, &c, &q, &answer);
        applications_find(&answer, &applications);
        show_text(&answer, &applications, (struct show_style){0}, &out);
        free(applications.item);
        details_free(&answer);
    }
    search_run(&words, &c, &hits);
    free(hits.hit);
    free(out.data);
}

/* index_verify of bytes as they are, then sealed. */
static void check_verify(unsigned char *bytes, size_t n, bool differs)
{
    struct verified v;
    struct problem problem = {0};
    struct input in = {(char *)bytes, n};
    struct format_header h;
    now->deep++;
    if (index_verify(in, &v, &problem))
        fail("verify takes a wrong checksum");
    if (n < sizeof h)
        return;
    memcpy(&h, bytes, sizeof h);
    seal(bytes, n);
    bool refused = !index_verify(in, &v, &problem);
    memcpy(bytes, &h, sizeof h);
    now->refused += refused;
    if (!refused && differs)
        fail("verify takes it, and answers changed");
}

/* ---- the cases ---- */

static bool is_deep(void)
{
    return now->cases % deep == 0;
}

static void begin_case(size_t offset, int how)
{
    now->offset = offset;
    now->how = how;
    now->cases++;
    if (now->cases % 1024 == 1)
        alarm(240); /* of a case that never ends; ends the worker, which is a failure */
}

/* A byte is changed in both copies. */
static void broken_byte(size_t offset, uint32_t section, uint32_t in_section)
{
    struct index x;
    bool usable = index_open(&x, lookup, lookup_size, sound.length), differs = !usable;
    lookups_in(usable ? &x : NULL);
    if (usable && offset < lookup_size)
        differs |= look(section, in_section);
    if (usable && is_deep()) {
        differs |= lookups_all();
        command_reads();
    }
    if (usable && (offset >= lookup_size || section == 0))
        look_cold(whole, sound.length, section, in_section);
    if (is_deep())
        check_verify(whole, sound.length, differs);
    now->changed += differs;
}

static void break_byte(size_t offset)
{
    unsigned char byte = whole[offset];
    uint32_t in_section = 0, section = section_at(offset, &in_section);
    for (int how = 0; how < CHANGES; how++) {
        unsigned char value = changed_byte(byte, how);
        if ((offset * CHANGES + (size_t)how) % step != 0 || value == byte)
            continue;
        begin_case(offset, how);
        set_byte(offset, value);
        broken_byte(offset, section, in_section);
        set_byte(offset, byte);
    }
}

/* The first n bytes, and nothing that may be read behind them; n gets smaller and smaller. */
static unsigned char *cut(size_t n)
{
#ifdef __SANITIZE_ADDRESS__
    ASAN_POISON_MEMORY_REGION(whole + n, sound.length - n);
    return whole;
#else
    return memmove(whole + sound.length - n, sound.bytes, n);
#endif
}

static void cut_at(size_t n)
{
    struct index x;
    struct verified v;
    struct problem problem;
    struct format_header h;
    unsigned char *bytes = cut(n);
    begin_case(n, CUT);
    if (index_open(&x, bytes, n, n) || index_verify((struct input){(char *)bytes, n}, &v, &problem))
        fail("a file of another length than its header has is taken");
    now->changed++;
    begin_case(n, CUT_SEALED);
    if (n < sizeof h)
        return;
    memcpy(&h, bytes, sizeof h);
    h.file_size = le32_of((uint32_t)n);
    h.lookup_size = le32_of((uint32_t)(n < lookup_size ? n : lookup_size));
    memcpy(bytes, &h, sizeof h);
    bool usable = index_open(&x, bytes, n, n);
    lookups_in(usable ? &x : NULL);
    bool differs = !usable || lookups_spread();
    if (usable)
        look_cold(bytes, n, 0, 0);
    if (is_deep())
        check_verify(bytes, n, true);
    memcpy(bytes, sound.bytes, sizeof h);
    now->changed += differs;
}

/* Worker w of `workers`: every so many stretches of bytes. */
static void work(size_t w, size_t workers)
{
    lookups_done = 0;
    for (size_t i = 0; i < sound.length; i++)
        if (i / STRETCH % workers == w)
            break_byte(i);
    for (size_t n = sound.length; n-- > 0;)
        if (n / STRETCH % workers == w && n % step == 0)
            cut_at(n);
    now->lookups = lookups_done;
}

/* ---- processes ---- */

static bool succeeded(const struct progress *p, int status)
{
    if (WIFSIGNALED(status))
        fprintf(stderr, "signal %d at offset %zu, change %d\n", WTERMSIG(status), p->offset, p->how);
    else if (WEXITSTATUS(status) != 0)
        fprintf(stderr, "stopped at offset %zu, change %d\n", p->offset, p->how);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool run_workers(size_t workers, struct progress *ret_sum)
{
    struct progress *all =
        mmap(NULL, workers * sizeof *now, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    static pid_t pids[WORKERS_MAX];
    bool good = all != MAP_FAILED && workers <= WORKERS_MAX;
    for (size_t w = 0; good && w < workers; w++) {
        now = &all[w];
        pids[w] = fork();
        if (pids[w] == 0) {
            work(w, workers);
            exit(0);
        }
    }
    for (size_t w = 0, left = good ? workers : 0; w < left; w++) {
        int status = 1;
        good &= pids[w] > 0 && waitpid(pids[w], &status, 0) == pids[w] && succeeded(&all[w], status);
        ret_sum->cases += all[w].cases;
        ret_sum->lookups += all[w].lookups;
        ret_sum->changed += all[w].changed;
        ret_sum->deep += all[w].deep;
        ret_sum->refused += all[w].refused;
    }
    return good;
}

int main(int argc, char **argv)
{
    struct problem problem;
    struct progress sum = {0};
    struct verified v;
    struct index x;
    if (argc != 5 || (step = strtoul(argv[2], NULL, 10)) == 0 || (deep = strtoul(argv[3], NULL, 10)) == 0)
        return 2;
    if (file_read(argv[1], &sound, &problem) != EXIT_DONE || !index_verify(sound, &v, &problem) ||
        !index_open(&x, sound.bytes, sound.length, sound.length)) {
        fprintf(stderr, "%s: %s\n", argv[1], problem.what);
        return 1;
    }
    lookup_size = v.lookup_size;
    whole = memcpy(guarded(sound.length), sound.bytes, sound.length);
    lookup = memcpy(guarded(lookup_size), sound.bytes, lookup_size);
    lookups_learn(&x);
    bool good = run_workers(strtoul(argv[4], NULL, 10), &sum);
    printf(
        "%llu cases, %llu of which changed an answer; %llu lookups; %llu given to verify, %llu refused once sealed\n",
        (unsigned long long)sum.cases, (unsigned long long)sum.changed, (unsigned long long)sum.lookups,
        (unsigned long long)sum.deep, (unsigned long long)sum.refused);
    return !good;
}
