/* Finished bytes -> a file, atomically: readers see the old
   one or the new one, whatever happens in between. */
#ifndef IANA_PUBLISH_H
#define IANA_PUBLISH_H

#include "base/buffer.h"

/* Replaces the file at `path`: temporary file in its directory, fsync, read back
   and compare, rename, fsync of the directory. Links are followed; what is no regular
   file is refused. mode: the permission bits whatever the umask. Complains and returns an exit status other than EXIT_DONE where that
   fails; the old file is then as it was. */
int publish_file(const char *path, const struct bytes *, unsigned mode);

/* How the names of temporary files start. */
#define TEMPORARY_PREFIX ".iana-services."

#endif
