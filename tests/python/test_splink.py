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
FOLDER = Path(__file__).parent / "splink_models"
RECORDED = {major: json.loads((FOLDER / f"splink_{major}.json").read_text(encoding="utf-8")) for major in (4, 5)}
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
            scrm.identity.link_files(
                files[0], files[1], id_column="unique_id", model=model, many=True, min_probability=0
            )
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
    pytest.importorskip("splink.comparison_library")
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


def small_settings() -> dict[str, Any]:
    return next(case["settings"] for case in RECORDED[5]["cases"] if case["name"] == "forename_surname")


def test_settings_go_to_splink_and_back() -> None:
    for recorded in RECORDED.values():
        for case in recorded["cases"]:
            model = scrm.identity.MatchModel.from_splink(case["settings"])
            again = scrm.identity.MatchModel.from_splink(model.to_splink())
            assert again.to_dict() == model.to_dict(), case["name"]


def test_the_command_imports_links_and_exports(scrm_command: Any, tmp_path: Path) -> None:
    tables = RECORDED[5]["tables"]
    people = write_people(tables[0], tmp_path / "people.csv")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(small_settings()), encoding="utf-8")
    model = tmp_path / "model.json"
    outcome = scrm_command("model", "import-splink", settings, "-o", model)
    assert outcome.status == 0, outcome.err
    outcome = scrm_command(
        *("dedupe", people, "--id", "unique_id", "--model", model, "-o", tmp_path / "c.csv"),
        *("--links-out", tmp_path / "p.csv", "--min-probability", "0"),
        *("--method", "connected_components", "--cluster-probability", "0.5"),
    )
    assert outcome.status == 0, outcome.err
    case = next(case for case in RECORDED[5]["cases"] if case["name"] == "forename_surname")
    theirs = {(left, right): weight for left, right, weight in case["pairs"]}
    rows = list(csv.DictReader((tmp_path / "p.csv").open(encoding="utf-8")))
    assert_equal_weights({(row["left_id"], row["right_id"]): float(row["match_weight"]) for row in rows}, theirs)

    # Clusters are the components over pairs of weight 0 and more.
    parent = {row["unique_id"]: row["unique_id"] for row in tables[0]}

    def root(record: str) -> str:
        while parent[record] != record:
            record = parent[record]
        return record

    for (left, right), weight in theirs.items():
        if weight >= 0:
            low, high = sorted((root(left), root(right)))
            parent[high] = low
    clusters = {
        row["record_id"]: row["cluster_id"] for row in csv.DictReader((tmp_path / "c.csv").open(encoding="utf-8"))
    }
    assert clusters == {record: root(record) for record in parent}

    outcome = scrm_command("model", "export-splink", model, "-o", tmp_path / "back.json")
    assert outcome.status == 0, outcome.err
    back = json.loads((tmp_path / "back.json").read_text(encoding="utf-8"))
    ours = scrm.identity.MatchModel.from_splink
    assert ours(back).to_dict() == ours(small_settings()).to_dict()


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("soundex(city_l) = soundex(city_r)", "no function soundex: soundex(city_l) = soundex(city_r)"),
        ("city_l ~ 'x'", "unexpected character"),
        ("city = 'x'", "does not end in _l or _r"),
    ],
)
def test_a_condition_that_is_not_understood_is_named(
    scrm_command: Any, tmp_path: Path, condition: str, named: str
) -> None:
    settings = small_settings()
    settings = {
        **settings,
        "comparisons": [{"comparison_levels": [{"sql_condition": condition}, {"sql_condition": "ELSE"}]}],
    }
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(settings), encoding="utf-8")
    outcome = scrm_command("model", "import-splink", file, "-o", tmp_path / "model.json")
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert named in outcome.err
    assert not (tmp_path / "model.json").exists()


def test_rules_that_explode_arrays_are_refused() -> None:
    rule = {"blocking_rule": 'l."tags" = r."tags"', "sql_dialect": "duckdb", "arrays_to_explode": ["tags"]}
    settings = {**small_settings(), "blocking_rules_to_generate_predictions": [rule]}
    with pytest.raises(scrm.InvalidArgument, match="explode arrays"):
        scrm.identity.MatchModel.from_splink(settings)


