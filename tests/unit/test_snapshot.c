/* SPDX-License-Identifier: MIT */
/* The module's snapshots, from the inside: what a second, another thread, a full table or
   a failing system call does to the one that answers. Whole processes are asked by
   tests/system/hosts.sh and tests/long/readers.sh. */
#define MODULE_STAT dated_stat
#define MODULE_FSTAT dated_fstat
#include "publications.h"

#include "../tools/limits.h"

/* A file system with whole seconds, which has freed and used again the only inode: of pointers, the
   time of their writing, if set. */
static time_t whole_second;

static int date(int result, struct stat *ret)
{
    if (whole_second && ret->st_size <= (off_t)sizeof GENERATION) {
        ret->st_ino = 1;
        ret->st_mtim = ret->st_ctim = (struct timespec){whole_second, 0};
    }
    return result;
}

static int dated_stat(const char *path, struct stat *ret)
{
    return date(stat(path, ret), ret);
}

static int dated_fstat(int fd, struct stat *ret)
{
    return date(fstat(fd, ret), ret);
}

static void a_new_live_index_is_noticed_and_only_then(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    assert_int_equal(vendor->origin, VENDOR);
    publish_golden();
    atomic_store(&snapshot_now.looked, second + SNAPSHOT_SECOND); /* by another thread meanwhile */
    assert_ptr_equal(later(), vendor);
    struct snapshot *live = later();
    assert_ptr_not_equal(live, vendor);
    assert_int_equal(live->origin, LIVE);
    assert_ptr_equal(later(), live);
    struct snapshot *newest = publish_new();
    assert_ptr_not_equal(newest, live);
    assert_ptr_equal(snapshot_get(&(int){0}), &newest->index);
    assert_int_equal(reserved_count(), 3);
}

/* Whatever becomes of a pointer's mode, times or links, and of the index's: the same file is
   the same snapshot, and the next publication is noticed. */
static void the_same_file_is_the_same_snapshot(void **state)
{
    (void)state;
    publish_golden();
    struct snapshot *live = later();
    for (int i = 0; i < 2 * SNAPSHOTS_MAX; i++) {
        struct identity before = live->pointer;
        switch (i % 4) {
        case 0: chmod(LIVE_POINTER, i % 8 ? 0444 : 0644); break;
        case 1: assert_int_equal(link(LIVE_POINTER, LIVE_DIRECTORY "/backup"), 0); break;
        case 2: assert_int_equal(unlink(LIVE_DIRECTORY "/backup"), 0); break;
        case 3: publish_golden(); break;
        }
        assert_ptr_equal(later(), live);
        assert_false(i % 4 == 3 && same(&before, &live->pointer, ID_ALL));
    }
    chmod(GENERATIONS GENERATION, 0644);
    publish_golden();
    assert_ptr_equal(later(), live);
    assert_int_equal(reserved_count(), 1);
    assert_ptr_not_equal(publish_new(), live);
}

/* Two publications in the second of a look, the second of them just as the first to stat. */
static void a_coarse_clock_hides_no_publication(void **state)
{
    (void)state;
    whole_second = second / SNAPSHOT_SECOND + 1;
    publish_golden();
    struct snapshot *first = later();
    copy_golden();
    publish_golden();
    struct snapshot *newest = later(), *settled = later();
    whole_second = 0;
    assert_ptr_not_equal(newest, first);
    assert_ptr_equal(settled, newest);
    assert_int_equal(newest->pointer.word[ID_ALL - 1], 0); /* and is read no more */
}

static void going_back_and_forth_takes_two(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    publish_golden();
    struct snapshot *live = later();
    for (int i = 0; i < 3; i++) {
        unlink(LIVE_POINTER);
        assert_ptr_equal(later(), vendor);
        publish_golden();
        assert_ptr_equal(later(), live);
    }
    assert_int_equal(reserved_count(), 2);
}

static void what_is_not_usable_displaces_nothing(void **state)
{
    (void)state;
    publish_golden();
    struct snapshot *live = later();
    write_file(LIVE_POINTER, "none.idx\n", 9, 0444);
    assert_ptr_equal(later(), live); /* nor does the vendor's, which is */
    write_file(LIVE_POINTER, "../none\n", 8, 0444);
    assert_ptr_equal(later(), live);
    unlink(LIVE_POINTER);
    assert_int_equal(symlink("current", LIVE_POINTER), 0); /* ELOOP, not gone */
    assert_ptr_equal(later(), live);
    assert_int_equal(reserved_count(), 1);
    unlink(LIVE_POINTER);
    assert_int_equal(later()->origin, VENDOR); /* taken away for good */
}

