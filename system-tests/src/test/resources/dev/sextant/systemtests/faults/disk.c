/*
 * A disk that can lose power and be slow, for one process: preloaded with LD_PRELOAD.
 *
 * Beside each file that is synced it keeps "<file>.synced" with the length that the last sync
 * covered. Who kills the process and cuts each file to that length has what a power cut leaves.
 * Before each sync it waits the microseconds that stand in the file named by DISK_DELAY.
 *
 * The record is written by pwrite to another file, which only the cut reads. A file that is renamed
 * takes its record along.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int (*real_fdatasync)(int);
static int (*real_fsync)(int);
static int (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void find_real(void) {
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_rename = dlsym(RTLD_NEXT, "rename");
}

static void wait_as_told(void) {
  const char *file = getenv("DISK_DELAY");
  if (file == NULL) return;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  char text[16] = {0};
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  if (n > 0) {
    long micros = strtol(text, NULL, 10);
    if (micros > 0) usleep((useconds_t)micros);
  }
}

/* The name of an open regular file; 0 when it is none. */
static int name_of(int fd, char *name, off_t *length) {
  struct stat st;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, name, PATH_MAX - 1);
  if (n <= 0) return 0;
  name[n] = 0;
  *length = st.st_size;
  return 1;
}

static void record(const char *name, off_t length) {
  char file[PATH_MAX + 8], text[24];
  snprintf(file, sizeof file, "%s.synced", name);
  int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) abort();
  int n = snprintf(text, sizeof text, "%-20lld\n", (long long)length);
  if (pwrite(fd, text, n, 0) != n) abort();
  close(fd);
}

/* What was written before the sync began is what it covers: the length is taken first. */
static int sync_file(int fd, int (*real)(int)) {
  char name[PATH_MAX];
  off_t length = 0;
  int known = name_of(fd, name, &length);
  wait_as_told();
  int result = real(fd);
  if (result == 0 && known) record(name, length);
  return result;
}

int fdatasync(int fd) { return sync_file(fd, real_fdatasync); }

int fsync(int fd) { return sync_file(fd, real_fsync); }

int rename(const char *from, const char *to) {
  int result = real_rename(from, to);
  if (result == 0) {
    char old[PATH_MAX + 8], new[PATH_MAX + 8];
    snprintf(old, sizeof old, "%s.synced", from);
    snprintf(new, sizeof new, "%s.synced", to);
    if (real_rename(old, new) != 0) unlink(new);
  }
  return result;
}
