/* SPDX-License-Identifier: MIT */
/* Names made to collide: the hash is public, so whoever writes a registry or a local file can
   find them. The compiler takes another seed, or refuses. */
#include "support.h"

#include "compiler/entries.h"
#include "compiler/index_writer.h"
#include "index/lookup.h"
#include "registry/parse.h"

#include "../tools/letters.h"

enum { NAME = 16, SEEDS = 64, REGION = 4 /* buckets */ };

/* ---- local lines, one a name ---- */

struct local {
    struct registry registry;
    struct buffer lines;
    unsigned count;
};

static void add_local(struct local *l, const char *name)
{
    l->count++;
    buffer_printf(&l->lines, "%s %u/%s\n", name, l->count % 65536, l->count < 65536 ? "tcp" : "udp");
}

static void not_expected(void *context, const struct problem *problem)
{
    (void)context;
    fail_msg("line %zu: %s", problem->line, problem->what);
}

/* Release ret->data by free. */
static bool compile(struct local *l, struct buffer *ret, struct problem *problem)
{
    struct entries entries;
    struct registry *r = &l->registry;
    registry_init(r);
    buffer_add(&l->lines, "", 1);
    parse_services((struct input){(char *)l->lines.data, l->lines.size - 1}, "local", &r->text, &r->locals,
                   not_expected, NULL);
    assert_int_equal(r->locals.count, l->count);
    bool done = entries_compile(r, &entries, problem) && index_write(r, &entries, ret, problem);
    entries_free(&entries);
    return done;
}

static void release(struct local *l, struct buffer *index)
{
    registry_free(&l->registry);
    free(l->lines.data);
    free(index->data);
}

/* ---- names that collide ---- */

/* Half words of the name, in the order of words_of. */
static void name_of(struct words w, char name[static NAME + 1])
{
    const uint32_t part[] = {(uint32_t)w.a, (uint32_t)(w.b >> 32), (uint32_t)(w.a >> 32), (uint32_t)w.b};
    for (int i = 0; i < NAME; i++)
        name[i] = (char)(part[i / 4] >> 8 * (i % 4));
    name[NAME] = '\0';
}

static bool is_writable(uint64_t word)
{
    bool writable = true;
    for (int i = 0; i < 8; i++, word >>= 8)
        writable &= (word & 0xff) > 0x20 && (word & 0xff) < 0x7f && (word & 0xff) != '#';
    return writable;
}

/* A name of one hash under seed 0, whatever it is: what words_hash multiplies last is the same
   for all, so the second word follows from the first. */
static void colliding_name(char name[static NAME + 1])
{
    struct words w;
    do {
        w.a = random_letters();
        uint64_t h = (w.a ^ NAME) * HASH_ODD;
        w.b = 0x1234567890abcdefu * inverse(HASH_ODD_2) - (h ^ h >> 32);
    } while (!is_writable(w.b));
    name_of(w, name);
    assert_int_equal(bytes_hash(name, NAME, 0), words_hash(w, NAME, 0));
}

/* A name that under at least `hits` of all seeds belongs in one of the first REGION buckets. */
static void name_for_many_seeds(uint32_t buckets, int hits, char name[static NAME + 1])
{
    int n;
    do {
        struct words w = {random_letters(), random_letters()};
        n = 0;
        for (uint32_t seed = 0; seed < SEEDS; seed++)
            n += hash_bucket(words_hash(w, NAME, hash_seed(seed)), buckets) < REGION;
        name_of(w, name);
    } while (n < hits);
}

/* Names of four words. In the first of each pair byte 7 is another letter, in the second bytes 3 and 7:
   what one multiplication and one shift leave of a difference in bit 62, half of the time. */
static void names_of_pairs(char one[static 4 * 8 + 1], char other[static 4 * 8 + 1])
{
    for (int i = 0; i < 4; i++) {
        uint64_t word = random_letters();
        memcpy(one + 8 * i, &word, 8);
    }
    one[7] = one[8 + 3] = one[8 + 7] = '1';
    one[4 * 8] = '\0';
    memcpy(other, one, 4 * 8 + 1);
    other[7] = other[8 + 3] = other[8 + 7] = '1' ^ 0x40;
}

/* ---- tests ---- */

/* A difference that a long name's next word would undo under half of all seeds: no pair of 1,000 collides
   under any that the compiler tries. */
static void long_names_do_not_collide_under_many_seeds(void **state)
{
    (void)state;
    unsigned collisions = 0;
    for (int i = 0; i < 1000; i++) {
        char one[4 * 8 + 1], other[4 * 8 + 1];
        names_of_pairs(one, other);
        for (uint32_t seed = 0; seed < SEEDS; seed++)
            collisions +=
                bytes_hash(one, 4 * 8, hash_seed(seed)) == bytes_hash(other, 4 * 8, hash_seed(seed));
    }
    assert_int_equal(collisions, 0);
}

/* 2,400 crafted names, which is what the guard of update lets in, among 12,000: each is found,
   and the work of all lookups together is that of a table without them. */
static void the_compiler_takes_another_seed(void **state)
{
    (void)state;
    struct local l = {.count = 0};
    struct buffer bytes = {0};
    struct problem problem;
    struct index x;
    char name[NAME + 1];
    uint64_t buckets = 0, slots = 0;
    for (unsigned i = 0; i < 2400; i++)
        colliding_name(name), add_local(&l, name);
    for (unsigned i = 0; i < 12000; i++)
        snprintf(name, sizeof name, "ordinary-%u", i), add_local(&l, name);
    if (!compile(&l, &bytes, &problem))
        fail_msg("%s", problem.what);
    assert_true(index_open(&x, bytes.data, bytes.size, bytes.size));
    assert_int_not_equal(load_le32(&((const struct format_header *)bytes.data)->seed), 0);
    for (size_t i = 0; i < l.count; i++) {
        const char *each = registry_text(&l.registry, l.registry.locals.line[i].names);
        struct probe p = probe_start(&x, bytes_hash(each, strlen(each), x.seed));
        for (uint32_t entry; probe_next(&p, &entry);)
            slots++;
        buckets += p.visited + 1;
        assert_true(p.visited < FORMAT_PROBE_MAX);
        assert_non_null(index_by_name(&x, each, NULL));
    }
    print_message("  %.3f buckets and %.3f slots a name\n", (double)buckets / l.count,
                  (double)slots / l.count);
    assert_true(2 * buckets < 3 * l.count && 5 * slots < 6 * l.count); /* 1.26 and 1.05 */
    release(&l, &bytes);
}

/* Under every seed over 128 names, which is what 16 buckets hold, belong in those around one. */
static void what_no_seed_resolves_is_refused(void **state)
{
    (void)state;
    enum { NAMES = 1000, BUCKETS = 2 * NAMES / 9 + 1 };
    struct local l = {.count = 0};
    struct buffer bytes = {0};
    struct problem problem = {0};
    char name[NAME + 1];
    for (unsigned i = 0; i < NAMES; i++)
        name_for_many_seeds(BUCKETS, 7, name), add_local(&l, name);
    assert_false(compile(&l, &bytes, &problem));
    assert_non_null(strstr(problem.what, "too many names collide with \""));
    assert_non_null(strstr(problem.what, "leave some out"));
    release(&l, &bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_names_do_not_collide_under_many_seeds),
        cmocka_unit_test(the_compiler_takes_another_seed),
        cmocka_unit_test(what_no_seed_resolves_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
