"""Looks for the queries among the hashes with faiss's flat binary index, on one
core, and fails where it finds anything else than Sijill did. Arguments: the
directory that `measure likeness` wrote, and how many queries to time."""

import resource
import sys
import time

import faiss
import numpy

directory, count = sys.argv[1], int(sys.argv[2])
faiss.omp_set_num_threads(1)
hashes = numpy.fromfile(directory + "/hashes", dtype="uint8").reshape(-1, 32)
queries = numpy.fromfile(directory + "/queries", dtype="uint8").reshape(-1, 32)
ours = {tuple(map(int, line.split())) for line in open(directory + "/answers")}
cpu_of_sijill = float(open(directory + "/cpu").read())

start = time.time()
index = faiss.IndexBinaryFlat(256)
index.add(hashes)
built = time.time() - start


def search(i):
    limits, distances, ids = index.range_search(queries[i : i + 1], 32)  # below 32
    return {(i, int(n), int(d)) for n, d in zip(ids, distances)}


theirs = set().union(*(search(i) for i in range(count)))
if theirs != {hit for hit in ours if hit[0] < count} or not theirs:
    sys.exit("faiss and sijill do not find the same")


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


before, took = cpu(), []
for i in range(count):
    start = time.time()
    search(i)
    took.append(time.time() - start)
each = (cpu() - before) / count
took.sort()
print(
    f"| faiss {faiss.__version__} IndexBinaryFlat, the same {len(hashes)}, {len(theirs)} identical answers "
    f"| {each*1e3:.3f} | {took[count//2]*1e3:.3f} | {took[count*99//100]*1e3:.3f} | 32.0 | {built:.1f} | {each/cpu_of_sijill:.1f} |"
)
