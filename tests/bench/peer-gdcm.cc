/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: peer-gdcm scan|load FOLDER THREADS
 *
 * A viewer's work as a good program would do it with GDCM alone. */
#include <atomic>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gdcmDirectory.h>
#include <gdcmIPPSorter.h>
#include <gdcmImage.h>
#include <gdcmImageReader.h>
#include <gdcmTrace.h>

#include "bench-common.h"

static int n_threads = 1;

static void
in_threads (const std::function<void (size_t)> &work, size_t n)
{
  std::atomic<size_t> next{0};
  std::vector<std::thread> threads;

  for (int t = 0; t < n_threads; t++)
    threads.emplace_back ([&] {
      for (size_t i; (i = next++) < n;)
        work (i);
    });
  for (auto &thread : threads)
    thread.join ();
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    return 2;

  gdcm::Trace::WarningOff ();
  gdcm::Trace::ErrorOff ();

  const std::string mode = argv[1];
  double start = bench_now ();
  gdcm::Directory folder;
  std::vector<std::string> files;

  n_threads = argc > 3 ? std::atoi (argv[3]) : 1;
  folder.Load (argv[2], true);
  for (const auto &file : folder.GetFilenames ())
    if (file.find (".json") == std::string::npos)
      files.push_back (file);

  if (mode == "scan") {
    std::atomic<int> read{0};

    in_threads (
        [&] (size_t i) {
          gdcm::Reader reader;

          reader.SetFileName (files[i].c_str ());
          read += reader.ReadUpToTag (gdcm::Tag (0x7fe0, 0x0010));
        },
        files.size ());
    bench_print ("scan", bench_now () - start);
    bench_print ("files", read);
    return 0;
  }

  gdcm::IPPSorter sorter;

  sorter.SetComputeZSpacing (true);
  sorter.SetZSpacingTolerance (1e-3);
  sorter.Sort (files);
  files = sorter.GetFilenames ();

  gdcm::ImageReader first;

  first.SetFileName (files.at (0).c_str ());
  first.Read ();

  size_t size = first.GetImage ().GetBufferLength ();
  char *volume = static_cast<char *> (std::malloc (size * files.size ()));

  in_threads (
      [&] (size_t i) {
        gdcm::ImageReader reader;

        reader.SetFileName (files[i].c_str ());
        reader.Read ();
        reader.GetImage ().GetBuffer (volume + i * size);
      },
      files.size ());
  bench_print ("load", bench_now () - start);
  bench_print_peak ();
  std::free (volume);
  return 0;
}
