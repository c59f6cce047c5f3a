"""Write the tables of docs/reference/keys.md that follow from the code, or check them.

    python tools/keys_reference.py [--check]

A table stands between `<!-- table: NAME -->` and `<!-- end -->`. Rules and comparisons are read from the built-in
model, so the extension must be importable; headers from the list in src/table/column_headers.cpp.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrm.identity import MatchModel

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/keys.md"
COLUMN_HEADERS = ROOT / "src/table/column_headers.cpp"
REPEATABLE = {"phone", "email", "handle", "url"}


def columns() -> list[str]:
    headers: dict[str, list[str]] = {}
    # {"attribute", "headers by blanks " "on several lines", true}: the last where it counts as a last resort.
    listed = re.findall(
        r'^    \{"([^"]+)",\s+((?:"[^"]*"\s*)+)(?:, true)?\},?$', COLUMN_HEADERS.read_text("utf-8"), re.MULTILINE
    )
    for attribute, literals in listed:
        headers.setdefault(attribute, []).extend("".join(re.findall(r'"([^"]*)"', literals)).split())
    return [
        f"| `{attribute}` | {'several' if attribute in REPEATABLE else ''} | {', '.join(names)} |"
        for attribute, names in headers.items()
    ]


def paired() -> list[str]:
    listed = re.findall(
        r'^    \{"([^"]+)", "([^"]+)", "([^"]+)", "([^"]*)"\}', COLUMN_HEADERS.read_text("utf-8"), re.MULTILINE
    )
    return [
        f"| {header} | {', '.join(partners.split())} | `{attribute}` | {f'`{alone}`' if alone else ''} |"
        for header, attribute, partners, alone in listed
    ]


def person() -> dict[str, list[dict[str, Any]]]:
    model: dict[str, list[dict[str, Any]]] = json.loads(MatchModel.person().to_json())
    return model


def rules() -> list[str]:
    return [
        f"| {' + '.join(f'`{key}`' for key in rule['keys'])} | {rule.get('cap', '')} |"
        for rule in person()["blocking_rules"]
    ]


def comparisons() -> list[str]:
    lines = []
    for comparison in person()["comparisons"]:
        grades = ", ".join(
            level["name"] + ("*" if level.get("term_frequency") else "") for level in comparison["levels"]
        )
        attributes = ", ".join(comparison["attributes"])
        lines.append(f"| `{comparison['name']}` | `{comparison['measure']}` | {attributes} | {grades} |")
    return lines


TABLES: dict[str, Callable[[], list[str]]] = {
    "columns": columns,
    "paired": paired,
    "rules": rules,
    "comparisons": comparisons,
}


def rewritten(page: str) -> str:
    for name, rows in TABLES.items():
        pattern = rf"(<!-- table: {name} -->\n(?:\|.*\n){{2}})(?:\|.*\n)*(<!-- end -->\n)"
        body = "".join(f"{row}\n" for row in rows())
        found = re.findall(pattern, page)
        if len(found) != 1:
            raise SystemExit(f"{PAGE.name}: no table {name}")
        head, end = found[0]
        before, _, rest = page.partition(head)
        page = before + head + body + rest[rest.index(end) :]
    return page


def main() -> int:
    page = PAGE.read_text("utf-8")
    wanted = rewritten(page)
    if "--check" in sys.argv:
        return 0 if wanted == page else 1
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
