/* SPDX-License-Identifier: MIT */
/* Fuzz target: parse_xml. */
#include "fuzz.h"
#include "registry/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_registry(data, size, parse_xml);
}
