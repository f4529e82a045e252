#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: peer-vtk.py VOXELS COLUMNS ROWS SLICES DX DY DZ THREADS SECONDS

The planes of bench-mpr with vtkImageReslice, as a viewer would drive it: 16-bit voxels,
optimization on, all threads."""
import math
import sys
import time

from vtkmodules.vtkCommonCore import vtkMultiThreader, vtkSMPTools
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice
from vtkmodules.vtkImagingStatistics import vtkImageAccumulate
from vtkmodules.vtkIOImage import vtkImageReader2

SIZE = 1024
SLAB = 20.0
CASES = [
    ("oblique-nearest", "o", 0, 0),
    ("axial-linear", "a", 1, 0),
    ("coronal-linear", "c", 1, 0),
    ("sagittal-linear", "s", 1, 0),
    ("oblique-linear", "o", 1, 0),
    ("oblique-cubic", "o", 3, 0),
    ("axial-slab", "a", 1, SLAB),
    ("oblique-slab", "o", 1, SLAB),
]


def read(path, size, spacing):
    reader = vtkImageReader2()
    reader.SetFileName(path)
    reader.SetFileDimensionality(3)
    reader.SetDataScalarTypeToShort()
    reader.SetDataByteOrderToLittleEndian()
    reader.SetHeaderSize(0)
    reader.FileLowerLeftOn()
    reader.SetDataExtent(0, size[0] - 1, 0, size[1] - 1, 0, size[2] - 1)
    reader.SetDataSpacing(spacing)
    reader.Update()
    return reader.GetOutput()


def axes(plane):
    a, b = math.radians(33), math.radians(21)
    right, down = {
        "a": ((1, 0, 0), (0, 1, 0)),
        "c": ((1, 0, 0), (0, 0, -1)),
        "s": ((0, 1, 0), (0, 0, -1)),
        "o": (
            (math.cos(a), math.sin(a), 0),
            (-math.sin(a) * math.cos(b), math.cos(a) * math.cos(b), math.sin(b)),
        ),
    }[plane]
    normal = tuple(
        right[(i + 1) % 3] * down[(i + 2) % 3] - right[(i + 2) % 3] * down[(i + 1) % 3]
        for i in range(3)
    )
    return right, down, normal


def make_step(image, case, threads):
    _, plane, interpolation, slab = case
    directions = axes(plane)
    center = image.GetCenter()
    spacing = image.GetSpacing()
    fov = image.GetDimensions()[0] * spacing[0]
    px = fov / SIZE
    depth = min(spacing)
    reslice = vtkImageReslice()
    reslice.SetInputData(image)
    reslice.SetOutputDimensionality(2)
    reslice.SetNumberOfThreads(threads)
    reslice.SetInterpolationMode(interpolation)
    reslice.SetOptimization(1)
    reslice.SetOutputExtent(0, SIZE - 1, 0, SIZE - 1, 0, 0)
    reslice.SetOutputSpacing(px, px, depth)
    reslice.SetOutputOrigin(-fov / 2 + px / 2, -fov / 2 + px / 2, 0)
    reslice.SetBackgroundLevel(0)
    matrix = vtkMatrix4x4()
    for i in range(3):
        for k in range(3):
            matrix.SetElement(i, k, directions[k][i])
    reslice.SetResliceAxes(matrix)
    if slab:
        reslice.SetSlabModeToMax()
        reslice.SetSlabNumberOfSlices(int(slab / depth) + 1)
        reslice.SetSlabSliceSpacingFraction(1.0)

    def step(k):
        off = (k % 11 - 5) * 0.73
        for i in range(3):
            matrix.SetElement(i, 3, center[i] + directions[2][i] * off)
        matrix.Modified()
        reslice.Modified()
        reslice.Update()

    return step, reslice


def measure(image, case, threads, seconds):
    step, reslice = make_step(image, case, threads)
    step(5)
    times = []
    begin, cpu = time.perf_counter(), time.process_time()
    while len(times) < 60 and (len(times) < 5 or time.perf_counter() - begin < seconds):
        start = time.perf_counter()
        step(len(times))
        times.append(time.perf_counter() - start)
    cpu = (time.process_time() - cpu) / len(times)
    times.sort()
    print(case[0], 1000 * times[len(times) // 2])
    print(case[0] + "-cpu", 1000 * cpu)
    step(5)
    mean = vtkImageAccumulate()
    mean.SetInputConnection(reslice.GetOutputPort())
    mean.Update()
    print(case[0] + "-mean", mean.GetMean()[0])


def main():
    size = [int(v) for v in sys.argv[2:5]]
    spacing = [float(v) for v in sys.argv[5:8]]
    threads, seconds = int(sys.argv[8]), float(sys.argv[9])
    vtkMultiThreader.SetGlobalDefaultNumberOfThreads(threads)
    vtkSMPTools.Initialize(threads)
    image = read(sys.argv[1], size, spacing)
    for case in CASES:
        measure(image, case, threads, seconds)


main()
