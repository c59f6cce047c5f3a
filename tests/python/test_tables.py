"""Tables in and out: pyarrow, pandas, polars and DuckDB, there and back, nothing lost on the way.

What goes in is read as text, numbers as the shortest text that reads back to the same number; results come out typed.
All four are in requirements-dev.txt: a test that cannot import one fails instead of being skipped.
"""

from __future__ import annotations

import datetime
import decimal
import warnings

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
import scrm

CELLS = {
    "id": ["1", "2", "3", "4"],
    "имя": ["Анна", None, "", "Łukasz 👩‍🚀"],
    "quoted": ['say "no"', "a;b", "line\nbreak", "=1+1"],
    "count": [1, None, -(2**53), 2**62],
    "share": [0.1, None, -1e300, 5e-324],
}
TEXTS = {
    **CELLS,
    "count": ["1", None, "-9007199254740992", "4611686018427387904"],
    "share": ["0.1", None, "-1e+300", "5e-324"],
}
TYPES = pyarrow.schema(
    {
        "id": pyarrow.string(),
        "имя": pyarrow.string(),
        "quoted": pyarrow.string(),
        "count": pyarrow.int64(),
        "share": pyarrow.float64(),
    }
)


def arrow_table():
    return pyarrow.table(CELLS, schema=TYPES)


INTO = {
    "pyarrow": arrow_table,
    "chunks": lambda: pyarrow.concat_tables([arrow_table().slice(0, 1), arrow_table().slice(1, 3)]),
    "batches": lambda: pyarrow.RecordBatchReader.from_batches(TYPES, arrow_table().to_batches(max_chunksize=1)),
    "pandas": lambda: arrow_table().to_pandas(types_mapper=pandas.ArrowDtype),
    "polars": lambda: polars.from_arrow(arrow_table()),
    "duckdb": lambda: duckdb.sql("select * from source", connection=connection()),
}


def connection():
    made = duckdb.connect()
    made.register("source", arrow_table())
    return made


OUT_OF = {
    "pyarrow": lambda table: pyarrow.table(table).to_pydict(),
    "pandas": lambda table: pyarrow.Table.from_pandas(
        table.to_pandas(), schema=pyarrow.schema({name: pyarrow.string() for name in CELLS})
    ).to_pydict(),
    "polars": lambda table: polars.DataFrame(table).to_dict(as_series=False),
    "duckdb": lambda table: duckdb.from_arrow(pyarrow.table(table)).to_arrow_table().to_pydict(),
    "dict": lambda table: table.to_dict(),
}


@pytest.mark.parametrize("out", OUT_OF)
@pytest.mark.parametrize("into", INTO)
def test_there_and_back_is_the_same(into, out):
    table = scrm.Table(INTO[into]())
    assert table.column_names == list(CELLS)
    assert OUT_OF[out](table) == TEXTS
    numbers = OUT_OF[out](table)
    assert [text and float(text) for text in numbers["share"]] == CELLS["share"]
    assert [text and int(text) for text in numbers["count"]] == CELLS["count"]


def test_a_stream_goes_straight_into_duckdb_and_polars():
    groups = scrm.identity.dedupe(PEOPLE, min_probability=0)
    found = duckdb.connect()
    found.register("groups", groups)
    found.register("pairs", groups.pairs)
    assert found.sql("select count(distinct cluster_id) from groups").fetchall() == [(2,)]
    best = found.sql("select left_id, right_id from pairs order by match_weight desc limit 1").fetchall()
    assert best == [("1", "2")]
    pairs = polars.DataFrame(groups.pairs)
    assert pairs.schema["match_weight"] == polars.Float64
    assert pairs.filter(polars.col("probability") > 0.5)["left_id"].to_list() == ["1"]


PEOPLE = {
    "id": ["1", "2", "3"],
    "first_name": ["Anna", "Anna", "Oleg"],
    "surname": ["Kowalska", "Kowalska", "Smirnov"],
    "dob": ["1990-01-02", "1990-01-02", "1970-05-05"],
}
CLUSTERS = {"record_id": ["1", "2", "3"], "cluster_id": ["1", "1", "3"]}


def typed(frame):
    """The people with numbers for ids and dates for births, as such frames come."""
    born = [datetime.date.fromisoformat(text) for text in PEOPLE["dob"]]
    return frame({**PEOPLE, "id": [1, 2, 3], "dob": born})


def duckdb_people(columns):
    made = duckdb.connect()
    made.register("people", pyarrow.table(columns))
    return made.sql("select * from people")


