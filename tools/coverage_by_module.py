"""Add up a gcovr summary (--json-summary) by module: python tools/coverage_by_module.py SUMMARY.json"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path


def by_module(files: list[dict[str, object]]) -> dict[str, tuple[int, int]]:
    """Lines covered and lines in all: src/text/… and include/scrm/text/… are module text."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for file in files:
        parts = Path(str(file["filename"])).parts
        module = parts[1] if parts[0] == "src" else parts[2]
        covered, total = sums[module]
        sums[module] = (covered + int(str(file["line_covered"])), total + int(str(file["line_total"])))
    return dict(sorted(sums.items()))


def main() -> int:
    modules = by_module(json.loads(Path(sys.argv[1]).read_text("utf-8"))["files"])
    everything = (sum(c for c, _ in modules.values()), sum(t for _, t in modules.values()))
    for name, (covered, total) in [*modules.items(), ("all", everything)]:
        print(f"{name:<10} {covered:>6} of {total:>6} lines  {100 * covered / max(total, 1):5.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
