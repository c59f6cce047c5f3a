"""Models of columns: what is given and what is trained, types of columns, blocking on expressions."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pandas
import pytest
import scrm
from scrm.identity import Column, Comparison, Level, MatchModel, block_on, dedupe


def holds(condition: str, table: Any, records: int = 2) -> list[bool]:
    """Of the pairs in the order of their ids, whether they fulfil the condition."""
    yes = Level.expression("yes", condition)
    no = Level.otherwise()
    yes.m, yes.u = 0.9, 0.1
    no.m, no.u = 0.1, 0.9
    model = MatchModel.of_columns([Comparison("c", [yes, no])], ["1 = 1"], prior=0.5)
    pairs = dedupe(table, model, min_probability=1e-9).pairs.to_dict()
    found = sorted(zip(pairs["left_id"], pairs["right_id"], pairs["match_weight"], strict=True))
    assert len(found) == records * (records - 1) // 2
    return [weight > 0 for _, _, weight in found]


def test_what_is_given_stays() -> None:
    same, rest = Level.exact("s"), Level.otherwise()
    assert (same.m, same.u) == (None, None)
    same.m, same.u = 0.9, 0.1
    rest.m, rest.u = 0.1, 0.9
    assert (same.m, rest.u) == (0.9, 0.9)
    model = MatchModel.of_columns([Comparison("c", [same, rest])], ["1=1"], prior=0.5)
    found = dedupe({"id": ["1", "2", "3"], "s": ["a", "a", "b"]}, model, min_probability=1e-9)
    weights = found.pairs.to_dict()["match_weight"]
    assert sorted(weights) == pytest.approx([-3.169925, -3.169925, 3.169925])
    assert found.model.prior == 0.5
    assert found.model.warnings == []
    fixed = model.to_splink()["comparisons"][0]["comparison_levels"][0]
    assert (fixed["fix_m_probability"], fixed["fix_u_probability"]) == (True, True)
    same.m = None
    assert same.m is None
    assert MatchModel.of_columns([Comparison("c", [same, rest])], []).prior == 1e-4


def test_a_prior_that_is_given_stays(sample_bank: Path) -> None:
    comparisons = [Comparison.exact("family_name"), Comparison.exact("birth_date"), Comparison.exact("given_name")]
    rules = [block_on("family_name"), block_on("birth_date")]
    customers = scrm.read_csv(sample_bank / "customers.csv")
    learnt = MatchModel.of_columns(comparisons, rules).train(customers, id="customer_id")
    given = MatchModel.of_columns(comparisons, rules, prior=0.01).train(customers, id="customer_id")
    later = MatchModel.of_columns(comparisons, rules)
    later.prior = 0.02
    assert learnt.prior not in (1e-4, 0.01)
    assert given.prior == 0.01
    assert later.train(customers, id="customer_id").prior == 0.02


def test_what_could_not_be_learnt_is_said(scrm_command: Any, sample_bank: Path, tmp_path: Path) -> None:
    names = ("family_name", "given_name", "birth_date", "city", "region", "emails")
    model = MatchModel.of_columns([Comparison.levenshtein(name) for name in names], [block_on(*names)])
    model.save(tmp_path / "m.json")
    customers = sample_bank / "customers.csv"
    base = (customers, "--id", "customer_id", "--model", tmp_path / "m.json")
    for outcome in (
        scrm_command("model", "train", *base, "-o", tmp_path / "t.json"),
        scrm_command("dedupe", *base, "-o", tmp_path / "c.csv"),
    ):
        assert outcome.status == 0, outcome.err
        lines = outcome.err.splitlines()
        assert 2 < len(lines) <= 5
        assert all(line.startswith("scrm: ") for line in lines)
        assert "comparison family_name: m was not learnt: every blocking rule" in lines[0]
    trained = MatchModel.load(tmp_path / "t.json")
    assert trained.trained
    assert len(trained.warnings) >= len(names)
    shown = scrm_command("model", "show", tmp_path / "t.json")
    assert f"training: {trained.warnings[-1]}" in shown.out
    # A model that was trained before has nothing to say of this run.
    quiet = scrm_command("dedupe", *base[:3], "--model", tmp_path / "t.json", "-o", tmp_path / "c.csv")
    assert "training" not in quiet.err


@pytest.mark.parametrize(("smaller", "larger"), [("9", "10"), ("-2", "-1"), ("10b", "9b"), ("010", "09")])
def test_the_left_record_is_the_smaller_number_or_else_the_first_by_text(smaller: str, larger: str) -> None:
    for ids, values in (([smaller, larger], ["x", "y"]), ([larger, smaller], ["y", "x"])):
        assert holds("\"a_l\" = 'x'", {"id": ids, "a": values}) == [True]
        assert holds("\"a_r\" = 'x'", {"id": ids, "a": values}) == [False]
    own = MatchModel.of_columns([Comparison.exact("b")], ['l."a" = r."b"'], prior=0.5)
    table = {"id": [smaller, larger], "a": ["x", "p"], "b": ["q", "x"]}
    found = dedupe(table, own, min_probability=1e-9)
    assert len(found.pairs) == 1
    first, second = sorted([smaller, larger])
    assert found.pairs.to_dict()["left_id"] == [first]
    assert set(found.to_dict()["cluster_id"]) <= {first, second}


def test_lists_keep_all_their_items() -> None:
    table = {"id": ["1", "2", "3"], "tags": [["x", ""], ["ольга", "", None], []], "n": [[1, 10], [1.0], None]}
    pyarrow = pytest.importorskip("pyarrow")
    plain = pyarrow.table({**table, "n": pyarrow.array(table["n"], pyarrow.list_(pyarrow.float64()))})
    large = plain.set_column(1, "tags", plain["tags"].cast(pyarrow.large_list(pyarrow.string())))
    for one in (table, plain, large):
        assert holds("array_length(list_intersect(tags_l, tags_r)) = 1", one, 3) == [True, False, False]
        assert holds("len(tags_r) = 0 AND tags_r IS NOT NULL", one, 3) == [False, True, True]
        assert holds("tags_l[2] = tags_r[2]", one, 3) == [True, False, False]
        assert holds("array_length(tags_r) = 3 AND tags_r[3] IS NULL", one, 3) == [True, False, False]
        assert holds("n_r IS NULL", one, 3) == [False, True, True]
        assert holds("list_max(n_l) = 10 AND array_length(list_intersect(n_l, n_r)) = 1", one, 3) == [
            *(True, False, False)
        ]
    # Columns of persons have no use for such items.
    people = pyarrow.table({"id": ["1", "2"], "phones": [["", "+79161234567", None], []]})
    found = dedupe(people, columns={"phone": "phones"})
    assert found.record("1") == {"phone": ["+79161234567"]}
    assert found.record("2") == {}


def test_lists_of_other_layouts_are_read() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    vectors = [[1.0, 0.0], [2.0, 0.0], [0.0, 1.0]]
    fixed = pyarrow.array(vectors, pyarrow.list_(pyarrow.float64(), 2))
    views = pyarrow.array(vectors, pyarrow.list_view(pyarrow.float64()))
    for lists in (fixed, views, fixed.slice(0, 3)):
        table = pyarrow.table({"id": ["1", "2", "3"], "v": lists})
        assert holds("array_cosine_similarity(v_l, v_r) > 0.9", table, 3) == [True, False, False]
    compute = pytest.importorskip("pyarrow.compute")
    runs = compute.run_end_encode(pyarrow.array(["a", "a", "b"]))
    assert holds("c_l = c_r", pyarrow.table({"id": ["1", "2", "3"], "c": runs}), 3) == [True, False, False]


def test_columns_have_their_types() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(
        {
            "id": ["1", "2"],
            "i": [9, 10],
            "f": [9.5, 8.5],
            "d": [datetime.date(2024, 1, 31), datetime.date(2024, 2, 2)],
            "t": pyarrow.array([datetime.datetime(2024, 1, 31), None], pyarrow.timestamp("us")),
            "b": [True, False],
            "s": ["Anna", "Al"],
        }
    )
    for condition in (
        "greatest(i_l, i_r) = 10",
        "i_l < i_r AND f_r < i_l",
        "d_l - d_r = -2 AND d_l - d_r < 5",
        "len(s_l) > 2 AND len(s_r) = 2",
        "b_l AND NOT b_r",
        "t_l = d_l",
    ):
        assert holds(condition, table) == [True], condition
    with pytest.raises(
        scrm.InvalidArgument, match=r"comparison c, level yes: a date is not comparable with a number: d_l < 5"
    ):
        holds("d_l < 5", table)
    assert holds("greatest(i_l, i_r) = 10", {"id": ["1", "2"], "i": [9, 10]}) == [True]


def test_a_column_without_values_is_no_absent_one() -> None:
    model = MatchModel.of_columns([Comparison.exact("city"), Comparison.exact("mail")], [block_on("city")])
    people = {"id": ["1", "2"], "city": ["Kell", "Kell"], "mail": [None, None]}
    assert len(dedupe(people, model, min_probability=0).pairs) == 1
    for rows in (0, 1, 2):
        with pytest.raises(scrm.InvalidArgument, match="'mail'"):
            dedupe({name: values[:rows] for name, values in people.items() if name != "mail"}, model)


def test_blocking_on_expressions() -> None:
    assert block_on("city", "substr(s, 1, 1)") == 'l."city" = r."city" AND substr(l."s", 1, 1) = substr(r."s", 1, 1)'
    assert block_on('"substr(s, 1, 1)"') == 'l."substr(s, 1, 1)" = r."substr(s, 1, 1)"'
    assert block_on(Column("s").lower()) == 'lower(l."s") = lower(r."s")'
    model = MatchModel.of_columns([Comparison.exact("s")], [block_on("substr(s,1,1)")])
    found = dedupe({"id": ["1", "2", "3"], "s": ["ann", "abe", "bob"]}, model, min_probability=0)
    assert [list(column) for column in list(found.pairs.to_dict().values())[:2]] == [["1"], ["2"]]
    with pytest.raises(scrm.InvalidArgument, match="no function soundex"):
        block_on("soundex(s)")


@pytest.mark.parametrize("text", ["Анна Ли, +79161234567", '[{"name": "Anna"}]', '"Anna"', "Anna\nLi", "a" * 5000])
def test_what_is_no_settings_is_not_shown(text: str) -> None:
    with pytest.raises(scrm.Error) as raised:
        MatchModel.from_splink(text)
    assert "Ann" not in str(raised.value)
    assert "Анна" not in str(raised.value)
    assert len(str(raised.value)) < 100


def test_settings_are_read_from_text_path_and_dict(tmp_path: Path) -> None:
    settings = MatchModel.of_columns([Comparison.exact("city")], [block_on("city")]).to_splink()
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(settings), encoding="utf-8")
    read = [MatchModel.from_splink(given).to_json() for given in (settings, json.dumps(settings), str(file), file)]
    assert len(set(read)) == 1


def found(table: Any, rule: str) -> list[tuple[str, str]]:
    model = MatchModel.of_columns([Comparison.exact("city")], [rule], prior=0.5)
    pairs = dedupe(table, model, min_probability=0).pairs.to_dict()
    return sorted(zip(pairs["left_id"], pairs["right_id"], strict=True))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("regexp_extract(flat_l, '[0-9]+', 0)", "regexp_extract(flat_r, '[0-9]+', 0)"),
        ("substr(flat_l, 1, CASE WHEN flat_l = 'A' THEN 0 ELSE 9 END)", "concat(NULL, NULLIF(flat_r, 'A'))"),
    ],
)
def test_an_empty_text_is_not_zero(left: str, right: str, tmp_path: Path) -> None:
    flats = {"id": ["1", "2", "3"], "flat": ["0", "A", "12"], "city": ["Rome"] * 3}
    scrm.Table(flats).write_csv(tmp_path / "flats.csv")
    rule = f"{left} = {right}".replace("flat_l", "l.flat").replace("flat_r", "r.flat")
    for table in (scrm.read_csv(tmp_path / "flats.csv"), flats, pandas.DataFrame(flats)):
        assert holds(f"{left} = {right}", table, 3) == [False] * 3
        assert found(table, rule) == []


def test_a_file_and_the_table_read_from_it_weigh_the_same(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name,city\n1, Anna,Rome\n2,Anna,Rome\n3,Anna,Rome\n", encoding="utf-8")
    model = MatchModel.of_columns([Comparison.exact("name")], ["l.city = r.city"], prior=0.5)
    of_file = scrm.identity.dedupe_files([file], id_column="id", model=model, min_probability=0)
    of_table = dedupe(scrm.read_csv(file), model, min_probability=0)
    assert of_table.pairs.to_dict() == of_file.pairs.to_dict()
    assert len({round(weight, 6) for weight in of_file.pairs.to_dict()["match_weight"]}) == 2


def test_the_first_of_a_text_is_its_letter_whatever_the_table(tmp_path: Path) -> None:
    people = {"id": ["1", "2", "3"], "name": ["Anna", "Ana", "Olga"], "city": ["Rome"] * 3}
    scrm.Table(people).write_csv(tmp_path / "people.csv")
    for table in (scrm.read_csv(tmp_path / "people.csv"), people, pandas.DataFrame(people)):
        assert holds("name_l[1] = name_r[1]", table, 3) == [True, False, False]
        assert found(table, "l.name[1] = r.name[1]") == [("1", "2")]
    lists = {**people, "name": [["Anna", "x"], ["Ana"], ["Ana", "Olga"]]}
    assert found(lists, "l.name[1] = r.name[1]") == [("2", "3")]


def test_a_wrong_kind_is_told_at_the_level_that_wants_it() -> None:
    levels = [Level.missing("age"), Level.expression("near", "abs(age_l - age_r) < 3"), Level.otherwise()]
    model = MatchModel.of_columns([Comparison("age", levels)], ["l.city = r.city"])
    with pytest.raises(scrm.InvalidArgument) as refusal:
        dedupe({"id": ["1", "2"], "age": ["x", "y"], "city": ["a", "a"]}, model)
    assert "near" in str(refusal.value) and "IS NULL" not in str(refusal.value)
