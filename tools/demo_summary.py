"""Say in plain words what the demo found, and how much of it is right: the synthetic bank knows the truth."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def read(folder: Path, name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return result


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def main() -> None:
    folder = Path(sys.argv[1])
    found, links, clusters = (read(folder, name) for name in ("resolve.json", "links.json", "clusters.json"))
    matched = links["tiers"]["match"]
    print(f"{found['identities']:,} social profiles were compared with {found['customers']:,} customer records.")
    print(f"  {found['match']:>6,}  linked to one customer: posts of these go straight to the customer's file")
    print(f"  {found['review']:>6,}  for a person to decide: somebody fits, but not surely enough")
    print(f"  {found['none']:>6,}  strangers: no customer fits")
    print(
        f"  {found['duplicate_records']:>6,}  customer records look like copies of another "
        f"({found['duplicate_clusters']:,} groups to look at before merging)"
    )
    print()
    print("The bank is synthetic, so the truth is known:")
    print(f"  {share(matched['precision'])} of the links are right ({matched['right']:,} of {matched['links']:,})")
    print(
        f"  {share(links['findable_recall'])} of the profiles whose owner can be told at all were linked, "
        f"of {links['findable']:,}"
    )
    print(
        f"  {links['impostors_matched']:,} of {links['impostors']:,} profiles that pretend to be a customer were linked"
    )
    print(f"  {share(clusters['precision'])} of the duplicate pairs are right, {share(clusters['recall'])} were found")


if __name__ == "__main__":
    main()
