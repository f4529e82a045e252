/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: peer-read FOLDER THREADS
 *
 * The machine's limit: read () of every file, into memory of its own. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench-common.h"

static char **paths;
static size_t n_paths, slot;
static char *buffer;
static atomic_size_t next;

static void *
read_worker (void *data)
{
  for (size_t i; (i = next++) < n_paths;) {
    int fd = open (paths[i], O_RDONLY);
    size_t done = 0;
    ssize_t n;

    while ((n = read (fd, buffer + i * slot + done, slot - done)) > 0)
      done += (size_t) n;
    close (fd);
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  struct dirent **entries;
  double start = bench_now ();
  pthread_t threads[16];

  if (argc < 3)
    return 2;

  int n_threads = atoi (argv[2]) < 16 ? atoi (argv[2]) : 16;
  int n = scandir (argv[1], &entries, NULL, alphasort);

  paths = calloc (n > 0 ? (size_t) n : 1, sizeof *paths);
  for (int i = 0; i < n; i++) {
    char path[PATH_MAX];
    struct stat status;

    snprintf (path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
    if (stat (path, &status) != 0 || !S_ISREG (status.st_mode))
      continue;
    if ((size_t) status.st_size > slot)
      slot = (size_t) status.st_size;
    paths[n_paths++] = realpath (path, NULL);
  }
  buffer = malloc (n_paths * slot);
  for (int i = 0; i < n_threads; i++)
    pthread_create (&threads[i], NULL, read_worker, NULL);
  for (int i = 0; i < n_threads; i++)
    pthread_join (threads[i], NULL);
  bench_print ("load", bench_now () - start);
  bench_print_peak ();
  return 0;
}
