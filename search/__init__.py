import os

# Read when numpy is first imported: with the default number of threads the slowest of a hundred questions takes a second.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
