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
#include <time.h>
#include <unistd.h>

#include "index/live_path.h"

/* Different indexes that a process can take: weekly ones for 19 years. Then it stays with the
   last. Each costs address space only; its deleted file keeps its blocks. */
enum { SNAPSHOTS_MAX = 1024, LOOKUP_SIZE_USUAL = 320 << 10 };

/* Tells one file from another: any replacement changes one of these. */
enum {
    ID_DEVICE,
    ID_INODE,
    ID_SIZE,
    ID_MODIFIED,
    ID_MODIFIED_NS,
    ID_CONTENT,
    ID_CHANGED = ID_CONTENT,
    ID_CHANGED_NS,
    ID_WORDS
};
struct identity {
    _Atomic unsigned long word[ID_WORDS];
};

enum origin { LIVE, VENDOR };
static const struct {
    const char *pointer, *folder; /* the folder of the index that the pointer names */
} origins[] = {[LIVE] = {LIVE_POINTER, GENERATIONS}, [VENDOR] = {VENDOR_POINTER, VENDOR_DIRECTORY "/"}};

#define LARGER(a, b) ((a) > (b) ? (a) : (b))
enum { PATH_SIZE = LARGER(sizeof GENERATIONS, sizeof VENDOR_DIRECTORY "/") + GENERATION_NAME_MAX };

struct snapshot {
    struct index index; /* what snapshot_now points to */
    struct mapping {
        void *bytes;
        size_t size;
    } mapping;
    struct identity file; /* of the index */
    /* What led to it. Of a published snapshot, only the thread that looks uses these, and one
       whose look was taken over: so they are atomic, and a mixture is no file's. */
    struct identity pointer;
    _Atomic enum origin origin;
    dev_t root_device; /* of "/", to notice a chroot */
    ino_t root_inode;
};
_Static_assert(offsetof(struct snapshot, index) == 0, "snapshot_look makes a snapshot of an index");

struct snapshot_now snapshot_now;
static struct snapshot taken[SNAPSHOTS_MAX];
static enum slot { FREE, RESERVED, PUBLISHED } _Atomic slot[SNAPSHOTS_MAX];

/* The second in which the look began that is under way, or 0. While it hangs, on a dead file
   server for example, no other thread starts one, but for this: in a child of fork nobody may
   be there to end it, and no system call tells, which a sandbox could kill for. So after 64
   seconds another thread takes it over; if that hangs too, after twice as long, and so on. */
static _Atomic uint32_t looking, patience = 64;

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
    return (struct identity){{[ID_DEVICE] = (unsigned long)st->st_dev,
                              [ID_INODE] = (unsigned long)st->st_ino,
                              [ID_SIZE] = (unsigned long)st->st_size,
                              [ID_MODIFIED] = (unsigned long)st->st_mtim.tv_sec,
                              [ID_MODIFIED_NS] = (unsigned long)st->st_mtim.tv_nsec,
                              [ID_CHANGED] = (unsigned long)st->st_ctim.tv_sec,
                              [ID_CHANGED_NS] = (unsigned long)st->st_ctim.tv_nsec}};
}

static bool same_words(const struct identity *a, const struct identity *b, int count)
{
    for (int i = 0; i < count; i++)
        if (atomic_load_explicit(&a->word[i], memory_order_relaxed) !=
            atomic_load_explicit(&b->word[i], memory_order_relaxed))
            return false;
    return true;
}

/* Whether these are one file that was not written to, whatever became of its mode and links. */
static bool same_content(const struct identity *a, const struct identity *b)
{
    return same_words(a, b, ID_CONTENT);
}

static bool same(const struct identity *a, const struct identity *b)
{
    return same_words(a, b, ID_WORDS);
}

