/* SPDX-License-Identifier: MIT */
/* Lookups in a broken index; see lookups.h. nss/entry.c and nss/pack.c are linked
   in; snapshot_look, which finds the index for them, is here. */
#include "lookups.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../nss/snapshot.h"
#include "index/probe.h"

NSS_DECLARE_MODULE_FUNCTIONS(iana)

uint64_t lookups_done;

static const struct index *asked;

struct snapshot_now snapshot_now; /* has none, so that each call looks for it */

const struct index *snapshot_look(const struct index *none, uint32_t second, int *ret_error)
{
    (void)none;
    (void)second;
    *ret_error = EINVAL;
    return asked;
}

void lookups_in(const struct index *x)
{
    asked = x;
    _nss_iana_endservent();
}

static void broken_word(const char *what)
{
    fprintf(stderr, "the module breaks its word: %s\n", what);
    abort();
}

/* ---- an answer as one number; 0 is none ---- */

enum { USUAL = 512, ENOUGH = 68 << 10 }; /* a run has less than 64 KiB, its pointers 2 KiB */

static uint32_t mix(uint32_t h, const char *s)
{
    do
        h = (h ^ (unsigned char)*s) * 16777619u;
    while (*s++);
    return h;
}

static uint32_t digest(const struct servent *s)
{
    uint32_t h = mix((uint32_t)s->s_port, s->s_name);
    for (char **a = s->s_aliases; *a; a++)
        h = mix(h, *a);
    return mix(h, s->s_proto) | 1;
}

enum question { BY_NAME, BY_PORT, NEXT };

/* Asks with a small buffer and, if that is not enough, with a large one; both on the heap,
   so that a sanitizer sees writes past their end. */
static uint32_t ask(enum question q, const char *name, uint32_t port, const char *protocol)
{
    static char *buffers[2];
    static const size_t sizes[] = {USUAL, ENOUGH};
    struct servent s;
    lookups_done++;
    for (int i = 0; i < 2; i++) {
        int error = 0, net = htons((uint16_t)port);
        if (!buffers[i] && !(buffers[i] = malloc(sizes[i])))
            abort();
        enum nss_status status =
            q == BY_NAME   ? _nss_iana_getservbyname_r(name, protocol, &s, buffers[i], sizes[i], &error)
            : q == BY_PORT ? _nss_iana_getservbyport_r(net, protocol, &s, buffers[i], sizes[i], &error)
                           : _nss_iana_getservent_r(&s, buffers[i], sizes[i], &error);
        if (status == NSS_STATUS_SUCCESS)
            return digest(&s);
        if (status == NSS_STATUS_NOTFOUND ? error == ENOENT : status == NSS_STATUS_UNAVAIL && !asked)
            return 0;
        if (status != NSS_STATUS_TRYAGAIN || error != ERANGE)
            broken_word("a status that it may not return");
    }
    broken_word("no buffer is large enough");
    return 0;
}

/* ---- what the sound index answers ---- */

enum { QUESTIONS_MAX = 2 + 3 * FORMAT_NAMES_MAX };

static const struct index *sound;
static uint32_t *first_answer; /* by entry, and one behind the last: index into answers */
static uint32_t *answers;
static uint32_t (*port_answers)[2];
static uint32_t *run_entry;   /* by byte of NAMES: an entry whose run is there */
static uint32_t *bucket_miss; /* by bucket: a name "missN" that is not there starts at it */
static uint32_t all_answers, all_count;

static void swap_case(char *to, const char *from)
{
    do
        *to++ = (char)(isupper((unsigned char)*from) ? tolower((unsigned char)*from)
                                                     : toupper((unsigned char)*from));
    while (*from++);
}

/* The answers to all questions about an entry of the sound index into ret; how many. */
static uint32_t ask_entry(uint32_t position, uint32_t ret[QUESTIONS_MAX])
{
    struct service s;
    uint32_t n = 0;
    char swapped[256];
    if (!index_entry(sound, position, &s))
        broken_word("the index to break is not sound");
    ret[n++] = ask(BY_PORT, NULL, s.port, s.transport);
    ret[n++] = ask(BY_PORT, NULL, s.port, NULL);
    for (const char *name = s.names; name < s.names + s.size; name += strlen(name) + 1) {
        swap_case(swapped, name);
        ret[n++] = ask(BY_NAME, name, 0, s.transport);
        ret[n++] = ask(BY_NAME, name, 0, NULL);
        ret[n++] = ask(BY_NAME, swapped, 0, NULL);
    }
    return n;
}

static void *room(size_t count, size_t size)
{
    void *p = calloc(count, size);
    if (!p)
        abort();
    return p;
}

