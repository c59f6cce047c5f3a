"""Run clang-tidy on src/, skipping what was clean before.

A file is clean for as long as nothing that it sees has changed: its text, the project headers that it includes (all
the way down), the configuration, the compile options and the version of the tool. Clean results are kept as empty
files named by that digest in ~/.cache/scrm/clang-tidy; findings are never cached.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-14"
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def resolve(name: str, folder: Path) -> Path | None:
    """The project file that an include names, or None for the system's."""
    for place in (folder, ROOT / "include", ROOT / "src"):
        candidate = place / name
        if candidate.is_file():
            return candidate.resolve()
    return None


def seen_files(source: Path) -> list[Path]:
    """The source and every project header that it reaches."""
    seen: set[Path] = set()
    waiting = [source]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in INCLUDE.findall(text_of(path)):
            found = resolve(name, path.parent)
            if found is not None:
                waiting.append(found)
    return sorted(seen)


def options_of(entry: dict[str, str]) -> list[str]:
    """The options of the compile command that change what clang sees."""
    words = shlex.split(entry["command"])
    return [word for word in words if word.startswith(("-std=", "-D", "-I", "-isystem"))]


def digest(source: Path, entry: dict[str, str], version: str) -> str:
    state = hashlib.sha256()
    for part in (
        version,
        text_of(ROOT / ".clang-tidy"),
        *(o.replace(str(ROOT), "") for o in options_of(entry)),
    ):
        state.update(part.encode() + b"\0")
    for path in seen_files(source):
        state.update(str(path.relative_to(ROOT)).encode() + b"\0" + text_of(path).encode() + b"\0")
    return state.hexdigest()


def check(source: Path, build: Path) -> tuple[Path, str]:
    """The findings on one file; empty when clean."""
    extra = ["-fno-sanitize=all", "-O0", "-w"]
    command = [TIDY, "--quiet", "-p", str(build), *(f"--extra-arg={option}" for option in extra), str(source)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return source, outcome.stdout + (outcome.stderr if outcome.returncode else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a build tree with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("files", nargs="*", type=Path, help="only these (default: all of src)")
    arguments = parser.parse_args()

    # Beside the compiler's cache: a fresh clone on a warm machine checks only what differs.
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "scrm" / "clang-tidy"
    cached.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([TIDY, "--version"], capture_output=True, text=True, check=True).stdout
    entries = {
        Path(entry["file"]).resolve(): entry
        for entry in json.loads((arguments.build / "compile_commands.json").read_text(encoding="utf-8"))
    }
    wanted = {path.resolve() for path in arguments.files}
    digests = {
        source: digest(source, entry, version)
        for source, entry in sorted(entries.items())
        if source.is_relative_to(ROOT / "src") and (not wanted or source in wanted)
    }
    waiting = [source for source, key in digests.items() if not (cached / key).exists()]
    print(f"clang-tidy: {len(digests)} files, {len(digests) - len(waiting)} clean before, {len(waiting)} to check")

    failed = 0
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for done, (source, findings) in enumerate(
            pool.map(lambda source: check(source, arguments.build), waiting), start=1
        ):
            if "warning:" in findings or "error:" in findings:
                failed += 1
                print(findings.strip())
            else:
                (cached / digests[source]).touch()
            if done % 20 == 0:
                print(f"clang-tidy: {done}/{len(waiting)}", flush=True)
    print(f"clang-tidy: {failed} files with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
