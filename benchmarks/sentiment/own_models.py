# SPDX-License-Identifier: Apache-2.0
"""A model of the bank's own: what a refit on corrections costs, and a Python callable in place of the built-in model.

    PYTHONPATH=build/release/python python benchmarks/sentiment/own_models.py [--corrections N] [--posts N]

Texts and labels are those of the authored corpus. The callable answers at once with nothing, so that only the way to it
and back is counted; `assess` is `reassess` of posts in a SQLite database, written and all.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import scrm

CORPUS = Path(__file__).parents[2] / "src" / "sentiment" / "corpus"


def corpus() -> list[list[str]]:
    """Columns: language, intent, sentiment, product, urgent, lead, churn, text."""
    rows = [line.split("\t") for file in sorted(CORPUS.glob("*.tsv")) for line in file.read_text("utf-8").splitlines()]
    # Neighbours are of one kind: a stride mixes them.
    return [rows[i * 7919 % len(rows)] for i in range(len(rows))]


def timed(name: str, count: int, unit: str, work: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{name:48} {clock:7.2f} s, {processor:7.2f} s of the processor, {count / processor:10,.0f} {unit}/s",
        flush=True,
    )


def silent(texts: list[str]) -> list[dict[str, dict[str, float]]]:
    return [{} for _ in texts]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corrections", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=20_000)
    arguments = parser.parse_args()
    rows = corpus()
    some = rows[: arguments.corrections]
    labels = {"sentiment": [row[2] for row in some], "intent": [row[1] for row in some]}
    timed(
        f"refit, {len(some):,} texts, two heads",
        len(some),
        "texts",
        lambda: scrm.sentiment.refit([row[7] for row in some], labels, threads=1),
    )

    posts = [rows[i % len(rows)][7] for i in range(arguments.posts)]
    built_in = scrm.sentiment.Classifier()
    timed("classify, built-in model", len(posts), "posts", lambda: built_in.classify(posts, threads=1))
    for batch in (32, 512):
        own = scrm.sentiment.OutsideClassifier(silent, batch=batch)
        timed(
            f"classify, a callable, {batch} texts a call",
            len(posts),
            "posts",
            lambda o=own: o.classify(posts, threads=1),
        )

    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "posts.jsonl"
        with lines.open("w", encoding="utf-8") as out:
            for number, text in enumerate(posts):
                post = {"network": "vk", "external_id": str(number), "kind": "comment", "text": text}
                out.write(json.dumps(post | {"created_at": "2026-03-01T10:00:00Z"}, ensure_ascii=False) + "\n")
        with scrm.open(str(Path(folder) / "bank.db")) as crm:
            crm.interactions.import_jsonl(str(lines))
            for batch in (32, 512):
                own = scrm.sentiment.OutsideClassifier(silent, batch=batch)
                timed(
                    f"assess, a callable, {batch} texts a call",
                    len(posts),
                    "posts",
                    lambda o=own, b=batch: crm.assessments.reassess(own=o, name=f"silent-{b}", threads=1),
                )
            timed(
                "assess, built-in model",
                len(posts),
                "posts",
                lambda: crm.assessments.reassess(model=built_in, threads=1),
            )


if __name__ == "__main__":
    main()
