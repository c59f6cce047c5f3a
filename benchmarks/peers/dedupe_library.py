"""The library dedupe with pairs labelled by the truth: one child process of linkage.py.

    python dedupe_library.py records.csv clusters.csv truth.csv

dedupe learns from pairs that a person judged. Its prepared-training route gets 300 pairs of one person and 300 of two
who share a family name, a birth date or a city, drawn from the truth: judgements without a mistake, which no user of
it has. Prints one JSON object: seconds by stage.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import dedupe
from dedupe import variables

FIELDS = ("full_name", "given_name", "family_name", "patronymic", "birth_date", "phones", "emails", "city", "address")
EXACT = {"phones", "emails", "city"}
LABELS = 300

Record = dict[str, str | None]


def read(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(records: dict[str, Record], person: dict[str, str]) -> io.StringIO:
    """Pairs of one person and of two that are not told apart at a glance, as dedupe reads them."""
    chance = random.Random(1)
    owned: dict[str, list[str]] = defaultdict(list)
    sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, record in records.items():
        owned[person[name]].append(name)
        for field in ("family_name", "birth_date", "city"):
            value = record[field]
            if value:
                sharing[field, value].append(name)
    several = [names for names in owned.values() if len(names) > 1]
    match = [chance.sample(names, 2) for names in chance.sample(several, min(LABELS, len(several)))]
    blocks = [names for names in sharing.values() if len(names) > 1]
    distinct: list[list[str]] = []
    while len(distinct) < LABELS:
        pair = chance.sample(chance.choice(blocks), 2)
        if person[pair[0]] != person[pair[1]]:
            distinct.append(pair)

    def shown(pairs: list[list[str]]) -> list[dict[str, object]]:
        return [{"__class__": "tuple", "__value__": [records[name] for name in pair]} for pair in pairs]

    return io.StringIO(json.dumps({"match": shown(match), "distinct": shown(distinct)}))


def main() -> None:
    source, target, truth = sys.argv[1:4]
    logging.disable(logging.WARNING)
    stages: dict[str, float] = {}
    began = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal began
        stages[stage] = round(time.perf_counter() - began, 3)
        began = time.perf_counter()

    random.seed(1)
    records: dict[str, Record] = {
        row["id"]: {field: row[field].strip().lower() or None for field in FIELDS} for row in read(source)
    }
    person = {row["record_id"]: row["cluster_id"] for row in read(truth)}
    done("read")
    kinds = [
        variables.Exact(field, has_missing=True) if field in EXACT else variables.String(field, has_missing=True)
        for field in FIELDS
    ]
    matcher = dedupe.Dedupe(kinds, num_cores=2)
    matcher.prepare_training(records, training_file=labelled(records, person))
    matcher.train(index_predicates=False)
    done("train")
    clusters = matcher.partition(records, threshold=0.5)
    done("partition")
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["record_id", "cluster_id"])
        for number, (names, _) in enumerate(clusters):
            out.writerows((name, number) for name in names)
    done("write")
    print(json.dumps({"stages": stages}))


if __name__ == "__main__":
    main()
