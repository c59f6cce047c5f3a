"""The dashboard: one self-contained HTML file, readable offline and without scripts."""

from __future__ import annotations

import html
import json
import re
from importlib.resources import files
from typing import Any

__all__ = ["render"]


def _resource(*path: str) -> str:
    return files(__name__).joinpath(*path).read_text(encoding="utf-8")


def _embedded_json(value: object) -> str:
    """JSON that cannot end the script element it stands in, nor break a line in old parsers."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _moment(time: str | None) -> str:
    """An RFC 3339 time to the second, as people write it."""
    return f"{time[:10]} {time[11:19]} UTC" if time else "never"


_SAID_COLUMNS = ["posts", "negative", "positive", "complaints", "questions"]
_NUMBER = re.compile(r"[+\-–]?[\d\u202f]*\.?\d*%?")


def _table(header: list[str], rows: list[list[str]], empty: str) -> str:
    if not rows:
        return f'<p class="empty">{html.escape(empty)}</p>'
    kinds = [" class='number'" if all(_NUMBER.fullmatch(row[i]) for row in rows) else "" for i in range(len(header))]
    head = "".join(f"<th scope='col'{kind}>{html.escape(name)}</th>" for kind, name in zip(kinds, header, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _figures(summary: dict[str, Any]) -> str:
    tiers = summary["tiers"]
    cards = [
        ("Customer records", summary["customers"], ""),
        ("Social profiles", summary["identities"], ""),
        ("Interactions", summary["interactions"], ""),
        ("Posts assessed", summary.get("assessed", 0), ""),
        ("Linked profiles", sum(network["match"] for network in tiers), "good"),
        ("For review", sum(network["review"] for network in tiers), "warn"),
        ("Duplicate records", summary["duplicate_records"], "warn" if summary["duplicate_records"] else ""),
        ("Quarantined rows", summary["quarantined"], "bad" if summary["quarantined"] else ""),
    ]
    return "".join(
        f'<div class="card {kind}"><b>{_number(value)}</b><span>{html.escape(name)}</span></div>'
        for name, value, kind in cards
    )


def _tier_rows(summary: dict[str, Any]) -> list[list[str]]:
    rows = []
    for network in summary["tiers"]:
        total = network["match"] + network["review"] + network["none"]
        share = f"{network['match'] / total:.0%}" if total else "–"
        rows.append(
            [
                network["network"],
                *(_number(network[tier]) for tier in ("match", "review", "none")),
                _number(total),
                share,
            ]
        )
    return rows


def _bin_rows(bins: list[dict[str, Any]], decimals: int) -> list[list[str]]:
    return [
        [f"{one['low']:.{decimals}f} … {one['high']:.{decimals}f}", _number(one["count"])]
        for one in bins
        if one["count"]
    ]


def _review_rows(summary: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"{row['network']}:{row['network_user_id']}",
            row["masked_profile"],
            row["customer_id"],
            row["masked_customer"],
            f"{row['probability']:.0%}",
            f"{row['match_weight']:.1f}",
        ]
        for row in summary["review"]
    ]


def _spoken(name: str) -> str:
    """The name of a comparison or of its level, as people read it."""
    return name.replace("_", " ")


def _telling(example: dict[str, Any]) -> list[dict[str, Any]]:
    """The comparisons that had something to compare, named for people."""
    return [
        {**part, "comparison": _spoken(part["comparison"]), "level": _spoken(part["level"])}
        for part in example["comparisons"]
        if part["level"] != "no evidence"
    ]


def _example_note(example: dict[str, Any] | None) -> str:
    """Whose evidence it is."""
    return html.escape(f"{example['left_id']} and customer {example['right_id']}. ") if example else ""


def _example(summary: dict[str, Any]) -> str:
    example = summary["example"]
    if not example:
        return '<p class="empty">No link yet: run <code>scrm resolve</code>.</p>'
    rows = [
        [part["comparison"], part["level"], f"{part['weight']:+.2f}", part["left"], part["right"]]
        for part in example["comparisons"]
    ]
    rows.append(["prior", "chance that two random records match", f"{example['prior_weight']:+.2f}", "", ""])
    rows.append(["together", "", f"{example['match_weight']:+.2f}", "", ""])
    return _table(["comparison", "agreement", "bits", "profile", "customer"], rows, "")


def _compact(series: dict[str, Any] | None) -> dict[str, Any] | None:
    """The series with its cells as rows of numbers: period, network, product, by sentiment, by intent."""
    if not series:
        return None
    networks = sorted({cell["network"] for cell in series["cells"]})
    products = sorted({cell["product"] for cell in series["cells"]})
    cells = [
        [
            cell["period"],
            networks.index(cell["network"]),
            products.index(cell["product"]),
            *cell["sentiment"],
            *cell["intent"],
        ]
        for cell in series["cells"]
    ]
    return {**series, "networks": networks, "products": products, "cells": cells}


def _said_note(summary: dict[str, Any]) -> str:
    assessed = summary.get("assessed", 0)
    if not assessed:
        return (
            '<span class="empty">No posts yet: run <code>scrm import interactions</code>; '
            "<code>scrm assess</code> for posts from before.</span>"
        )
    series = summary["assessments"]
    corrected = summary["corrected"]
    undated = sum(sum(cell["sentiment"]) for cell in series["cells"] if cell["period"] < 0)
    people = {0: "none of them was corrected by people", 1: "in one of them people corrected the machine"}.get(
        corrected, f"in {_number(corrected)} of them people corrected the machine"
    )
    note = f"{_number(assessed)} posts of customers, by {html.escape(series['unit'])} (UTC); {people}."
    return note + (f" {_number(undated)} without a time are in the tables only." if undated else "")


def _said_rows(summary: dict[str, Any], key: str) -> list[list[str]]:
    """Posts by sentiment and main intents of each network or product, the most written of first."""
    series = summary.get("assessments") or {"cells": []}
    totals: dict[str, tuple[list[int], list[int]]] = {}
    for cell in series["cells"]:
        sentiment, intent = totals.setdefault(cell[key], ([0] * 3, [0] * len(cell["intent"])))
        for total, part in ((sentiment, cell["sentiment"]), (intent, cell["intent"])):
            for i, count in enumerate(part):
                total[i] += count
    rows = []
    for name, (sentiment, intent) in sorted(totals.items(), key=lambda item: (-sum(item[1][0]), item[0])):
        posts = sum(sentiment)
        rows.append(
            [
                _spoken(name) if key == "product" else name,
                _number(posts),
                *(f"{sentiment[series['sentiments'].index(one)] / posts:.0%}" for one in ("negative", "positive")),
                f"{intent[series['intents'].index('complaint')] / posts:.0%}",
                f"{intent[series['intents'].index('question')] / posts:.0%}",
            ]
        )
    return rows


def render(summary: Any) -> str:
    """Render the dashboard of a database.

    Parameters
    ----------
    summary : scrm.Summary
        What ``Crm.summary()`` returns.

    Returns
    -------
    str
        A whole HTML document: styles, charts and data inside, nothing fetched.
    """
    facts: dict[str, Any] = summary if isinstance(summary, dict) else summary.to_dict()
    example_note = _example_note(facts["example"])
    if facts["example"]:
        facts = {**facts, "example": {**facts["example"], "comparisons": _telling(facts["example"])}}
    parts = {
        "style": _resource("report.css"),
        "last_run": html.escape(_moment(facts["last_run"])),
        "figures": _figures(facts),
        "tier_table": _table(
            ["network", "match", "review", "none", "profiles", "linked"], _tier_rows(facts), "No profiles yet."
        ),
        "weight_table": _table(["match weight (bits)", "links"], _bin_rows(facts["match_weights"], 0), "No links yet."),
        "probability_table": _table(
            ["probability", "profiles"], _bin_rows(facts["probabilities"], 1), "No candidates yet."
        ),
        "said_note": _said_note(facts),
        "product_table": _table(["product", *_SAID_COLUMNS], _said_rows(facts, "product"), "No posts yet."),
        "network_table": _table(["network", *_SAID_COLUMNS], _said_rows(facts, "network"), "No posts yet."),
        "review_table": _table(
            ["profile", "its initials", "customer", "its initials", "probability", "bits"],
            _review_rows(facts),
            "The review queue is empty.",
        ),
        "example_note": example_note,
        "example_table": _example(facts),
        "data": _embedded_json({**facts, "assessments": _compact(facts.get("assessments"))}),
        "echarts": _resource("echarts", "echarts.min.js"),
        "script": _resource("report.js"),
    }
    # In one pass: what stands in an id is never taken for a place to fill.
    return re.sub(r"{{(\w+)}}", lambda place: parts[place[1]], _resource("report.html"))
