/* SPDX-License-Identifier: MIT */
/* Finished bytes -> a file, atomically: readers see the old
   one or the new one, whatever happens in between. */
#ifndef IANA_ATOMIC_FILE_H
#define IANA_ATOMIC_FILE_H

#include "base/buffer.h"

/* Replaces the file at `path`: temporary file in its directory, fsync, read back
   and compare, rename, fsync of the directory. Links are followed; what is no regular
   file is refused. mode: the permission bits whatever the umask. Complains and returns an exit status other than EXIT_DONE where that
   fails; the old file is then as it was. */
int atomic_file_write(const char *path, const struct buffer *, unsigned mode);

/* How the names of temporary files start. */
#define TEMPORARY_PREFIX ".iana-services."

#endif
