/* SPDX-License-Identifier: MIT */
/* The provenance of an index; see provenance.h. */
#include "compiler/provenance.h"

#include "index/index.h"

const char *provenance_text(const void *bytes, size_t length, enum format_provenance what)
{
    uint32_t count, text_size;
    const le32 *offsets = index_section(bytes, length, SECTION_PROVENANCE, sizeof *offsets, &count);
    const char *text = index_section(bytes, length, SECTION_TEXT, 1, &text_size);
    if (count <= (uint32_t)what)
        return "";
    uint32_t offset = le32_get(offsets[what]);
    return text && offset < text_size && text[text_size - 1] == '\0' ? text + offset : "";
}
