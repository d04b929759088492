/* SPDX-License-Identifier: MIT */
/* Fuzz target: bytes -> rows, by the reader of IANA's CSV file. */
#include "fuzz.h"
#include "registry/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_registry(data, size, parse_csv);
}
