#!/usr/bin/env python3
"""Writes down the match weights that an installed Splink gives to made-up people (splink_N.json).

Run it with an interpreter that has splink, duckdb and pandas:

    python tools/splink_fixtures.py -o tests/python/splink_models

The models and the people are of tests/python/splink_models/splink_cases.py.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parent.parent / "tests" / "python" / "splink_models"
sys.path.insert(0, str(CASES))

import splink_cases  # noqa: E402


def link_types(name: str) -> list[str]:
    return ["dedupe_only", "link_only", "link_and_dedupe"] if name in {"exact", "forename_surname"} else ["dedupe_only"]


def settings_of(name: str, comparisons: list[Any], link_type: str, seed: int) -> dict[str, Any]:
    from splink import SettingsCreator

    settings = SettingsCreator(
        link_type=link_type,
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule} for rule in splink_cases.blocking_rules(name)],
        probability_two_random_records_match=0.01,
    ).create_settings_dict("duckdb")
    for rule in settings["blocking_rules_to_generate_predictions"]:
        rule.pop("arrays_to_explode", None)
    settings["sql_dialect"] = "duckdb"
    if name != "defaults":  # Splink's own, where a model was not trained
        splink_cases.set_probabilities(settings, seed)
    return settings


def predict(settings: dict[str, Any], tables: list[list[dict[str, Any]]]) -> list[tuple[str, str, float]]:
    """All proposed pairs with a weight, as Splink on DuckDB sees them."""
    import duckdb
    import pandas as pd
    from splink import DuckDBAPI, Linker

    con = duckdb.connect()
    api = DuckDBAPI(connection=con)
    inputs = []
    for number, rows in enumerate(tables):
        frame = pd.DataFrame(rows)
        con.register(f"raw_{number}", frame)
        con.execute(
            f"create table people_{number} as select * replace (cast(vector as double[3]) as vector, "
            f"cast(born as date) as born, cast(age as int) as age, cast(amount as double) as amount, "
            f"cast(tags as varchar[]) as tags) from raw_{number}"
        )
        inputs.append(f"people_{number}")
    major = int(metadata.version("splink").split(".")[0])
    given = dict(settings)
    if major >= 5:
        inputs = [api.register(con.table(name), dataset_display_name=f"set_{name}") for name in inputs]
        linker = Linker(inputs if len(inputs) > 1 else inputs[0], given)
    else:
        linker = Linker(inputs if len(inputs) > 1 else inputs[0], given, db_api=api)
    frame = linker.inference.predict().as_pandas_dataframe()
    pairs = []
    for left, right, weight in zip(frame["unique_id_l"], frame["unique_id_r"], frame["match_weight"], strict=True):
        if weight == weight:
            pairs.append((min(left, right), max(left, right), float(weight)))
    return sorted(pairs)


def record() -> dict[str, Any]:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import ColumnExpression

    tables = [splink_cases.people(22, 7, "p"), splink_cases.people(14, 8, "q")]
    out: dict[str, Any] = {"splink": metadata.version("splink"), "tables": tables, "cases": []}
    for seed, (name, comparisons) in enumerate(splink_cases.cases(cl, cll, ColumnExpression).items()):
        for link_type in link_types(name):
            settings = settings_of(name, comparisons, link_type, seed)
            used = tables[:1] if link_type == "dedupe_only" else tables
            try:
                pairs = predict(settings, used)
            except Exception as error:  # what a release of Splink or DuckDB cannot do is no case
                print(f"{name} {link_type}: left out: {str(error).splitlines()[0][:200]}", file=sys.stderr)
                continue
            out["cases"].append({"name": name, "link_type": link_type, "settings": settings, "pairs": pairs})
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=CASES)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    recorded = record()
    major = recorded["splink"].split(".")[0]
    file = arguments.output / f"splink_{major}.json"
    text = json.dumps(recorded, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text.replace('{"name"', '\n{"name"') + "\n", encoding="utf-8")
    print(f"{file}: {len(recorded['cases'])} models, {sum(len(c['pairs']) for c in recorded['cases'])} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
