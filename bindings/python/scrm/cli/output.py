"""Where results go, how long work shows itself, and how a report reads."""

from __future__ import annotations

import re
import sys
import time

from scrm.cli.main import EXIT_DONE, EXIT_QUARANTINED, leave_closed_pipe

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

Target = str | int

# Bytes of a file in which its code page shows.
_LOOKED_AT = 1 << 18
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def note(line: str) -> None:
    """Say one line on stderr, after the work, since an error must stand alone there; a full stderr undoes no work."""
    try:
        print(f"scrm: {line}", file=sys.stderr, flush=True)
    except OSError:
        pass


def target(path: str | None) -> Target:
    """The destination of a writer: a path, or the descriptor of stdout for none and ``-``."""
    if path is None or path == "-":
        sys.stdout.flush()
        return 1
    return path


def write_text(text: str, path: str | None) -> None:
    """Write a small result whole; a file appears complete or not at all."""
    if path is None or path == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    from scrm._scrm import write_file

    write_file(path, text.encode("utf-8", "surrogateescape"))


def note_code_page(files: Sequence[str]) -> None:
    """Say that a text is no UTF-8 and what it seems to be: it was read, but as question marks."""
    import codecs
    import os

    from scrm._scrm import guess_code_page

    def is_utf8(line: bytes) -> bool:
        try:
            codecs.decode(line, "utf-8")
        except UnicodeDecodeError:
            return False
        return True

    for path in filter(os.path.isfile, files):
        with open(path, "rb") as file:
            lines = file.readlines(_LOOKED_AT)
        page = guess_code_page(b"".join(line for line in lines if not is_utf8(line)))
        if page:
            name = os.path.basename(path)
            note(f"{name} seems to be {page}, not UTF-8; convert it first: iconv -f {page} -t utf-8")
            return


def note_unreadable(counts: Mapping[str, Any]) -> None:
    """Say of a file's rows that could not be read that they count as empty texts."""
    if counts["unreadable"]:
        note(
            f"{counts['unreadable']:,} rows could not be read and count as empty texts, "
            f"the first is row {counts['first_unreadable']} ({counts['reason']})"
        )


def print_json(value: object, path: str | None = None) -> None:
    import json

    write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", path)


def shown(text: str) -> str:
    """Text for a terminal: what could move its cursor, colour it or turn its writing around is a space."""
    return _CONTROLS.sub(" ", text)


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Aligned columns under a header, for people."""
    rows = [[shown(cell) for cell in row] for row in rows]
    widths = [len(name) for name in header]
    for row in rows:
        widths = [max(width, len(cell)) for width, cell in zip(widths, row, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


class ProgressBar:
    """A bar on a terminal's stderr; silent when stderr is no terminal."""

    WIDTH = 30

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._drawn = False

    @staticmethod
    def callback() -> Callable[[int, int, str], None] | None:
        if not sys.stderr.isatty():
            return None
        return ProgressBar()

    def __call__(self, done: int, total: int, stage: str) -> None:
        elapsed = time.monotonic() - self._started
        if total > 0:
            share = min(1.0, done / total)
            filled = int(share * self.WIDTH)
            bar = f"[{'#' * filled}{'.' * (self.WIDTH - filled)}] {share:4.0%}"
        else:
            bar = f"{done:,}"
        end = "\n" if total > 0 and done >= total else ""
        sys.stderr.write(f"\r\x1b[K{stage:<12} {bar}  {elapsed:.1f} s{end}")
        sys.stderr.flush()


def _print_report(report: Mapping[str, Any], kind: str, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    print(
        f"{kind}: {report['read']:,} rows read, {report['accepted']:,} accepted "
        f"({report['inserted']:,} new, {report['updated']:,} changed, {report['unchanged']:,} unchanged)"
    )
    for field, count in sorted(report["warnings"].items()):
        print(f"  {field}: {count:,} values kept as written, not understood")
    if page := report.get("code_page"):
        print(f"  the text seems to be {page}, not UTF-8; convert it and import again: iconv -f {page} -t utf-8")
    sys.stdout.flush()


def import_outcome(report: Mapping[str, Any], kind: str, as_json: bool) -> int:
    """Print what became of the rows of an import and say it in the exit status."""
    try:
        _print_report(report, kind, as_json)
    except BrokenPipeError:
        # Who does not read the report is told of refused rows all the same.
        leave_closed_pipe()
    if report["quarantined"] == 0:
        return EXIT_DONE
    reasons = ", ".join(f"{reason}: {count}" for reason, count in sorted(report["reasons"].items()))
    note(f"{report['quarantined']} of {report['read']} rows quarantined ({reasons})")
    return EXIT_QUARANTINED