/* A thread that took its first snapshot more slowly than another takes that one's. */
static void the_slower_thread_gives_way(void **state)
{
    (void)state;
    struct snapshot mine;
    assert_ptr_equal(take_first(&mine), &mine);
    struct snapshot *first = later();
    int mapped = count_indexes();
    assert_ptr_equal(publish(NULL, &mine, &mine), &first->index);
    assert_int_equal(reserved_count(), 1);
    assert_int_equal(count_indexes(), mapped - 1);
}

/* More threads at their first lookup than there is room: those without use what is published. */
static void no_room_uses_what_another_published(void **state)
{
    (void)state;
    struct snapshot mine;
    assert_ptr_equal(take_first(&mine), &mine);
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        slot[i] = RESERVED;
    errno = 0;
    assert_null(publish(NULL, &mine, &mine));
    assert_int_equal(errno, EAGAIN);
    slot[0] = FREE;
    struct snapshot *first = later();
    publish_golden();
    assert_ptr_equal(take_first(&mine), &mine);
    assert_ptr_equal(publish(NULL, &mine, &mine), &first->index);
}

static void in_another_root_nothing_is_taken(void **state)
{
    (void)state;
    struct snapshot *s = later();
    publish_golden();
    s->root.word[1]++;
    assert_ptr_equal(later(), s);
    s->root.word[1]--;
    s->root.word[0]++;
    assert_ptr_equal(later(), s);
    s->root.word[0]--;
    assert_ptr_not_equal(later(), s);
}

static void a_full_table_keeps_the_last(void **state)
{
    (void)state;
    publish_golden();
    struct snapshot *s = later();
    for (int i = 1; i < SNAPSHOTS_MAX; i++) {
        struct snapshot *next = publish_new();
        assert_ptr_not_equal(next, s);
        s = next;
    }
    assert_ptr_equal(publish_new(), s);
    assert_ptr_equal(later(), s);
}

static void failing_calls_are_told_apart(void **state)
{
    (void)state;
    struct snapshot s;
    struct identity identity;
    struct rlimit limit, none;
    char path[GENERATION_NAME_MAX + 1];
    errno = 0;
    assert_null(take_file(-1, &s));
    assert_int_equal(errno, EBADF);
    errno = 0;
    assert_false(read_pointer(-1, &identity, path));
    assert_int_equal(errno, EBADF);
    publish_golden();
    chmod(LIVE_POINTER, 0644);
    int fd = open(LIVE_POINTER, O_WRONLY | O_CLOEXEC);
    errno = 0;
    assert_false(read_pointer(fd, &identity, path));
    assert_int_equal(errno, EBADF);
    close(fd);
    fd = open_file(GENERATIONS GENERATION);
    assert_int_equal(getrlimit(RLIMIT_AS, &limit), 0);
    none = (struct rlimit){1, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &none), 0);
    struct snapshot *mapped = take_file(fd, &s);
    int error = errno;
    setrlimit(RLIMIT_AS, &limit);
    assert_null(mapped);
    assert_int_equal(error, ENOMEM);
    close_file(fd);
}

static void any_difference_is_another_file(void **state)
{
    (void)state;
    const struct stat st = {.st_dev = 1, .st_ino = 2, .st_size = 3, .st_mtim = {4, 5}, .st_ctim = {6, 7}};
    const struct identity a = identity_of(&st);
    struct stat b[] = {st, st, st, st, st, st, st};
    b[0].st_dev++, b[1].st_ino++, b[2].st_size++, b[3].st_mtim.tv_sec++, b[4].st_mtim.tv_nsec++,
        b[5].st_ctim.tv_sec++, b[6].st_ctim.tv_nsec++;
    assert_true(same(&a, &a, ID_ALL));
    for (size_t i = 0; i < sizeof b / sizeof *b; i++) {
        struct identity other = identity_of(&b[i]);
        assert_false(same(&a, &other, ID_ALL));
        assert_true(same(&a, &other, ID_CONTENT) == (i > 4));
    }
}

