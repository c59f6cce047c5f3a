"""A model of Splink gives every pair the weight that Splink gives it."""

from __future__ import annotations

import csv
import importlib.util
import json
import logging
from pathlib import Path
from typing import Any

import pytest
import scrm

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "splink"
RECORDED = {
    major: json.loads((FOLDER / f"splink_{major}.json").read_text(encoding="utf-8")) for major in (4, 5)
}
CASES = [
    pytest.param(recorded["tables"], case, id=f"{major}-{case['name']}-{case['link_type']}")
    for major, recorded in RECORDED.items()
    for case in recorded["cases"]
]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "[" + ", ".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"
    return str(value)


def write_people(rows: list[dict[str, Any]], file: Path) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return file


def weights(result: Any) -> dict[tuple[str, str], float]:
    pairs = result.pairs.to_dict()
    return {
        (min(left, right), max(left, right)): weight
        for left, right, weight in zip(pairs["left_id"], pairs["right_id"], pairs["match_weight"], strict=True)
    }


def scored(settings: dict[str, Any], tables: list[list[dict[str, Any]]], folder: Path) -> dict[tuple[str, str], float]:
    """Every pair that the model proposes, with its weight."""
    model = scrm.identity.MatchModel.from_splink(settings)
    files = [write_people(rows, folder / f"people_{number}.csv") for number, rows in enumerate(tables)]
    if settings["link_type"] == "link_only":
        return weights(
            scrm.identity.link_files(files[0], files[1], id_column="unique_id", model=model, many=True, min_probability=0)
        )
    used = files if settings["link_type"] == "link_and_dedupe" else files[:1]
    return weights(scrm.identity.dedupe_files(used, id_column="unique_id", model=model, min_probability=0))


def assert_equal_weights(ours: dict[tuple[str, str], float], theirs: dict[tuple[str, str], float]) -> None:
    assert ours.keys() == theirs.keys()
    wrong = {pair: (ours[pair], weight) for pair, weight in theirs.items() if not abs(ours[pair] - weight) <= 1e-6}
    assert not wrong, f"{len(wrong)} of {len(theirs)} pairs, such as {next(iter(wrong.items()))}"


@pytest.mark.parametrize(("tables", "case"), CASES)
def test_pairs_have_the_weights_that_splink_gave(tables: Any, case: Any, tmp_path: Path) -> None:
    theirs = {(left, right): weight for left, right, weight in case["pairs"]}
    assert_equal_weights(scored(case["settings"], tables, tmp_path), theirs)
    # The case tells its levels apart: otherwise equal weights would prove little.
    assert len({round(weight, 9) for weight in theirs.values()}) >= 2


@pytest.fixture(scope="module")
def recorder() -> Any:
    """The tool that asks an installed Splink."""
    pytest.importorskip("splink")
    pytest.importorskip("pandas")
    specification = importlib.util.spec_from_file_location("splink_fixtures", ROOT / "tools" / "splink_fixtures.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    logging.disable(logging.CRITICAL)
    yield module
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", [11, 12])
def test_pairs_have_the_weights_that_an_installed_splink_gives(recorder: Any, seed: int, tmp_path: Path) -> None:
    """Other people than those written down, and many more of them."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import ColumnExpression

    cases = recorder.splink_cases
    tables = [cases.people(150, seed, "p"), cases.people(50, seed + 100, "q")]
    for name, comparisons in cases.cases(cl, cll, ColumnExpression).items():
        if name == "pairwise_strings":  # its lambdas are refused by DuckDB 2
            continue
        for link_type in recorder.link_types(name):
            settings = recorder.settings_of(name, comparisons, link_type, seed)
            used = tables[:1] if link_type == "dedupe_only" else tables
            theirs = {(left, right): weight for left, right, weight in recorder.predict(settings, used)}
            assert_equal_weights(scored(settings, tables, tmp_path), theirs)
