/* SPDX-License-Identifier: MIT */
/* Finds, checks and maps the index, and notices that the live one changed; see snapshot.h.

   The current snapshot is one atomic pointer into taken[]. A published snapshot is never
   unmapped, so readers need no reference count and no lock that fork, cancellation or a
   signal could leave held. */
#include "snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "index/live_path.h"

enum { SNAPSHOTS_MAX = 256, LOOKUP_SIZE_USUAL = 320 << 10 };

/* Tells one file from another: any replacement changes one of these. */
struct identity {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified, changed;
};

struct snapshot {
    struct index index; /* what snapshot_now points to */
    struct mapping {
        void *bytes;
        size_t size;
    } mapping;
    struct identity live; /* of LIVE_POINTER; all zero: the vendor's index */
    dev_t root_device;    /* of "/", to notice a chroot */
    ino_t root_inode;
    atomic_bool reserved; /* for good, once it was published */
};
_Static_assert(offsetof(struct snapshot, index) == 0, "snapshot_look makes a snapshot of an index");

struct snapshot_now snapshot_now;
static struct snapshot taken[SNAPSHOTS_MAX];

/* open, read and close of libc are cancellation points; system calls are not. */
static int open_file(const char *path)
{
    return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static ssize_t read_file(int fd, void *buffer, size_t size)
{
    return syscall(SYS_read, fd, buffer, size);
}

static void close_file(int fd)
{
    int error = errno; /* of the call before */
    syscall(SYS_close, fd);
    errno = error;
}

static struct identity identity_of(const struct stat *st)
{
    return (struct identity){st->st_dev, st->st_ino, st->st_size, st->st_mtim, st->st_ctim};
}

static bool same(const struct identity *a, const struct identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->modified.tv_sec == b->modified.tv_sec && a->modified.tv_nsec == b->modified.tv_nsec &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* No owner is required: in a user namespace root's files belong to 65534. */
static bool acceptable(const struct stat *st)
{
    return S_ISREG(st->st_mode) && !(st->st_mode & S_IWOTH);
}

static bool refuse(void)
{
    errno = EINVAL;
    return false;
}

static bool map(int fd, size_t size, struct mapping *ret)
{
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return false;
    *ret = (struct mapping){bytes, size};
    return true;
}

/* Maps and opens the index in fd. False with errno if it is not usable. The lookup size is in
   the header; mapping the usual size first saves a system call to read it. */
static bool map_index(int fd, struct snapshot *ret)
{
    struct stat st;
    struct mapping *m = &ret->mapping;
    if (fstat(fd, &st) != 0)
        return false;
    if (!acceptable(&st) || st.st_size < (off_t)FORMAT_FILE_MIN || st.st_size > (off_t)FORMAT_FILE_MAX)
        return refuse();
    if (!map(fd, (size_t)st.st_size < LOOKUP_SIZE_USUAL ? (size_t)st.st_size : LOOKUP_SIZE_USUAL, m))
        return false;
    size_t size = index_lookup_size(m->bytes, (uint64_t)st.st_size);
    if (size > m->size) {
        munmap(m->bytes, m->size);
        if (!map(fd, size, m))
            return false;
    }
    if (size > 0 && index_open(&ret->index, m->bytes, m->size, (uint64_t)st.st_size))
        return true;
    munmap(m->bytes, m->size);
    return refuse();
}

static bool take_file(const char *path, struct snapshot *ret)
{
    int fd = open_file(path);
    if (fd < 0)
        return false;
    bool done = map_index(fd, ret);
    close_file(fd);
    return done;
}

/* Appends the generation's name in fd to GENERATIONS, with which `path` begins. False with
   errno if there is none. */
static bool read_name(int fd, struct identity *ret_live,
                      char path[static sizeof GENERATIONS + GENERATION_NAME_MAX])
{
    struct stat st;
    char *name = path + sizeof GENERATIONS - 1;
    if (fstat(fd, &st) != 0)
        return false;
    if (!acceptable(&st) || st.st_size > (off_t)GENERATION_NAME_MAX + 1)
        return refuse();
    ssize_t n = read_file(fd, name, GENERATION_NAME_MAX + 1);
    if (n < 0)
        return false;
    size_t length = generation_name_length(name, (size_t)n);
    if (length == 0)
        return refuse();
    name[length] = '\0';
    *ret_live = identity_of(&st);
    return true;
}

static bool take_live(struct snapshot *ret)
{
    char path[sizeof GENERATIONS + GENERATION_NAME_MAX] = GENERATIONS;
    struct identity live;
    int fd = open_file(LIVE_POINTER);
    if (fd < 0)
        return false;
    bool named = read_name(fd, &live, path);
    close_file(fd);
    if (!named || !take_file(path, ret))
        return false;
    ret->live = live;
    return true;
}

/* The live index, or on any failure the vendor's. */
static bool take(struct snapshot *ret)
{
    struct stat root;
    ret->live = (struct identity){0};
    if (!take_live(ret)) {
        int error = errno;
        if (!take_file(VENDOR_INDEX, ret)) {
            if (error != ENOENT)
                errno = error; /* the live index should have answered: tell why it does not */
            return false;
        }
    }
    bool known = stat("/", &root) == 0;
    ret->root_device = known ? root.st_dev : 0;
    ret->root_inode = known ? root.st_ino : 0;
    return true;
}

static struct snapshot *reserve(void)
{
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        if (!atomic_exchange(&taken[i].reserved, true))
            return &taken[i];
    errno = EAGAIN;
    return NULL;
}

/* Publishes a new snapshot instead of `old` (NULL: none yet), unless another thread was
   faster. Returns the current one, NULL with errno if there is none. */
static const struct index *replace(const struct index *old)
{
    struct snapshot *new = reserve();
    if (!new)
        return atomic_load(&snapshot_now.index);
    if (!take(new)) {
        atomic_store(&new->reserved, false);
        return atomic_load(&snapshot_now.index);
    }
    const struct index *current = old;
    bool lost = old && new->live.inode == 0; /* the vendor's index replaces no good one */
    if (!lost && atomic_compare_exchange_strong(&snapshot_now.index, &current, &new->index))
        return &new->index;
    /* `current` is `old`, or what the other thread published: the exchange stored that. */
    munmap(new->mapping.bytes, new->mapping.size);
    atomic_store(&new->reserved, false);
    return current;
}

/* Whether the live index is another file than the one of *s. In a chroot that the process
   entered since then there is another live index, which is not looked at. */
static bool changed(const struct snapshot *s)
{
    struct stat st, root;
    if (stat(LIVE_POINTER, &st) != 0)
        return false;
    struct identity live = identity_of(&st);
    if (same(&live, &s->live))
        return false;
    return stat("/", &root) == 0 && root.st_dev == s->root_device && root.st_ino == s->root_inode;
}

const struct index *snapshot_look(const struct index *index, int *ret_error)
{
    int saved_errno = errno;
    if (!index || changed((const void *)index)) /* the snapshot, whose first member it is */
        index = replace(index);
    int error = errno;
    errno = saved_errno;
    if (!index)
        *ret_error = error;
    return index;
}