/* Lookup sections that are larger than what is mapped at first, and no room for all of it. */
static void no_room_for_a_large_index(void **state)
{
    (void)state;
    enum { SIZE = 12 << 20 };
    struct format_header h = {.magic = FORMAT_MAGIC,
                              .major = {{FORMAT_MAJOR}},
                              .file_size = {{0, 0, SIZE >> 16, 0}},
                              .lookup_size = {{0, 0, SIZE >> 16, 0}}};
    struct rlimit limit, tight;
    struct snapshot s;
    write_file(GENERATIONS GENERATION, &h, sizeof h, 0644);
    assert_int_equal(truncate(GENERATIONS GENERATION, SIZE), 0);
    int fd = open_file(GENERATIONS GENERATION);
    assert_int_equal(getrlimit(RLIMIT_AS, &limit), 0);
    tight = (struct rlimit){limit_address_space() + (1 << 20), limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
    struct snapshot *mapped = take_file(fd, &s);
    int error = errno;
    setrlimit(RLIMIT_AS, &limit);
    assert_null(mapped);
    assert_int_equal(error, ENOMEM);
    errno = 0;
    assert_null(take_file(fd, &s)); /* there is room now, but there are no sections */
    assert_int_equal(errno, EINVAL);
    close_file(fd);
}

/* The status if no index can be had because a limit of the process is in the way. */
static void check_status(__rlimit_resource_t resource, enum nss_status expected, int expected_error)
{
    struct rlimit limit, none;
    struct servent result;
    char buffer[64];
    int error[3] = {0};
    assert_int_equal(getrlimit(resource, &limit), 0);
    none = (struct rlimit){1, limit.rlim_max};
    assert_int_equal(setrlimit(resource, &none), 0);
    enum nss_status by_name =
        _nss_iana_getservbyname_r("http", NULL, &result, buffer, sizeof buffer, &error[0]);
    enum nss_status by_port =
        _nss_iana_getservbyport_r(htons(80), NULL, &result, buffer, sizeof buffer, &error[1]);
    enum nss_status next = _nss_iana_getservent_r(&result, buffer, sizeof buffer, &error[2]);
    enum nss_status begun = _nss_iana_setservent(0);
    int begin_error = errno;
    setrlimit(resource, &limit);
    assert_true(by_name == expected && by_port == expected && next == expected && begun == expected);
    for (int i = 0; i < 3; i++)
        assert_int_equal(error[i], expected_error);
    assert_int_equal(begin_error, expected_error);
}

static void a_passing_trouble_is_told_from_a_lasting_one(void **state)
{
    (void)state;
    assert_int_equal(unavailable(&(int){EAGAIN}), NSS_STATUS_TRYAGAIN);
    publish_golden();
    _nss_iana_endservent();
    check_status(RLIMIT_AS, NSS_STATUS_TRYAGAIN, ENOMEM);
    check_status(RLIMIT_NOFILE, NSS_STATUS_UNAVAIL, EMFILE);
    assert_int_equal(_nss_iana_setservent(0), NSS_STATUS_SUCCESS);
    _nss_iana_endservent();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_new_live_index_is_noticed_and_only_then, begin),
        cmocka_unit_test_setup(the_same_file_is_the_same_snapshot, begin),
        cmocka_unit_test_setup(a_coarse_clock_hides_no_publication, begin),
        cmocka_unit_test_setup(going_back_and_forth_takes_two, begin),
        cmocka_unit_test_setup(what_is_not_usable_displaces_nothing, begin),
        cmocka_unit_test_setup(the_slower_thread_gives_way, begin),
        cmocka_unit_test_setup(no_room_uses_what_another_published, begin),
        cmocka_unit_test_setup(in_another_root_nothing_is_taken, begin),
        cmocka_unit_test_setup(a_full_table_keeps_the_last, begin),
        cmocka_unit_test_setup(no_room_for_a_large_index, begin),
        cmocka_unit_test(any_difference_is_another_file),
        cmocka_unit_test_setup(a_passing_trouble_is_told_from_a_lasting_one, begin),
        cmocka_unit_test_setup(failing_calls_are_told_apart, begin),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
