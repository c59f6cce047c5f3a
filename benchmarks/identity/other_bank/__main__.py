# SPDX-License-Identifier: Apache-2.0
"""Another bank: how well profiles are linked to customers of a bank whose people `scrm sample` did not make.

    PYTHONPATH=build/release/python python benchmarks/identity/other_bank ../shared/data/identity [--kind few_cities]

People, their families, habits and errors are made here, by seed; their names come from the lists in the folder. For
each seed a bank is written, imported into SQLite and resolved without a setting. The kinds are those of kinds.py.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import scrm
from bank import Bank
from kinds import KINDS
from names import NameLists
from score import DECILES, Decile, Score, score


def resolved(bank: Bank) -> Score:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bank.write(folder)
        with scrm.open(folder / "bank.db") as crm:
            crm.customers.import_csv(folder / "customers.csv")
            crm.identities.import_jsonl(folder / "identities.jsonl")
            crm.resolution.run()
            return score(bank, crm.resolution.links())


def report(name: str, of: Score) -> None:
    print(
        f"| {name} | {of.findable:,} | {of.precision:.4f} | {of.recall:.3f} | {of.copies_linked} of {of.copies} "
        f"| {of.right_in_review:,} of {of.in_review:,} | {of.recall_at[0.99]:.3f} | {of.recall_at[0.97]:.3f} "
        f"| {of.calibration_error:.3f} |",
        flush=True,
    )


def report_calibration(deciles: list[Decile]) -> None:
    filled = [one for one in deciles if one.candidates]
    print(f"\n| stated |{'|'.join(f' {one.stated / one.candidates:.3f} ' for one in filled)}|")
    print("|---" * (len(filled) + 1) + "|")
    print(f"| met |{'|'.join(f' {one.right / one.candidates:.3f} ' for one in filled)}|")
    print(f"| candidates |{'|'.join(f' {one.candidates:,} ' for one in filled)}|")


def main() -> None:
    parser = argparse.ArgumentParser(prog="other_bank", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder that holds names-knowledge")
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--kind", choices=list(KINDS), default="default")
    options = parser.parse_args()
    lists = NameLists(options.folder / "names-knowledge")
    print(
        "| bank | findable | precision in tier match | recall of the findable | impostors linked | right in review "
        "| recall at .99 | recall at .97 | ECE |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    deciles = [Decile() for _ in range(DECILES)]
    for seed in options.seeds:
        found = resolved(Bank(lists, options.kind, seed, options.customers, options.profiles))
        report(f"{options.kind}, seed {seed}", found)
        for total, one in zip(deciles, found.deciles, strict=True):
            total.add(one)
    report_calibration(deciles)


if __name__ == "__main__":
    main()