static void learn_entries(void)
{
    uint32_t some[QUESTIONS_MAX], count = sound->entry_count;
    size_t capacity = 0;
    first_answer = room(count + 1, sizeof *first_answer);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = ask_entry(i, some);
        if (first_answer[i] + n > capacity) {
            void *longer = realloc(answers, (capacity = 2 * capacity + QUESTIONS_MAX) * sizeof *answers);
            if (!longer)
                abort();
            answers = longer;
        }
        memcpy(answers + first_answer[i], some, n * sizeof *some);
        first_answer[i + 1] = first_answer[i] + n;
    }
}

static void learn_runs(void)
{
    struct service s;
    run_entry = room(sound->names_size, sizeof *run_entry);
    for (uint32_t i = 0; i < sound->entry_count; i++)
        if (index_entry(sound, i, &s)) {
            size_t start = (size_t)((const unsigned char *)s.names - sound->names) - sizeof(le16);
            for (size_t k = start; k < start + sizeof(le16) + s.size; k++)
                run_entry[k] = i;
        }
}

static void learn_misses(void)
{
    char name[32];
    bucket_miss = room(sound->bucket_count, sizeof *bucket_miss);
    for (uint32_t i = 0; i < 16 * sound->bucket_count; i++) {
        int n = snprintf(name, sizeof name, "miss%u", i);
        bucket_miss[hash_bucket(bytes_hash(name, (size_t)n, sound->seed), sound->bucket_count)] = i;
    }
}

static uint32_t ask_all(uint32_t *ret_count)
{
    uint32_t h = 1, answer;
    _nss_iana_setservent(0);
    for (*ret_count = 0; (answer = ask(NEXT, NULL, 0, NULL)) != 0; ++*ret_count) {
        if (*ret_count > asked->entry_count + asked->local_count)
            broken_word("an enumeration without an end");
        h = (h ^ answer) * 16777619u;
    }
    _nss_iana_endservent();
    return h;
}

void lookups_learn(const struct index *x)
{
    sound = x;
    lookups_in(x);
    learn_entries();
    learn_runs();
    learn_misses();
    port_answers = room(65536, sizeof *port_answers);
    for (uint32_t port = 0; port < 65536; port++) {
        port_answers[port][0] = ask(BY_PORT, NULL, port, NULL);
        port_answers[port][1] = ask(BY_PORT, NULL, port, "udp");
    }
    all_answers = ask_all(&all_count);
    if (all_count == 0)
        broken_word("the index to break is empty");
}

/* ---- what a broken one answers ---- */

bool lookups_entry(uint32_t position)
{
    uint32_t got[QUESTIONS_MAX];
    struct service s;
    if (position >= sound->entry_count)
        return false;
    if (index_entry(asked, position, &s) && s.names[s.size - 1] != '\0')
        broken_word("names without a NUL");
    uint32_t n = ask_entry(position, got);
    return memcmp(got, answers + first_answer[position], n * sizeof *got) != 0;
}

bool lookups_port(uint32_t port)
{
    if (port > 65535)
        return false;
    uint32_t any = ask(BY_PORT, NULL, port, NULL), udp = ask(BY_PORT, NULL, port, "udp");
    return any != port_answers[port][0] || udp != port_answers[port][1];
}

/* A name in this bucket or, if that is full, in the next, may probe it. */
bool lookups_bucket(uint32_t bucket)
{
    char name[32];
    snprintf(name, sizeof name, "miss%u", bucket_miss[bucket]);
    bool differs = ask(BY_NAME, name, 0, NULL) != 0, full = true;
    for (uint32_t n = 0; n < 2 && full; n++) {
        const struct format_bucket *b = &sound->buckets[bucket];
        for (uint32_t k = 0; k < FORMAT_SLOTS; k++) {
            full = b->tag[k] != 0;
            if (full)
                differs |= lookups_entry(load_le24(&b->entry[k]));
        }
        bucket = bucket + 1 < sound->bucket_count ? bucket + 1 : 0;
    }
    return differs;
}

bool lookups_name_byte(uint32_t offset)
{
    return lookups_entry(run_entry[offset]);
}

bool lookups_spread(void)
{
    bool differs = false;
    for (uint32_t i = 0; i < 8; i++) {
        differs |= lookups_entry((uint32_t)((uint64_t)sound->entry_count * i / 8));
        differs |= lookups_port(8191 * i + 1);
    }
    differs |= lookups_entry(sound->entry_count - 1);
    differs |= lookups_bucket(sound->bucket_count - 1);
    return differs;
}

bool lookups_all(void)
{
    uint32_t count, h = asked ? ask_all(&count) : 0;
    return !asked || h != all_answers || count != all_count;
}
