/* SPDX-License-Identifier: MIT */
/* Finds, checks and maps the index, and notices when it was replaced; see snapshot.h.

   The current snapshot is one atomic pointer into taken[]. A published snapshot is never
   unmapped, so readers need no reference count and no lock that fork, cancellation or a
   signal could leave held. What is mapped has a name that is never written again: the names
   that people copy over, `current` and services.idx, are pointers to it, and only read. */
#include "snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "index/live_path.h"

/* Different indexes that a process can take: weekly ones for 19 years. Then it stays with the
   last. Each costs address space only; its deleted file keeps its blocks. */
enum { SNAPSHOTS_MAX = 1024, LOOKUP_SIZE_USUAL = 320 << 10 };

/* Tells one file from another: any replacement in a later second changes one of these words, and
   any writing one of the first five. The first two tell a root from another. */
enum { ID_ROOT = 2, ID_CONTENT = 5, ID_ALL = 7 };
struct identity {
    _Atomic unsigned long word[ID_ALL];
};

enum origin { LIVE, VENDOR, ORIGINS };
static const struct {
    const char *pointer, *folder; /* the folder of the index that the pointer names */
} origins[] = {[LIVE] = {LIVE_POINTER, GENERATIONS}, [VENDOR] = {VENDOR_POINTER, VENDOR_DIRECTORY "/"}};

struct snapshot {
    struct index index; /* what snapshot_now points to */
    void *bytes;        /* mapped */
    size_t size;
    struct identity file, root; /* of the index; of "/", to notice a chroot */
    /* What led to it. Of a published snapshot, only the thread that looks uses these, and one
       whose look was taken over: so they are atomic, and a mixture is no file's. */
    struct identity pointer;
    _Atomic enum origin origin;
};
_Static_assert(offsetof(struct snapshot, index) == 0, "look makes a snapshot of an index");

struct snapshot_now snapshot_now;
static struct snapshot taken[SNAPSHOTS_MAX];
enum slot { FREE, RESERVED, PUBLISHED };
static _Atomic unsigned char slot[SNAPSHOTS_MAX]; /* enum slot; in one page */

