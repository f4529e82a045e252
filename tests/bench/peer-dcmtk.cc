/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: peer-dcmtk scan|load FOLDER THREADS      (a folder without folders)
 *        peer-dcmtk window FILE
 *
 * A viewer's work as a good program would do it with DCMTK alone. */
#include <dcmtk/config/osconfig.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include "bench-common.h"

static std::vector<std::string> files;
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

static void
scan (double start)
{
  std::atomic<int> read{0};

  in_threads (
      [&] (size_t i) {
        DcmFileFormat file;
        OFString value;

        if (file.loadFileUntilTag (files[i].c_str (), EXS_Unknown, EGL_noChange,
                                   DCM_MaxReadLength, ERM_autoDetect, DCM_PixelData)
                .bad ())
          return;
        for (const auto &tag : {DCM_StudyInstanceUID, DCM_SeriesInstanceUID,
                                DCM_SOPInstanceUID, DCM_PatientName, DCM_Modality})
          file.getDataset ()->findAndGetOFString (tag, value);
        read++;
      },
      files.size ());
  bench_print ("scan", bench_now () - start);
  bench_print ("files", read);
}

struct Slice {
  double position;
  DcmFileFormat *file;
};

static void
open_slice (Slice &slice, const std::string &path)
{
  double o[6] = {}, p[3] = {};

  slice.file = new DcmFileFormat;
  slice.file->loadFile (path.c_str (), EXS_Unknown, EGL_noChange, 4096);

  DcmDataset *data = slice.file->getDataset ();

  for (unsigned long k = 0; k < 6; k++)
    data->findAndGetFloat64 (DCM_ImageOrientationPatient, o[k], k);
  for (unsigned long k = 0; k < 3; k++)
    data->findAndGetFloat64 (DCM_ImagePositionPatient, p[k], k);
  slice.position = (o[1] * o[5] - o[2] * o[4]) * p[0] +
                   (o[2] * o[3] - o[0] * o[5]) * p[1] +
                   (o[0] * o[4] - o[1] * o[3]) * p[2];
}

/* All frames in one volume, sorted along the normal. */
static void
load (double start)
{
  std::vector<Slice> slices (files.size ());
  Uint16 rows = 0, columns = 0;

  in_threads ([&] (size_t i) { open_slice (slices[i], files[i]); }, files.size ());
  std::sort (slices.begin (), slices.end (),
             [] (const Slice &a, const Slice &b) { return a.position < b.position; });
  slices[0].file->getDataset ()->findAndGetUint16 (DCM_Rows, rows);
  slices[0].file->getDataset ()->findAndGetUint16 (DCM_Columns, columns);

  size_t n = static_cast<size_t> (rows) * columns;
  int16_t *volume =
      static_cast<int16_t *> (std::malloc (n * slices.size () * sizeof (int16_t)));

  in_threads (
      [&] (size_t i) {
        DcmDataset *data = slices[i].file->getDataset ();
        const Uint16 *pixels = nullptr;
        unsigned long count = 0;

        data->chooseRepresentation (EXS_LittleEndianExplicit, nullptr);
        if (data->findAndGetUint16Array (DCM_PixelData, pixels, &count).good () &&
            count >= n)
          std::memcpy (volume + i * n, pixels, n * sizeof (int16_t));
        delete slices[i].file;
      },
      slices.size ());
  bench_print ("load", bench_now () - start);
  bench_print_peak ();

  long long sum = 0;

  for (size_t i = 0; i < n * slices.size (); i++)
    sum += volume[i];
  bench_print ("sum", static_cast<double> (sum));
  std::free (volume);
}

static void
window (const char *path)
{
  DcmFileFormat file;
  std::vector<double> times;

  file.loadFile (path);
  file.getDataset ()->chooseRepresentation (EXS_LittleEndianExplicit, nullptr);

  DicomImage image (file.getDataset (), EXS_LittleEndianExplicit,
                    CIF_UsePartialAccessToPixelData, 0, 1);
  std::vector<unsigned char> picture (image.getOutputDataSize (8));

  for (int i = 0; i < 60; i++) {
    image.setWindow (40 + i % 7, 400 + i % 5);

    double start = bench_now ();

    image.getOutputData (picture.data (), picture.size (), 8, 0);
    times.push_back (bench_now () - start);
  }
  std::sort (times.begin (), times.end ());
  bench_print ("window", times[times.size () / 2]);
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    return 2;

  OFLog::configure (OFLogger::FATAL_LOG_LEVEL);
  DcmRLEDecoderRegistration::registerCodecs ();
  DJDecoderRegistration::registerCodecs ();
  DJLSDecoderRegistration::registerCodecs ();

  const std::string mode = argv[1];
  double start = bench_now ();

  if (mode == "window") {
    window (argv[2]);
    return 0;
  }
  n_threads = argc > 3 ? std::atoi (argv[3]) : 1;
  for (const auto &entry : std::filesystem::recursive_directory_iterator (argv[2]))
    if (entry.is_regular_file () && entry.path ().extension () != ".json")
      files.push_back (entry.path ());
  if (mode == "scan")
    scan (start);
  else
    load (start);
  return 0;
}
