"""scrm and its rivals on the same rows in one run: time, memory and F1 of whole commands.

    python benchmarks/peers/linkage.py --scrm .venv/bin/python --peers VENV/bin/python --rows 10000 50000

`--scrm` is a Python with scrm, `--peers` one with splink, goldenmatch, recordlinkage and dedupe (which needs
BTrees < 6), or what of these is wanted: a rival that is not installed there is left out, and so is one that took
longer than `--limit` on fewer rows. Rows come from `scrm sample`, shuffled, under new ids; nothing is kept.
Prints Markdown. Each figure is the best of `--repeat` runs, so that other work on the machine counts least.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclasses.dataclass
class Run:
    """What one whole command cost and printed."""

    wall: float
    cpu: float
    mebibytes: float
    output: str

    @staticmethod
    def of(command: list[str], threads: int, limit: float | None = None) -> Run | None:
        """None: it took longer than the limit, in seconds."""
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.perf_counter()
            # A group of its own, because a rival may have started processes when its time is up.
            child = subprocess.Popen(command, stdout=out, stderr=err, env=environment, start_new_session=True)
            is_over = threading.Event()
            timer = threading.Timer(limit or 1e6, lambda: (is_over.set(), os.killpg(child.pid, signal.SIGKILL)))
            timer.daemon = True
            timer.start()
            _, status, usage = os.wait4(child.pid, 0)
            timer.cancel()
            if is_over.is_set():
                return None
            wall = time.perf_counter() - began
            out.seek(0)
            err.seek(0)
            if os.waitstatus_to_exitcode(status) != 0:
                raise RuntimeError(err.read().decode()[-2000:])
            return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode())


def best(command: list[str], threads: int, repeat: int, limit: float | None = None) -> Run | None:
    runs = [run for run in (Run.of(command, threads, limit) for _ in range(repeat)) if run]
    return min(runs, key=lambda run: run.wall) if runs else None


@dataclasses.dataclass(frozen=True)
class Rival:
    """A package and the script that runs it: script RECORDS CLUSTERS [ARGUMENT…]."""

    name: str
    package: str
    script: str
    arguments: tuple[str, ...] = ()


def rivals(folder: Path, u_pairs: float) -> list[Rival]:
    return [
        Rival("Splink", "splink", "splink_dedupe.py", (str(u_pairs),)),
        Rival("GoldenMatch", "goldenmatch", "goldenmatch_dedupe.py"),
        Rival("recordlinkage", "recordlinkage", "recordlinkage_dedupe.py"),
        Rival("dedupe, 600 labels", "dedupe", "dedupe_library.py", (str(folder / "truth.csv"),)),
    ]


def has_package(python: str | None, package: str) -> bool:
    if not python:
        return False
    return subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False).returncode == 0


def make_records(scrm: list[str], folder: Path, rows: int, seed: int) -> Counter[int]:
    """Writes records.csv and truth.csv into the folder; returns how many people have how many rows."""
    bank = folder / "bank"
    subprocess.run(
        [*scrm, "sample", "--customers", str(rows), "--identities", "0", "--seed", str(seed), "-o", str(bank)],
        check=True,
        capture_output=True,
    )
    with (bank / "customers.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [name for name in reader.fieldnames or [] if name != "customer_id"]
        records = list(reader)
    with (bank / "truth.csv").open(encoding="utf-8", newline="") as file:
        person = {
            row["customer_id"]: row["person_id"] for row in csv.DictReader(file) if row["record_kind"] == "customer"
        }
    shuffled = random.Random(seed)
    shuffled.shuffle(records)
    with (
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as out,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        table = csv.writer(out, lineterminator="\n")
        labels = csv.writer(truth, lineterminator="\n")
        table.writerow(["id", *columns])
        labels.writerow(["record_id", "cluster_id"])
        for number, record in enumerate(records):
            name = f"r{number:08d}"
            table.writerow([name, *(record[column] for column in columns)])
            labels.writerow([name, person[record["customer_id"]]])
    return Counter(Counter(person.values()).values())


def f1(folder: Path, clusters: Path) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1 of a clustering."""

    def read(path: Path) -> dict[str, str]:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["record_id"]: row["cluster_id"] for row in csv.DictReader(file)}

    truth, found = read(folder / "truth.csv"), read(clusters)

    def pairs(sizes: Counter[object]) -> int:
        return sum(size * (size - 1) // 2 for size in sizes.values())

    both = pairs(Counter((truth[record], found[record]) for record in truth))
    precision = both / max(1, pairs(Counter(found.values())))
    recall = both / max(1, pairs(Counter(truth.values())))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(name: str, rows: int, run: Run, folder: Path, clusters: Path, note: str = "") -> None:
    precision, recall, score = f1(folder, clusters)
    print(
        f"| {name} | {rows:,} | {run.wall:.2f} s | {run.cpu:.2f} s | {run.mebibytes:.0f} MiB "
        f"| {precision:.4f} | {recall:.4f} | {score:.4f} | {note} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scrm", default=sys.executable, help="a Python that has scrm")
    parser.add_argument("--peers", help="a Python that has the rivals")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 50_000, 100_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--u-pairs", type=float, default=1e6, help="random pairs of Splink's u (its default)")
    parser.add_argument("--limit", type=float, default=900, help="seconds that a rival gets")
    arguments = parser.parse_args()
    scrm = [arguments.scrm, "-m", "scrm"]

    print("| command | rows | wall | processor | peak memory | precision | recall | F1 | stages |")
    print("|---|---|---|---|---|---|---|---|---|")
    walls: dict[int, dict[str, float]] = defaultdict(dict)
    late: set[str] = set()
    for rows in arguments.rows:
        with tempfile.TemporaryDirectory(prefix="peers") as name:
            folder = Path(name)
            make_records(scrm, folder, rows, arguments.seed)
            records = str(folder / "records.csv")
            clusters = folder / "scrm.csv"
            command = [*scrm, "dedupe", records, "--id", "id", "--threads", str(arguments.threads), "-o", str(clusters)]
            run = best(command, arguments.threads, arguments.repeat)
            assert run is not None
            walls[rows]["scrm"] = run.wall
            report("scrm dedupe", rows, run, folder, clusters)
            for rival in rivals(folder, arguments.u_pairs):
                if rival.name in late or not has_package(arguments.peers, rival.package):
                    continue
                clusters = folder / "rival.csv"
                command = [arguments.peers, str(HERE / rival.script), records, str(clusters), *rival.arguments]
                repeat = max(1, arguments.repeat // 2) if rival.package == "splink" else 1
                found = best(command, arguments.threads, repeat, arguments.limit)
                if found is None:
                    late.add(rival.name)
                    print(f"| {rival.name} | {rows:,} | over {arguments.limit:.0f} s | | | | | | |", flush=True)
                    continue
                walls[rows][rival.name] = found.wall
                stages = json.loads(found.output.splitlines()[-1])["stages"]
                note = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.items())
                report(rival.name, rows, found, folder, clusters, note)
    print()
    for rows, by_name in walls.items():
        for name, wall in by_name.items():
            if name != "scrm":
                print(f"{rows:,} rows: scrm takes 1/{wall / by_name['scrm']:.0f} of the time of {name}.")


if __name__ == "__main__":
    main()
