/* SPDX-License-Identifier: MIT */
/* Fuzz target: the bytes of an index are given to the module's five functions, and to verify:
   what it finds sound answers as its export has it. */
#include <arpa/inet.h>

#include "compiler/verify.h"
#include "fuzz.h"
#include "index/index.h"
#include "module.h"
#include "reseal.h"

enum { ASKED_MAX = 6 }; /* entries; a lookup may take 10 ms in a malicious index */

static void ask_all(const char *name, uint16_t port, const char *transport)
{
    const char *const protocols[] = {NULL, "tcp", "udp", "", "sctp", transport};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        module_by_name(name, protocols[i]);
        module_by_port(htons(port), protocols[i]);
        module_by_port(htons((uint16_t)(port + 1)), protocols[i]);
    }
}

/* Looks up what is in the entries of the index. */
static void ask_for_entries(const struct index *index)
{
    for (uint32_t i = 0; i < ASKED_MAX; i++) {
        struct service s;
        if (!index_entry(index, i, &s))
            continue;
        char *names = alloc_bytes(s.size);
        memcpy(names, s.names, s.size);
        ask_all(names, s.port, s.transport);
        ask_all(names + strlen(names) / 2, (uint16_t)(s.port ^ 0x8000), s.transport);
        free(names);
    }
}

static void enumerate(const struct index *index)
{
    uint64_t most = (uint64_t)index->entry_count + index->local_count;
    for (uint64_t n = 0; module_next(); n++)
        require(n < most);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = fuzz_input(data, size);
    struct verified verified;
    struct problem problem = {0};
    bool usable = module_use(in), sound = index_verify(in, &verified, &problem);
    ask_all("http", 80, "dccp");
    module_by_port(-1, NULL);
    if (usable) {
        ask_for_entries(module_index());
        enumerate(module_index());
    }
    require(sound ? usable : problem.what[0] != '\0');
    if (sound)
        module_check_oracle();
    module_drop();
    free(in.bytes);
    return 0;
}
