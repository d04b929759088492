/* SPDX-License-Identifier: MIT */
/* libFuzzer's mutator for indexes: what it changed gets the size and the checksum that it
   should have, most of the time, or nothing behind the header would be reached. */
#ifndef FUZZ_RESEAL_H
#define FUZZ_RESEAL_H

#include <stdint.h>
#include <string.h>

#include "compiler/index_writer.h"
#include "index/format.h"

__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct format_header h;
    size = LLVMFuzzerMutate(data, size, max_size);
    if (size < FORMAT_FILE_MIN || seed % 16 == 0)
        return size;
    memcpy(&h, data, sizeof h);
    memcpy(h.magic, FORMAT_MAGIC, sizeof h.magic);
    h.file_size = le32_of((uint32_t)size);
    if (le32_get(h.lookup_size) > size && seed % 16 != 1)
        h.lookup_size = h.file_size;
    memcpy(data, &h, sizeof h);
    h.crc = le32_of(index_crc(data, size));
    memcpy(data, &h, sizeof h);
    return size;
}

#endif
