/* SPDX-License-Identifier: MIT */
/* Write a file atomically: readers see the old one or the new one, also after a crash. */
#ifndef IANA_ATOMIC_FILE_H
#define IANA_ATOMIC_FILE_H

#include "base/buffer.h"

/* Replace the file at `path`: temporary file in its directory, fsync, read back and compare,
   rename, fsync of the directory. Links are followed; anything but a regular file is refused.
   mode: the permission bits, whatever the umask. Returns EXIT_DONE; or complains and returns
   EXIT_SYSTEM: then the old file is in place, or, if only the last fsync failed, the new one. */
int atomic_file_write(const char *path, const struct buffer *, unsigned mode);

/* How the names of temporary files start. */
#define TEMPORARY_PREFIX ".iana-services."

#endif
