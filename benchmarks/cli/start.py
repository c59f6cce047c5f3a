"""How soon the command starts, beside the interpreter alone: processes in turn, least and median.

    PYTHONPATH=build/release/python .venv/bin/python benchmarks/cli/start.py [ROUNDS]

The first is the interpreter, the second what the command line itself takes, the third loads the compiled part, too.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "scrm --version": ["-m", "scrm", "--version"],
    "scrm state-hash": ["-m", "scrm", "state-hash", "--db", "bank.db"],
}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    environment = os.environ | {"PYTHONPATH": os.path.abspath(os.environ["PYTHONPATH"])}
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:

        def run(*arguments: str) -> None:
            subprocess.run(
                [sys.executable, *arguments], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
            )

        run("-m", "scrm", "init", "--db", "bank.db")
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                started = time.perf_counter()
                run(*arguments)
                seconds[name].append(time.perf_counter() - started)
    for name, taken in seconds.items():
        print(f"{name:16}  least {min(taken) * 1000:5.1f} ms  median {statistics.median(taken) * 1000:5.1f} ms")


if __name__ == "__main__":
    main()
