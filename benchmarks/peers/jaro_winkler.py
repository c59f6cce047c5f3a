"""Jaro-Winkler of names, one against many: scrm's batch and RapidFuzz's cdist on the same names in one run.

    python benchmarks/peers/jaro_winkler.py NAMES.txt --peers VENV/bin/python \
        --program build/bench/benchmarks/text/scrm_text_name_similarity

One processor each, the best of five runs.
"""

from __future__ import annotations

import argparse
import subprocess

CDIST = """
import sys, time
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist
import numpy
names = open(sys.argv[1], encoding="utf-8").read().split("\\n")[:-1]
queries = names[: int(sys.argv[2])]
best = float("inf")
for _ in range(5):
    began = time.perf_counter()
    cdist(queries, names, scorer=JaroWinkler.similarity, dtype=numpy.float64, workers=1)
    best = min(best, time.perf_counter() - began)
print(f"RapidFuzz cdist: {best / len(queries) / len(names) * 1e9:.2f} ns a pair")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", help="one name a line")
    parser.add_argument("--peers", required=True, help="a Python that has rapidfuzz and numpy")
    parser.add_argument("--program", default="build/bench/benchmarks/text/scrm_text_name_similarity")
    parser.add_argument("--queries", default="500")
    arguments = parser.parse_args()
    subprocess.run([arguments.program, arguments.names, arguments.queries], check=True)
    subprocess.run([arguments.peers, "-c", CDIST, arguments.names, arguments.queries], check=True)


if __name__ == "__main__":
    main()
