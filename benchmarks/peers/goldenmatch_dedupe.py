"""GoldenMatch as its first page shows it, without a configuration: one child process of linkage.py.

    python goldenmatch_dedupe.py records.csv clusters.csv

Prints one JSON object: seconds by stage.
"""

from __future__ import annotations

import csv
import json
import logging
import sys
import time
from pathlib import Path

import goldenmatch


def main() -> None:
    source, target = sys.argv[1], sys.argv[2]
    logging.getLogger("goldenmatch").setLevel(logging.ERROR)
    began = time.perf_counter()
    result = goldenmatch.dedupe(source)
    found = time.perf_counter()
    with Path(source).open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["record_id", "cluster_id"])
        for number, cluster in result.clusters.items():
            out.writerows((ids[member], number) for member in cluster["members"])
    print(json.dumps({"stages": {"dedupe": round(found - began, 3), "write": round(time.perf_counter() - found, 3)}}))


if __name__ == "__main__":
    main()
