"""recordlinkage as its guide finds duplicates of people: blocks, comparisons, their sum: a child process of linkage.py.

    python recordlinkage_dedupe.py records.csv clusters.csv

More than three features that agree are a match, as in the guide (its unsupervised classifier does far worse here). It
has no clustering: the connected components of the matches stand for one. Prints one JSON object: seconds by stage.
"""

from __future__ import annotations

import csv
import json
import sys
import time
import warnings
from pathlib import Path

import pandas
import recordlinkage


def main() -> None:
    source, target = sys.argv[1], sys.argv[2]
    warnings.simplefilter("ignore")
    stages: dict[str, float] = {}
    began = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal began
        stages[stage] = round(time.perf_counter() - began, 3)
        began = time.perf_counter()

    records = pandas.read_csv(source, dtype=str).set_index("id")
    done("read")
    indexer = recordlinkage.Index()
    for key in ("phones", "emails", "birth_date", ["given_name", "family_name"], "full_name", ["family_name", "city"]):
        indexer.block(key)
    pairs = indexer.index(records)
    done("block")
    compare = recordlinkage.Compare(n_jobs=2)
    for name in ("full_name", "given_name", "family_name", "patronymic", "address"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in ("birth_date", "phones", "emails", "city"):
        compare.exact(name, name, label=name)
    features = compare.compute(pairs, records)
    done("compare")
    links = features[features.sum(axis=1) > 3].index
    done("classify")
    root = {name: name for name in records.index}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for left, right in links:
        root[find(left)] = find(right)
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["record_id", "cluster_id"])
        out.writerows((name, find(name)) for name in records.index)
    done("cluster")
    print(json.dumps({"stages": stages}))


if __name__ == "__main__":
    main()
