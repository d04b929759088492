/* SPDX-License-Identifier: MIT */
/* IANA's registry in either of its formats. */
#include <string.h>

#include "registry/parse.h"
#include "registry/text_check.h"

bool parse_registry(struct input in, struct registry *r, struct problem *problem)
{
    if (in.length >= sizeof FORMAT_MAGIC - 1 && memcmp(in.bytes, FORMAT_MAGIC, sizeof FORMAT_MAGIC - 1) == 0)
        return problem_set(problem, 0, "this is an index, not a registry; give IANA's XML or CSV file");
    if (!text_check(in, problem))
        return false;
    bool is_xml = in.bytes[strspn(in.bytes, " \t\r\n")] == '<' || strncmp(in.bytes, "\xef\xbb\xbf<", 4) == 0;
    return is_xml ? parse_xml(in, r, problem) : parse_csv(in, r, problem);
}
