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
    *("match_weights", "person_model", "parameters", "waterfall", "term_frequencies", "unlinkables", "accuracy_model"),
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


def test_values_are_left_out_when_asked(made):
    assert "values" not in made["comparison_viewer_link"].to_html().split('id="chart-data">')[1].split("</script>")[0]


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