def test_missing_probabilities_are_told_and_can_be_trained(
    scrm_command: Any, sample_bank: Path, tmp_path: Path
) -> None:
    comparison, level = scrm.identity.Comparison, scrm.identity.Level
    model = scrm.identity.MatchModel.of_columns(
        [
            comparison.name_of_person("family_name"),
            comparison.jaro_winkler("given_name", [0.9]),
            comparison.date_of_birth("birth_date"),
            comparison("city", [level.missing("city"), level.exact("city"), level.otherwise()]),
        ],
        [scrm.identity.block_on("birth_date"), scrm.identity.block_on("family_name", "city")],
    )
    assert not model.trained
    (tmp_path / "settings.json").write_text(json.dumps(model.to_splink()), encoding="utf-8")
    outcome = scrm_command("model", "import-splink", tmp_path / "settings.json", "-o", tmp_path / "m.json")
    assert outcome.status == 0
    assert "have no m or no u" in outcome.err
    customers = sample_bank / "customers.csv"
    outcome = scrm_command(
        *("model", "train", customers, "--id", "customer_id", "--model", tmp_path / "m.json", "-o", tmp_path / "t.json")
    )
    assert outcome.status == 0, outcome.err
    trained = scrm.identity.MatchModel.load(tmp_path / "t.json").to_dict()
    levels = [level for entry in trained["comparisons"] for level in entry["levels"] if not level.get("null_level")]
    assert not any(level.get("assumed_m") or level.get("assumed_u") for level in levels)
    family = {level["name"]: level["weight"] for level in trained["comparisons"][0]["levels"]}
    assert family["exact match on family_name"] > 3 > family["all other comparisons"]


def test_what_such_a_model_does_not_do_is_said(scrm_command: Any, sample_bank: Path, tmp_path: Path) -> None:
    same = {"sql_condition": '"city_l" = "city_r"', "m_probability": 0.9, "u_probability": 0.1}
    rest = {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}
    comparison = {"output_column_name": "city", "comparison_levels": [same, rest]}
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "customer_id",
        "comparisons": [comparison],
        "blocking_rules_to_generate_predictions": ["l.city = r.city"],
    }
    (tmp_path / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    model = tmp_path / "m.json"
    assert scrm_command("model", "import-splink", tmp_path / "settings.json", "-o", model).status == 0
    database = tmp_path / "bank.db"
    assert scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database).status == 0
    refused = scrm_command("resolve", "--db", database, "--model", model)
    assert refused.status == 1
    assert "SQL expressions" in refused.err


def test_blocking_of_such_a_model_is_what_is_compared(scrm_command: Any, tmp_path: Path) -> None:
    of_columns = scrm.identity.MatchModel.of_columns
    rules = ["l.city = r.city", "l.given_name = r.given_name AND l.city <> r.city"]
    model = of_columns([scrm.identity.Comparison.exact("city")], rules)
    model.save(tmp_path / "m.json")
    people = {
        "id": [f"{number:02}" for number in range(60)],
        "city": ["ABC"[number % 3] for number in range(60)],
        "given_name": ["XYZW"[number % 4] for number in range(60)],
    }
    scrm.Table(people).write_csv(tmp_path / "people.csv")
    outcome = scrm_command(
        *("model", "blocking", tmp_path / "people.csv", "--id", "id"),
        *("--model", tmp_path / "m.json", "--new-pairs", "--json"),
    )
    assert outcome.status == 0, outcome.err
    by_city, by_name = json.loads(outcome.out)["rules"]
    assert (by_city["pairs"], by_city["new_pairs"], by_city["blocks"]) == (3 * 190, 3 * 190, 3)
    assert by_city["largest"][0] == {"key": "A", "records": 20, "pairs": 190, "generic": False}
    assert (by_name["pairs"], by_name["new_pairs"]) == (4 * 105, 4 * (105 - 3 * 10))
    found = scrm.identity.dedupe(people, model, min_probability=0)
    assert len(found.pairs) == by_name["cumulative_new_pairs"]