@pytest.mark.parametrize(
    "frame",
    [pyarrow.table, pandas.DataFrame, polars.DataFrame, duckdb_people],
    ids=["pyarrow", "pandas", "polars", "duckdb"],
)
def test_linkage_takes_typed_frames_and_gives_its_results_back(frame):
    groups = scrm.identity.dedupe(typed(frame), id="id")
    assert groups.to_dict() == CLUSTERS
    assert pyarrow.table(groups).to_pydict() == CLUSTERS
    assert groups.to_pandas().to_dict("list") == CLUSTERS
    assert polars.DataFrame(groups).to_dict(as_series=False) == CLUSTERS
    assert duckdb.from_arrow(pyarrow.table(groups)).to_arrow_table().to_pydict() == CLUSTERS


def test_categories_are_texts():
    columns = {**PEOPLE, "first_name": pandas.Categorical(PEOPLE["first_name"])}
    assert scrm.identity.dedupe(pandas.DataFrame(columns)).to_dict() == CLUSTERS
    coded = pyarrow.table(PEOPLE)
    coded = coded.set_column(1, "first_name", coded["first_name"].dictionary_encode())
    assert scrm.identity.dedupe(coded).to_dict() == CLUSTERS
    assert (
        scrm.identity.dedupe(polars.DataFrame(PEOPLE, schema_overrides={"surname": polars.Categorical})).to_dict()
        == CLUSTERS
    )


@pytest.mark.parametrize(
    "make", [pyarrow.table, pandas.DataFrame, polars.DataFrame], ids=["pyarrow", "pandas", "polars"]
)
def test_a_table_without_rows(make):
    groups = scrm.identity.dedupe(make({name: [] for name in PEOPLE}))
    assert len(groups) == 0
    assert pyarrow.table(groups).column_names == ["record_id", "cluster_id"]
    assert polars.DataFrame(groups.pairs).columns == ["left_id", "right_id", "probability", "match_weight", "tier"]


def test_every_result_is_a_table_to_the_others():
    groups = scrm.identity.dedupe(PEOPLE, min_probability=0)
    made = [
        groups,
        scrm.identity.accuracy(groups),
        scrm.identity.unlinkables(groups),
        scrm.identity.cluster_report(groups),
        scrm.identity.cluster_report(groups).bridges,
        scrm.identity.term_frequencies(groups, "family_name"),
        scrm.identity.review_sample(groups, 2),
    ]
    for table in made:
        arrow = pyarrow.table(table)
        assert polars.DataFrame(table).columns == arrow.column_names == list(table.to_pandas().columns)
        assert polars.DataFrame(table).to_dict(as_series=False) == arrow.to_pydict() == table.to_dict()
        # Numbers go in as texts again, each the same number.
        again = scrm.Table(arrow).to_dict()
        for name, column in table.to_dict().items():
            for was, text in zip(column, again[name], strict=True):
                assert was is None or isinstance(was, str) or float(text) == was


def test_cells_of_a_dict_are_those_of_a_frame():
    columns = {
        "text": ["a", None, float("nan"), pandas.NaT, pandas.NA],
        "several": [["+79160000001", None, "", "+79160000002"], ("x",), [], None, ["y", float("nan")]],
        "number": [79161234567.0, float("nan"), 0.1, 2.0**53, float("inf")],
        "whole": [1, None, -(2**53), 2**62, 0],
        "truth": [True, False, None, True, False],
    }
    texts = {
        "text": ["a", None, None, None, None],
        "several": ["+79160000001;+79160000002", "x", "", None, "y"],
        "number": ["79161234567", None, "0.1", "9007199254740992", None],
        "whole": ["1", None, "-9007199254740992", "4611686018427387904", "0"],
        "truth": ["true", "false", None, "true", "false"],
    }
    assert scrm.Table(columns).to_dict() == texts
    lists = {"several": columns["several"][:4], "number": columns["number"][:4], "truth": columns["truth"][:4]}
    expected = {name: texts[name][:4] for name in lists}
    assert scrm.Table(polars.DataFrame(lists)).to_dict() == expected
    frame = pandas.DataFrame(
        {**lists, "several": [numpy.array(one, dtype=object) if one else one for one in lists["several"]]}
    )
    assert scrm.Table(frame.to_dict("list")).to_dict() == expected


@pytest.mark.parametrize("cell", [{"a": 1}, {"a"}, [["nested"]], [{"a": 1}]])
def test_a_cell_that_is_neither_a_value_nor_a_list_is_refused(cell):
    with pytest.raises(TypeError, match="a cell of a dict of columns") as refusal:
        scrm.Table({"x": [cell]})
    assert "nested" not in str(refusal.value)


