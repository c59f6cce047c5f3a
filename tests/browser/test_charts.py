"""The charts of linkage in a real browser: drawn, tooltips shown, nothing fetched, no script error."""

from __future__ import annotations

import html
import re
import shutil
import subprocess

import pytest
import scrm
from scrm import charts
from scrm.charts.page import Chart

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr", "--v=0",
    "--virtual-time-budget=5000", "--window-size=1200,1400",
]  # fmt: skip

# Shows the tooltips of the first marks of every series and changes what can be chosen: what a reader does.
TOUCH = """
<script>
drawn.forEach((chart) => chart.getOption().series.forEach((series, seriesIndex) => {
  (series.data || []).slice(0, 40).forEach((one, dataIndex) =>
    chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex }));
}));
document.querySelectorAll("select").forEach((choice) => {
  choice.selectedIndex = choice.options.length - 1;
  choice.dispatchEvent(new Event("change"));
});
document.body.setAttribute("data-touched", "yes");
</script>
</body>
"""


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the browser tests need Chromium: run them through ./dev test"
    return found


def touched(page):
    """With the script at the end; the chart library has a text of its own with the same tag."""
    return page.rpartition("</body>")[0] + TOUCH


def load(browser, page, profile):
    finished = subprocess.run(
        [browser, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return finished.stdout, [line for line in finished.stderr.splitlines() if "CONSOLE" in line]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every chart of a small bank, and of nothing."""
    folder = tmp_path_factory.mktemp("charts")
    scrm.identity.write_sample(folder, customers=600, identities=10, seed=3)
    table = scrm.read_csv(folder / "customers.csv")
    groups = scrm.identity.dedupe(table, id="customer_id", min_probability=0.001)
    pairs = groups.pairs.to_dict()
    half = {name: column[:300] for name, column in table.to_dict().items()}
    rest = {name: column[300:] for name, column in table.to_dict().items()}
    linked = scrm.identity.link(half, rest, id="customer_id", min_probability=0.001)
    labels = scrm.identity.review_sample(groups, 40).to_dict()
    labels["is_match"] = ["yes" if weight > 0 else "no" for weight in labels["match_weight"]]
    nobody = scrm.identity.dedupe({"id": [], "first_name": [], "surname": []})
    blocking = scrm.identity.analyze_blocking(table, id="customer_id", count_new_pairs=True)
    return {
        "match_weights": charts.match_weights(groups),
        "person_model": scrm.identity.MatchModel.person().plot(),
        "parameters": charts.parameters(linked),
        "waterfall": groups.explain(pairs["left_id"][0], pairs["right_id"][0]).plot(),
        "waterfall_without_values": charts.waterfall(
            groups.explain(pairs["left_id"][0], pairs["right_id"][0]), values=False
        ),
        "term_frequencies": charts.term_frequencies(groups, "family_name"),
        "unlinkables": charts.unlinkables(groups),
        "accuracy_model": charts.accuracy(linked),
        "accuracy_sample": scrm.identity.accuracy_from_labels(labels).plot(),
        "histogram": charts.weight_histogram(groups),
        "blocking": charts.blocking(blocking),
        "comparison_viewer": charts.comparison_viewer(groups),
        "comparison_viewer_link": charts.comparison_viewer(linked, values=False),
        "cluster_graph": charts.cluster_graph(groups, label="full_name"),
        "nobody_graph": charts.cluster_graph(nobody),
        "nobody_viewer": charts.comparison_viewer(nobody),
        "nobody_histogram": charts.weight_histogram(nobody),
        "nobody_accuracy": charts.accuracy(nobody),
        "nobody_unlinkables": charts.unlinkables(nobody),
    }


KINDS = [
    *("match_weights", "person_model", "parameters", "waterfall", "waterfall_without_values", "term_frequencies"),
    *("unlinkables", "accuracy_model"),
    *("accuracy_sample", "histogram", "blocking", "comparison_viewer", "comparison_viewer_link", "cluster_graph"),
    *("nobody_graph", "nobody_viewer", "nobody_histogram", "nobody_accuracy", "nobody_unlinkables"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_drawn_and_answers(browser, made, kind, tmp_path):
    page = made[kind].save(tmp_path / f"{kind}.html")
    text = page.read_text(encoding="utf-8")
    page.write_text(touched(text), encoding="utf-8")
    dom, console = load(browser, page, tmp_path / "profile")
    assert console == []
    assert 'data-touched="yes"' in dom
    assert ("<svg" in dom) != kind.startswith("nobody")
    markup = re.sub(r"<script[^>]*>.*?</script>", "<script></script>", text, flags=re.DOTALL)
    assert not re.search(r"""<(?:script|img|link|iframe)[^>]+(?:src|href)\s*=""", markup)
    assert "default-src 'none'" in text


def data_of(chart):
    return chart.to_html().split('id="chart-data">')[1].split("</script>")[0]


def test_values_are_left_out_when_asked(made):
    people = {
        "id": ["id-1", "id-2", "id-3", "id-4"],
        "first_name": ["Wilhelmina", "Wilhelmina", "Wilhelmina", "Theodora"],
        "surname": ["Kowalewska", "Kowalewska", "Kowalewska", "Smirnova"],
        "dob": ["1990-01-02", "1990-01-02", "1990-01-02", "1970-05-05"],
        "email": ["w.k@mail.example", "w.k@mail.example", None, None],
    }
    groups = scrm.identity.dedupe(people, min_probability=0)
    values = {value.lower() for name, column in people.items() for value in column if name != "id" and value}
    # Frequencies are those of name roots in Latin letters.
    values.update(scrm.identity.term_frequencies(groups, "family_name").to_dict()["value"])
    evidence = groups.explain("id-1", "id-2")
    shown = {
        "waterfall": lambda **how: charts.waterfall(evidence, **how),
        "comparison_viewer": lambda **how: charts.comparison_viewer(groups, **how),
        "term_frequencies": lambda **how: charts.term_frequencies(groups, "family_name", **how),
        "cluster_graph": lambda **how: charts.cluster_graph(groups, **how),
    }
    for kind, make in shown.items():
        assert any(value in data_of(make()).lower() for value in values), kind
        page = make(values=False).to_html().lower()
        assert not [value for value in values if value in page], kind
    assert data_of(made["comparison_viewer_link"]).count('"values"') == 0


def test_a_label_is_an_attribute_of_the_records_and_a_value():
    groups = scrm.identity.dedupe({"id": ["1", "2"], "first_name": ["A", "A"], "surname": ["B", "B"]})
    for wrong in ({"label": "nope"}, {"label": "first_name"}, {"label": "given_name", "values": False}):
        with pytest.raises(scrm.InvalidArgument, match="label"):
            charts.cluster_graph(groups, **wrong)
    charts.cluster_graph(groups, label="given_name")


def test_the_bits_of_a_pattern_add_up(browser, made, tmp_path):
    dom, _ = load(browser, made["comparison_viewer"].save(tmp_path / "viewer.html"), tmp_path / "profile")
    first = dom.split("Pattern 1 of")[1]
    mean = float(re.search(r"([+-][0-9.]+) bits on average", first)[1])
    table = re.search(r"<table>.*?</table>", first, flags=re.DOTALL)[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>.*?</tr>", table)[1:]]
    bits = {name: float(weight) for name, _, weight in rows}
    assert rows[0][0] == "prior"
    assert bits["prior"] < 0
    assert bits["together"] == mean
    assert sum(bits.values()) - bits["together"] == pytest.approx(mean, abs=0.005 * len(rows))


HOSTILE = "</script><script>alert(1)</script> {{data}} {{echarts}} <img src=x onerror=alert(2)>"


def test_values_cannot_become_markup(browser, tmp_path):
    people = {
        "id": ["<b>1</b>", "2", "3"],
        "first_name": [HOSTILE, HOSTILE, "Oleg"],
        "surname": ["Kowalska", "Kowalska", "Smirnov"],
        "dob": ["1990-01-02", "1990-01-02", "1970-05-05"],
    }
    groups = scrm.identity.dedupe(people)
    for chart in (
        groups.explain("<b>1</b>", "2").plot(),
        charts.comparison_viewer(groups),
        charts.cluster_graph(groups, label="given_name"),
        charts.term_frequencies(groups, "given_name"),
        Chart("histogram", HOSTILE, HOSTILE, {"bins": []}),
    ):
        page = chart.save(tmp_path / "hostile.html")
        text = page.read_text(encoding="utf-8")
        assert "<script>alert(1)" not in text
        page.write_text(touched(text), encoding="utf-8")
        dom, console = load(browser, page, tmp_path / "profile")
        assert console == [], chart
        assert "onerror=alert" not in re.sub(
            r"&lt;.*?&gt;", "", re.sub(r"<script.*?</script>", "", dom, flags=re.DOTALL)
        )


def test_notebooks_show_the_page_in_a_frame(made, browser, tmp_path):
    frame = made["unlinkables"]._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    source = html.unescape(re.match(r'<iframe srcdoc="([^"]*)"', frame)[1])
    assert source == made["unlinkables"].to_html()
    page = tmp_path / "notebook.html"
    page.write_text(f"<!DOCTYPE html><body>{frame}</body>", encoding="utf-8")
    _, console = load(browser, page, tmp_path / "profile")
    assert console == []


def test_a_chart_is_written_whole_or_not_at_all(made, tmp_path):
    with pytest.raises(scrm.Unavailable):
        made["unlinkables"].save(tmp_path / "absent" / "x.html")
    made["unlinkables"].save(tmp_path / "x.html")
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_a_cluster_that_is_not_there(made):
    groups = scrm.identity.dedupe({"id": ["1"], "first_name": ["A"], "surname": ["B"]})
    with pytest.raises(scrm.NotFound):
        charts.cluster_graph(groups, "1")


def test_the_least_sure_clusters_are_drawn_first(tmp_path):
    scrm.identity.write_sample(tmp_path, customers=600, identities=10, seed=3)
    table = scrm.read_csv(tmp_path / "customers.csv")
    groups = scrm.identity.dedupe(table, id="customer_id", min_probability=0.001)
    shapes = scrm.identity.cluster_report(groups).to_dict()
    weakest = [cluster for _, cluster in sorted(zip(shapes["weakest_weight"], shapes["cluster_id"], strict=True))]
    assert len(weakest) > 5 and weakest != sorted(weakest)
    drawn = charts.cluster_graph(groups, clusters=5).data["clusters"]
    assert [one["cluster_id"] for one in drawn] == weakest[:5]