def test_columns_can_be_renamed_and_must_be_there(tmp_path: Path) -> None:
    model = scrm.identity.MatchModel.of_columns(
        [scrm.identity.Comparison.exact("city")], [scrm.identity.block_on("city")]
    )
    people = {"id": ["1", "2"], "town": ["Kell", "Kell"]}
    found = scrm.identity.dedupe(people, model, columns={"city": "town"}, min_probability=0)
    assert len(found.pairs) == 1
    with pytest.raises(scrm.InvalidArgument, match="'city'"):
        scrm.identity.dedupe(people, model)
    with pytest.raises(scrm.InvalidArgument, match="reads no column"):
        scrm.identity.dedupe(people, model, columns={"street": "town"})


def test_m_from_a_label_column_is_the_share_that_splink_counts() -> None:
    # Splink's estimate_m_from_label_column: of the pairs with one label, the share of each level; here the model's
    # own m counts as one pair a level besides.
    people = {
        "id": [f"r{i}" for i in range(200)],
        "city": [("Omsk" if i % 8 else None) if i < 100 else f"city {i % 97}" for i in range(200)],
        "who": [str(i // 2) for i in range(100)] + [None] * 100,
    }
    model = scrm.identity.MatchModel.of_columns([scrm.identity.Comparison.exact("city")], ["l.city = r.city"])
    before = model.to_dict()
    after = model.estimate_m(people, label_column="who").to_dict()
    pairs = [(people["city"][i], people["city"][i + 1]) for i in range(0, 100, 2)]
    seen = [left == right for left, right in pairs if left and right]
    same, other = (
        (count + 2 * level["m"]) / (len(seen) + 2)
        for count, level in zip((sum(seen), seen.count(False)), before["comparisons"][0]["levels"][1:], strict=True)
    )
    assert [level["m"] for level in after["comparisons"][0]["levels"][1:]] == pytest.approx([same, other])
    assert after["prior"] == before["prior"]
    labels = {"left_id": people["id"][0:100:2], "right_id": people["id"][1:100:2]}
    again = scrm.identity.MatchModel.of_columns([scrm.identity.Comparison.exact("city")], ["l.city = r.city"])
    assert again.estimate_m(people, labels=labels).to_json() == model.to_json()
    assert model.to_splink()["comparisons"][0]["comparison_levels"][1]["m_probability"] == pytest.approx(same)
    for wrong in ({}, {"labels": labels, "label_column": "who"}, {"label_column": "id"}):
        with pytest.raises(scrm.InvalidArgument):
            model.estimate_m(people, **wrong)
    with pytest.raises(scrm.NotFound):
        model.estimate_m(people, labels={"left_id": ["r1"], "right_id": ["nobody"]})


def test_the_prior_from_rules_is_splinks_with_an_interval() -> None:
    # Splink's estimate_probability_two_random_records_match: pairs that the rules find / recall / all pairs.
    left = {"id": [f"a{i}" for i in range(40)], "mail": [f"m{i}" for i in range(40)]}
    right = {"id": [f"b{i}" for i in range(50)], "mail": [f"m{i * 2}" for i in range(50)]}
    rule = scrm.identity.block_on("mail")
    for link_type, pairs, all_pairs in (("dedupe_only", 20, 90 * 89 / 2), ("link_only", 20, 40 * 50)):
        model = scrm.identity.MatchModel.of_columns(
            [scrm.identity.Comparison.exact("mail")], ["l.mail = r.mail"], link_type=link_type
        )
        found = model.estimate_prior([left, right], [rule, "r.mail = l.mail"], recall=0.8)
        assert found["pairs"] == pairs
        assert found["all_pairs"] == all_pairs
        assert found["prior"] == pytest.approx(pairs / 0.8 / all_pairs)
        assert model.to_dict()["prior"] == found["prior"]
        low, high = found["interval"]
        assert 0.6 * found["prior"] < low < found["prior"] < high < 1.6 * found["prior"]