def test_missing_cells_of_a_dict_are_no_evidence():
    frame = pandas.DataFrame(
        {"id": ["1", "2", "3"], "name": ["Ann Lee"] * 3, "city": [float("nan"), float("nan"), "Rome"]}, dtype=object
    )
    for table in (frame, frame.to_dict("list")):
        groups = scrm.identity.dedupe(table, min_probability=0)
        found = {part["comparison"]: part["level"] for part in groups.explain("1", "2").to_dict()["comparisons"]}
        assert found["city"] == "no evidence"
        assert "city" not in groups.record("1")


def test_a_pandas_column_of_mixed_types_is_read_as_its_texts():
    columns = {
        "id": ["1", "2"],
        "full_name": ["Anna Orlova", "Boris Zimin"],
        "phone": [79161234567, "+7 916 000-00-00"],
    }
    for phones in (columns["phone"], columns["phone"][::-1]):
        mixed = pandas.DataFrame({**columns, "phone": phones}, dtype=object)
        assert scrm.Table(mixed).to_dict()["phone"] == [str(one) for one in phones]
        assert len(scrm.identity.dedupe(mixed).clusters) == 2


def test_two_columns_of_one_name_are_refused():
    twice = pandas.DataFrame([["1", "a", "b"]], columns=["id", "full_name", "full_name"])
    with pytest.raises(scrm.InvalidArgument, match="one name"):
        scrm.Table(twice)


def test_rows_that_a_csv_loses_are_told(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text('id,name\n1,Anna\n2,Olga,secret\n3,"Ivan\n4,Petr\n', encoding="utf-8")
    with pytest.warns(UserWarning) as told:
        table = scrm.read_csv(file)
    assert table.to_dict()["id"] == ["1", "4"]
    assert [str(one.message) for one in told] == [
        "people.csv: 2 of 4 rows cannot be read and are left out, the first is row 2 (wrong_column_count); "
        "strict=True raises instead"
    ]
    assert told[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning):
            scrm.read_csv(file)
        with pytest.raises(scrm.UnreadableInput, match="row 2 cannot be read"):
            scrm.read_csv(file, strict=True)
        file.write_text("id,name\n1, Anna \n", encoding="utf-8")
        assert scrm.read_csv(file).to_dict() == {"id": ["1"], "name": [" Anna "]}
        assert scrm.read_csv(file, trim=True).to_dict() == {"id": ["1"], "name": ["Anna"]}


def test_a_birth_date_with_a_zone_is_the_day_there():
    dates = pandas.to_datetime(PEOPLE["dob"])
    plain = scrm.identity.dedupe(pandas.DataFrame({**PEOPLE, "dob": dates}), min_probability=0)
    zoned = pandas.DataFrame({**PEOPLE, "dob": dates.tz_localize("Europe/Moscow")})
    for table in (zoned, pyarrow.Table.from_pandas(zoned), polars.from_pandas(zoned), zoned.to_dict("list")):
        groups = scrm.identity.dedupe(table, min_probability=0)
        assert groups.pairs.to_dict() == plain.pairs.to_dict()
        written = scrm.Table(table).to_dict()["dob"][0]
        assert written in ("1990-01-02T00:00:00+03:00", "1990-01-02 00:00:00+03:00")
    one = scrm.identity.link(PEOPLE, zoned.assign(id=["a", "b", "c"]), min_probability=0)
    born = next(part for part in one.explain("1", "a").to_dict()["comparisons"] if part["comparison"] == "birth_date")
    assert born["level"] == "same"


@pytest.mark.parametrize("kind", [pyarrow.decimal128(20, 0), pyarrow.decimal256(60, 0)])
def test_decimals_are_read_to_the_last_digit(kind):
    ids = [10**19 + 1, 10**19 + 2, -3]
    phones = pyarrow.array([decimal.Decimal(79161234568), None, decimal.Decimal(0)], kind)
    shares = pyarrow.array([decimal.Decimal("-0.05"), decimal.Decimal("1250.00"), None], pyarrow.decimal128(9, 2))
    columns = {"id": pyarrow.array([decimal.Decimal(one) for one in ids], kind), "phone": phones, "share": shares}
    read = scrm.Table(pyarrow.table(columns)).to_dict()
    assert read == {
        "id": [str(one) for one in ids],
        "phone": ["79161234568", None, "0"],
        "share": ["-0.05", "1250.00", None],
    }
    assert read["share"] == shares.cast(pyarrow.string()).to_pylist()
    huge = duckdb.sql("select 170141183460469231731687303715884105727::hugeint as id, 1e-7::decimal(9, 8) as small")
    assert scrm.Table(huge.to_arrow_table()).to_dict()["small"] == ["0.00000010"]
