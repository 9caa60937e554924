/* Preloaded by the benchmark: counts every sync of a file, and makes it take SYNC_US microseconds longer, since the sync
   of a virtual disk is unreally fast. Works for SQLite (in process). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

static atomic_long syncs;
long slowsync_count(void) { return atomic_load(&syncs); }

static void nap(void)
{
    static long us = -1;
    if (us < 0) us = getenv("SYNC_US") ? atol(getenv("SYNC_US")) : 0;
    atomic_fetch_add(&syncs, 1);
    if (us) {
        struct timespec t = {us / 1000000, (us % 1000000) * 1000};
        nanosleep(&t, 0);
    }
}
int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int r = real(fd);
    nap();
    return r;
}
int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int r = real(fd);
    nap();
    return r;
}
