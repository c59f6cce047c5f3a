"""The report in a real browser: charts drawn, no script error, nothing fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr", "--v=0",
    "--virtual-time-budget=5000", "--window-size=1300,2400",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the browser tests need Chromium: run them through ./dev test"
    return found


def scrm(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "scrm", *map(str, arguments)], capture_output=True, text=True, check=True
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Pages of an empty database and of a resolved bank."""
    folder = tmp_path_factory.mktemp("report")
    scrm("init", "--db", folder / "empty.db")
    scrm("report", "--db", folder / "empty.db", "-o", folder / "empty.html")
    scrm("sample", "--customers", 400, "--identities", 300, "--interactions", 800, "--seed", 2, "-o", folder)
    scrm("import", "customers", folder / "customers.csv", "--db", folder / "bank.db")
    scrm("import", "identities", folder / "identities.jsonl", "--db", folder / "bank.db")
    scrm("import", "interactions", folder / "interactions.jsonl", "--db", folder / "bank.db")
    scrm("resolve", "--db", folder / "bank.db")
    scrm("report", "--db", folder / "bank.db", "-o", folder / "bank.html")
    return folder


def load(browser, page, profile):
    finished = subprocess.run(
        [browser, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    console = [line for line in finished.stderr.splitlines() if "CONSOLE" in line]
    return finished.stdout, console


def test_a_resolved_bank_draws_its_charts(browser, reports, tmp_path):
    dom, console = load(browser, reports / "bank.html", tmp_path)
    assert console == []
    assert dom.count("<svg") >= 2
    assert "last resolve run" in dom.lower()


def test_an_id_is_never_taken_for_a_place_of_the_page(browser, tmp_path):
    places = [f"{{{{{name}}}}}" for name in ("data", "echarts", "script", "review_table", "nothing")]
    rows = [f"C{i},Анна Кузнецова {i},+7916123450{i}" for i in range(len(places))]
    (tmp_path / "c.csv").write_text("customer_id,full_name,phones\n" + "\n".join(rows) + "\n", encoding="utf-8")
    profile = '{{"network":"vk","network_user_id":"{}","display_name":"Анна Кузнецова {}"}}\n'
    lines = [profile.format(place, i) for i, place in enumerate(places)]
    lines.append('{"network":"{{data}}","network_user_id":"1"}\n')
    (tmp_path / "i.jsonl").write_text("".join(lines), encoding="utf-8")
    scrm("import", "customers", tmp_path / "c.csv", "--db", tmp_path / "bank.db")
    scrm("import", "identities", tmp_path / "i.jsonl", "--db", tmp_path / "bank.db")
    scrm("resolve", "--db", tmp_path / "bank.db")
    scrm("report", "--db", tmp_path / "bank.db", "-o", tmp_path / "bank.html")
    dom, console = load(browser, tmp_path / "bank.html", tmp_path / "profile")
    assert console == []
    assert dom.count("<svg") >= 2
    shown = dom.split("<script", maxsplit=1)[0]
    assert "{{data}}" in shown


def test_the_example_says_whose_it_is_in_words(reports):
    page = (reports / "bank.html").read_text(encoding="utf-8")
    example = page.split("One link, explained", 1)[1].split("</section>", 1)[0]
    assert re.search(r"<p>\w+:[^ ]+ and customer C\d+\. Each comparison", example)
    assert not re.search(r"<td>[a-z]+_[a-z_]+</td>", example)


def test_an_empty_database_has_a_page_too(browser, reports, tmp_path):
    dom, console = load(browser, reports / "empty.html", tmp_path)
    assert console == []
    assert "No profiles yet." in dom
    assert "No posts yet" in dom
    assert re.search(r"id=.chart-sentiment.[^>]*display: none", dom)


def test_what_customers_say_is_drawn_over_time_by_product_and_network(browser, reports, tmp_path):
    dom, console = load(browser, reports / "bank.html", tmp_path)
    assert console == []
    for chart in ("sentiment", "intent", "products", "networks"):
        drawn = re.search(rf'<div[^>]*id="chart-{chart}".*?</svg>', dom, flags=re.DOTALL)
        assert drawn, chart
        assert drawn.group(0).count("<path") > 5, chart
    choices = re.search(r'<select id="said-network">.*?</select>', dom, flags=re.DOTALL)
    assert choices
    assert ">vk</option>" in choices.group(0)


def test_a_choice_of_network_and_product_draws_only_theirs(browser, reports, tmp_path):
    import scrm as library

    with library.open(reports / "bank.db") as crm:
        cells = [cell for cell in crm.summary().to_dict()["assessments"]["cells"] if cell["period"] >= 0]
    network, product = cells[0]["network"], cells[0]["product"]
    wanted = sum(sum(one["sentiment"]) for one in cells if (one["network"], one["product"]) == (network, product))
    assert 0 < wanted < sum(sum(one["sentiment"]) for one in cells)
    choose = (
        f"<script>for (const [id, name] of [['said-network', '{network}'], ['said-product', '{product}']]) {{"
        "const list = document.getElementById(id);"
        "const text = id === 'said-product' ? name.replace(/_/g, ' ') : name;"
        "list.selectedIndex = [...list.options].findIndex((o) => o.text === text);"
        "list.dispatchEvent(new Event('change')); }"
        "const chart = echarts.getInstanceByDom(document.getElementById('chart-sentiment'));"
        "document.title = 'posts:' + chart.getOption().series.flatMap((s) => s.data).reduce((a, b) => a + b, 0);"
        "</script>"
    )
    before, end, after = (reports / "bank.html").read_text(encoding="utf-8").rpartition("</body>")
    chosen = tmp_path / "chosen.html"
    chosen.write_text(before + choose + end + after, encoding="utf-8")
    dom, console = load(browser, chosen, tmp_path / "profile")
    assert console == []
    assert f"<title>posts:{wanted}</title>" in dom


def test_the_page_fetches_nothing(reports):
    page = (reports / "bank.html").read_text(encoding="utf-8")
    markup = re.sub(r"<script[^>]*>.*?</script>", "<script></script>", page, flags=re.DOTALL)
    assert not re.search(r"""<(?:script|img|link|iframe)[^>]+(?:src|href)\s*=""", markup)
    assert "default-src 'none'" in page


def test_names_cannot_become_markup(reports):
    from scrm.report import render

    summary = {
        "customers": 1, "identities": 1, "interactions": 0, "quarantined": 0, "duplicate_records": 0,
        "tiers": [{"network": "<b>vk</b>", "match": 0, "review": 1, "none": 0}],
        "match_weights": [], "probabilities": [],
        "review": [{
            "network": "vk", "network_user_id": "1", "masked_profile": "</script><script>alert(1)</script>",
            "customer_id": "C", "masked_customer": "А.", "probability": 0.5, "match_weight": 0.0,
        }],
        "example": None, "last_run": None,
    }  # fmt: skip
    page = render(summary)
    assert "<script>alert(1)" not in page
    assert "<b>vk</b>" not in page