static void set_identity(struct identity *to, const struct identity *from)
{
    for (int i = 0; i < ID_WORDS; i++)
        atomic_store_explicit(&to->word[i], atomic_load_explicit(&from->word[i], memory_order_relaxed),
                              memory_order_relaxed);
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

/* ---- taking an index ---- */

static bool map(int fd, size_t size, struct mapping *ret)
{
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return false;
    *ret = (struct mapping){bytes, size};
    return true;
}

static void unmap(const struct snapshot *s)
{
    munmap(s->mapping.bytes, s->mapping.size);
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
    ret->file = identity_of(&st);
    if (!map(fd, (size_t)st.st_size < LOOKUP_SIZE_USUAL ? (size_t)st.st_size : LOOKUP_SIZE_USUAL, m))
        return false;
    size_t size = index_lookup_size(m->bytes, (uint64_t)st.st_size);
    if (size > m->size) {
        unmap(ret);
        if (!map(fd, size, m))
            return false;
    }
    if (size > 0 && index_open(&ret->index, m->bytes, m->size, (uint64_t)st.st_size))
        return true;
    unmap(ret);
    return refuse();
}

/* Reads the name in the pointer fd to `name`, of GENERATION_NAME_MAX + 1 bytes. False with
   errno if there is none. */
static bool read_pointer(int fd, struct identity *ret, char *name)
{
    struct stat st;
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
    *ret = identity_of(&st);
    return true;
}

/* Takes the index that the pointer of `origin` names. False with errno if it is not usable;
   what *ret has of the root stays. */
static bool take(enum origin origin, struct snapshot *ret)
{
    char path[PATH_SIZE + 1];
    size_t folder = strlen(origins[origin].folder);
    int fd = open_file(origins[origin].pointer);
    if (fd < 0)
        return false;
    memcpy(path, origins[origin].folder, folder);
    bool named = read_pointer(fd, &ret->pointer, path + folder);
    close_file(fd);
    if (!named || (fd = open_file(path)) < 0)
        return false;
    bool mapped = map_index(fd, ret);
    close_file(fd);
    ret->origin = origin;
    return mapped;
}

/* The live index, or on any failure the vendor's; with the root. False with errno. */
static bool take_first(struct snapshot *ret)
{
    struct stat root;
    if (!take(LIVE, ret)) {
        int error = errno;
        if (!take(VENDOR, ret)) {
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

/* ---- publishing it ---- */

static int reserve(void)
{
    for (int i = 0; i < SNAPSHOTS_MAX; i++) {
        enum slot free = FREE;
        if (atomic_load(&slot[i]) == FREE && atomic_compare_exchange_strong(&slot[i], &free, RESERVED))
            return i;
    }
    return -1;
}

/* Makes a copy of *new the current snapshot in the place of `old`, NULL for none. Returns the
   current one, which is another thread's if that was faster. NULL with errno if there is none
   and no room: so many threads are between the two lines that reserve and publish. */
static const struct index *publish(const struct index *old, const struct snapshot *new)
{
    int i = reserve();
    if (i >= 0) {
        taken[i] = *new;
        if (atomic_compare_exchange_strong(&snapshot_now.index, &old, &taken[i].index)) {
            atomic_store(&slot[i], PUBLISHED);
            return &taken[i].index;
        }
        atomic_store(&slot[i], FREE);
    }
    unmap(new);
    errno = EAGAIN;
    return atomic_load(&snapshot_now.index);
}

/* ---- looking whether it was replaced ---- */

/* Makes *new current in the place of *now, or, if the process has that very file already, what
   it has: so a new mode or label, or going back and forth, costs no snapshot. An index in a
   chroot that was entered since is not ours; nor is a look that another thread took over: if
   that was after the check here, what it made current stays. */
static const struct index *adopt(struct snapshot *now, struct snapshot *new, uint32_t began)
{
    struct stat root;
    bool ours = atomic_load(&looking) == began && stat("/", &root) == 0 && root.st_dev == now->root_device &&
                root.st_ino == now->root_inode;
    new->root_device = now->root_device;
    new->root_inode = now->root_inode;
    for (int i = 0; ours && i < SNAPSHOTS_MAX; i++) {
        if (atomic_load(&slot[i]) != PUBLISHED || !same_content(&taken[i].file, &new->file))
            continue;
        const struct index *old = &now->index;
        unmap(new);
        set_identity(&taken[i].pointer, &new->pointer);
        atomic_store(&taken[i].origin, new->origin);
        atomic_compare_exchange_strong(&snapshot_now.index, &old, &taken[i].index);
        return atomic_load(&snapshot_now.index);
    }
    if (ours)
        return publish(&now->index, new);
    unmap(new);
    return &now->index;
}

static bool is_current(const struct snapshot *now, enum origin origin, const struct stat *st)
{
    struct identity pointer = identity_of(st);
    return now->origin == origin && same(&now->pointer, &pointer);
}

/* Returns the index to use from now on; began: what `looking` is. A live index displaces any; the vendor's
   displaces its predecessor, and a live one that was taken away. What is not usable displaces nothing. */
static const struct index *refresh(struct snapshot *now, uint32_t began)
{
    struct stat st;
    struct snapshot new;
    bool live = stat(LIVE_POINTER, &st) == 0;
    if (live && is_current(now, LIVE, &st))
        return &now->index;
    if (live && take(LIVE, &new))
        return adopt(now, &new, began);
    if (now->origin == LIVE && (live || errno != ENOENT))
        return &now->index;
    if (stat(VENDOR_POINTER, &st) == 0 && !is_current(now, VENDOR, &st) && take(VENDOR, &new))
        return adopt(now, &new, began);
    return &now->index;
}

/* refresh, if no other thread is in it. */
static const struct index *look(const struct index *index)
{
    uint32_t began = atomic_load(&looking), now = (uint32_t)time(NULL) | 1, wait = atomic_load(&patience);
    if ((began != 0 && now - began < wait) || !atomic_compare_exchange_strong(&looking, &began, now))
        return index;
    if (began != 0 && wait < 1u << 30)
        atomic_store(&patience, 2 * wait);
    index = refresh((struct snapshot *)(void *)(uintptr_t)atomic_load(&snapshot_now.index), now);
    if (atomic_compare_exchange_strong(&looking, &now, 0)) /* not taken over */
        atomic_store(&patience, 64);
    return index;
}

const struct index *snapshot_look(const struct index *index, int *ret_error)
{
    int saved_errno = errno;
    struct snapshot new;
    if (index)
        index = look(index);
    else if (take_first(&new))
        index = publish(NULL, &new);
    else
        index = atomic_load(&snapshot_now.index); /* another thread's, meanwhile */
    int error = errno;
    errno = saved_errno;
    if (!index)
        *ret_error = error;
    return index;
}
