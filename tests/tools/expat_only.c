/* SPDX-License-Identifier: MIT */
/* expat_only FILE: parse an XML file by expat with empty handlers, the lower bound for the cost of
   parse_xml. */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>

static void begin(void *data, const char *name, const char **attributes)
{
    (void)data, (void)name, (void)attributes;
}
static void end(void *data, const char *name)
{
    (void)data, (void)name;
}
static void text(void *data, const char *s, int n)
{
    (void)data, (void)s, (void)n;
}

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
    char *bytes = malloc(16 << 20);
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!f || !bytes || !parser)
        return 2;
    size_t n = fread(bytes, 1, 16 << 20, f);
    XML_SetElementHandler(parser, begin, end);
    XML_SetCharacterDataHandler(parser, text);
    return XML_Parse(parser, bytes, (int)n, 1) == XML_STATUS_OK ? 0 : 1;
}