/* open, read and close of libc are cancellation points; system calls are not. */
static int open_file(const char *path)
{
    return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static void close_file(int fd)
{
    int error = errno; /* of the call before */
    syscall(SYS_close, fd);
    errno = error;
}

static struct identity identity_of(const struct stat *st)
{
    return (struct identity){{(unsigned long)st->st_dev, (unsigned long)st->st_ino,
                              (unsigned long)st->st_size, (unsigned long)st->st_mtim.tv_sec,
                              (unsigned long)st->st_mtim.tv_nsec, (unsigned long)st->st_ctim.tv_sec,
                              (unsigned long)st->st_ctim.tv_nsec}};
}

/* Of the file at a path. False with errno, and all words 0, if there is none. */
static bool identify(const char *path, struct identity *ret)
{
    struct stat st = {0};
    bool known = stat(path, &st) == 0;
    *ret = identity_of(&st);
    return known;
}

static bool same(const struct identity *a, const struct identity *b, int words)
{
    for (int i = 0; i < words; i++)
        if (a->word[i] != b->word[i])
            return false;
    return true;
}

/* fstat of a file that may be used. False with errno. No owner is required: in a user namespace
   root's files belong to 65534. */
static bool check_file(int fd, off_t least, off_t most, struct stat *ret)
{
    if (fstat(fd, ret) != 0)
        return false;
    errno = EINVAL;
    return S_ISREG(ret->st_mode) && !(ret->st_mode & S_IWOTH) && ret->st_size >= least &&
           ret->st_size <= most;
}

/* ---- taking an index ---- */

/* Maps and opens an index of file_size bytes. False with errno if it is not usable. The lookup
   size is in the header; mapping the usual size first saves a system call to read it. */
static bool map_index(int fd, uint64_t file_size, struct snapshot *ret)
{
    size_t size = LOOKUP_SIZE_USUAL;
    do {
        ret->size = size;
        ret->bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (ret->bytes == MAP_FAILED)
            return false;
        if (index_open(&ret->index, ret->bytes, size, file_size))
            return true;
        size = index_lookup_size(ret->bytes, file_size);
        munmap(ret->bytes, ret->size);
    } while (size > ret->size); /* up to FORMAT_FILE_MAX */
    errno = EINVAL;
    return false;
}

/* The published snapshot of the index in fd, if the process has that very file already,
   whatever became of its mode and links: so going back and forth costs no snapshot. Else
   *new, mapped. NULL with errno if it is not usable. */
static struct snapshot *take_file(int fd, struct snapshot *new)
{
    struct stat st;
    if (!check_file(fd, FORMAT_FILE_MIN, FORMAT_FILE_MAX, &st))
        return NULL;
    new->file = identity_of(&st);
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        if (atomic_load(&slot[i]) == PUBLISHED && same(&taken[i].file, &new->file, ID_CONTENT))
            return &taken[i];
    return map_index(fd, (uint64_t)st.st_size, new) ? new : NULL;
}

/* Reads the name in the pointer fd to `name`, of GENERATION_NAME_MAX + 1 bytes. False with
   errno if there is none. */
static bool read_pointer(int fd, struct identity *ret, char *name)
{
    struct stat st;
    if (!check_file(fd, 0, GENERATION_NAME_MAX + 1, &st))
        return false;
    *ret = identity_of(&st);
    if (st.st_ctim.tv_sec >= time(NULL))
        ret->word[ID_ALL - 1] = ~0ul; /* read again: a later one may get the same times and inode */
    errno = EINVAL;
    long n = syscall(SYS_read, fd, name, GENERATION_NAME_MAX + 1);
    size_t length = n > 0 ? generation_name_length(name, (size_t)n) : 0;
    name[length] = '\0';
    return length > 0;
}

/* take_file of the index that the pointer of `origin` names. *new also gets what led to it. */
static struct snapshot *take(enum origin origin, struct snapshot *new)
{
    char path[sizeof GENERATIONS + sizeof VENDOR_DIRECTORY "/" + GENERATION_NAME_MAX]; /* either */
    size_t folder = strlen(origins[origin].folder);
    int fd = open_file(origins[origin].pointer);
    if (fd < 0)
        return NULL;
    memcpy(path, origins[origin].folder, folder);
    bool named = read_pointer(fd, &new->pointer, path + folder);
    close_file(fd);
    if (!named || (fd = open_file(path)) < 0)
        return NULL;
    struct snapshot *s = take_file(fd, new);
    close_file(fd);
    new->origin = origin;
    if (s)
        identify("/", &new->root);
    return s;
}

/* The live index, or on any failure the vendor's. NULL with errno. */
static struct snapshot *take_first(struct snapshot *new)
{
    struct snapshot *s = take(LIVE, new);
    int error = errno;
    if (!s && !(s = take(VENDOR, new)) && error != ENOENT)
        errno = error; /* the live index should have answered: tell why it does not */
    return s;
}

/* ---- publishing it ---- */

/* Makes *s current in the place of `old`, NULL for none: a published snapshot, or *new, of
   which a copy is published then. Returns the current one, which is another thread's if that
   was faster. NULL with errno if there is none and no room: so many threads are between the
   two lines that reserve a slot and use it. */
static const struct index *publish(const struct index *old, struct snapshot *s, const struct snapshot *new)
{
    if (s != new) {
        for (int i = 0; i < ID_ALL; i++)
            s->pointer.word[i] = new->pointer.word[i];
        s->origin = new->origin;
        atomic_compare_exchange_strong(&snapshot_now.index, &old, &s->index);
        return atomic_load(&snapshot_now.index);
    }
    for (int i = 0; i < SNAPSHOTS_MAX; i++) {
        unsigned char free = FREE;
        if (!atomic_compare_exchange_strong(&slot[i], &free, RESERVED))
            continue;
        taken[i] = *new;
        bool done = atomic_compare_exchange_strong(&snapshot_now.index, &old, &taken[i].index);
        atomic_store(&slot[i], done ? PUBLISHED : FREE);
        if (done)
            return &taken[i].index;
        break;
    }
    munmap(new->bytes, new->size);
    errno = EAGAIN;
    return atomic_load(&snapshot_now.index);
}

/* ---- looking whether it was replaced ---- */

/* publish, in the place of *now, for the look `began`. An index in a chroot that was entered
   since is not ours; nor is a look that another thread took over: if that was after the check
   here, what it made current stays. */
static const struct index *adopt(struct snapshot *now, struct snapshot *s, const struct snapshot *new,
                                 uint32_t began)
{
    if (atomic_load(&snapshot_now.looked) == began && same(&now->root, &new->root, ID_ROOT))
        return publish(&now->index, s, new);
    if (s == new)
        munmap(new->bytes, new->size);
    return &now->index;
}

/* Returns the index to use from now on. A live index displaces any; the vendor's displaces its
   predecessor, and a live one that was taken away. What is not usable displaces nothing. */
static const struct index *refresh(struct snapshot *now, uint32_t began)
{
    struct snapshot new, *s;
    for (enum origin o = LIVE; o < ORIGINS; o++) {
        struct identity pointer;
        bool there = identify(origins[o].pointer, &pointer);
        if (there && same(&now->pointer, &pointer, ID_ALL))
            break;
        if (there && (s = take(o, &new)))
            return adopt(now, s, &new, began);
        if (now->origin == o && (there || errno != ENOENT))
            break;
    }
    return &now->index;
}

/* refresh, once a second and by one thread. While it hangs, on a dead file server for example,
   no other thread starts one, but for this: in a child of fork nobody may be there to end it,
   and no system call tells, which a sandbox could kill for. So after two seconds a second
   thread takes it over, and if that hangs too a third after half a minute, then after 17
   minutes, nine hours, twelve days. */
static const struct index *look(const struct index *index, uint32_t second)
{
    uint32_t last = atomic_load(&snapshot_now.looked), hanging = last % SNAPSHOT_SECOND,
             patience = (1u << 5 * hanging) / 4, began = second + hanging + (hanging < 6);
    if (second - (last - hanging) <= patience ||
        !atomic_compare_exchange_strong(&snapshot_now.looked, &last, began))
        return index;
    index = refresh((struct snapshot *)atomic_load(&snapshot_now.index), began);
    atomic_compare_exchange_strong(&snapshot_now.looked, &began, second); /* unless it was taken over */
    return index;
}

const struct index *snapshot_look(const struct index *index, uint32_t second, int *ret_error)
{
    int saved_errno = errno;
    struct snapshot new, *s;
    if (index) {
        index = look(index, second);
    } else {
        atomic_store(&snapshot_now.looked, second);
        s = take_first(&new); /* if that fails, another thread may have been luckier */
        index = s ? publish(NULL, s, &new) : atomic_load(&snapshot_now.index);
    }
    int error = errno;
    errno = saved_errno;
    if (!index)
        *ret_error = error;
    return index;
}
