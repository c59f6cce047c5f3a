"""Charts of linkage: each a self-contained page, shown by notebooks and saved with ``.save("x.html")``.

What users of Splink know, from models, results and evidence of ``scrm.identity``. Charts that show examples hold values
of records: ``values=False`` leaves them out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scrm._scrm import Dedupe, InvalidArgument, Link, MatchModel, NotFound, PairEvidence, Table
from scrm.charts.page import Chart
from scrm.evaluation import Accuracy, cluster_report, comparison_patterns
from scrm.evaluation import accuracy as _accuracy
from scrm.evaluation import term_frequencies as _term_frequencies
from scrm.evaluation import unlinkables as _unlinkables

__all__ = [
    "Chart",
    "accuracy",
    "blocking",
    "cluster_graph",
    "comparison_viewer",
    "match_weights",
    "parameters",
    "term_frequencies",
    "unlinkables",
    "waterfall",
    "weight_histogram",
]

_ROW = 21
_LEAST = 1e-300


def _attributes(result: Dedupe | Link) -> set[str]:
    """What the records of a result have columns for."""
    return {part.partition("=")[0].strip() for part in result.columns.replace("|", ",").split(",")}


def _described(source: MatchModel | Dedupe | Link) -> tuple[dict[str, Any], str]:
    """The model as a dict, and of a result only the comparisons whose columns are there."""
    if isinstance(source, MatchModel):
        return source.to_dict(), "Of the whole model."
    model = source.model.to_dict()
    known = _attributes(source)
    model["comparisons"] = [one for one in model["comparisons"] if known.intersection(one["attributes"])]
    return model, "Comparisons whose columns are in the records."


def _level_rows(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "group": comparison["name"],
            "name": level["name"],
            "m": level["m"],
            "u": level["u"],
            "weight": max(-60.0, min(60.0, level["weight"])),
        }
        for comparison in model["comparisons"]
        for level in comparison["levels"]
        if not level.get("null_level")
    ]


def match_weights(model: MatchModel | Dedupe | Link) -> Chart:
    """Draw the weight of every level of every comparison, in bits, and the prior.

    Parameters
    ----------
    model : MatchModel, Dedupe or Link
        Of a result, the model that it was found by, as far as the records have its columns.

    Returns
    -------
    Chart

    Examples
    --------
    >>> import scrm
    >>> scrm.charts.match_weights(scrm.identity.MatchModel.person())
    <scrm chart match_weights: Match weights>
    """
    described, scope = _described(model)
    prior = described["prior"]
    rows = [{"group": "prior", "name": "two random records", "weight": math.log2(prior / (1 - prior))}]
    rows += _level_rows(described)
    subtitle = f"What each outcome of a comparison says for (+) or against (−) one person: log2(m / u). {scope}"
    return Chart("match_weights", "Match weights", subtitle, {"rows": rows}, len(rows) * _ROW + 60)


def parameters(model: MatchModel | Dedupe | Link) -> Chart:
    """Draw m and u: how often each level occurs among records of one person, and of two.

    Parameters
    ----------
    model : MatchModel, Dedupe or Link

    Returns
    -------
    Chart
    """
    described, scope = _described(model)
    rows = _level_rows(described)
    subtitle = f"A level is good evidence when m is far above u, and against it when u is far above m. {scope}"
    return Chart("parameters", "m and u of every level", subtitle, {"rows": rows}, len(rows) * _ROW + 80)


def waterfall(evidence: PairEvidence, *, values: bool = True) -> Chart:
    """Draw how the weight of one pair adds up, comparison by comparison.

    Parameters
    ----------
    evidence : PairEvidence
        From ``identity.explain``, ``Dedupe.explain``, ``Link.explain`` or ``resolution.why``.
    values : bool
        Whether the values compared are shown.

    Returns
    -------
    Chart
        The rarity of a shared value is a step of its own. Values are shown as the evidence has them.
    """
    facts = evidence.to_dict()
    left, right = (facts.get(f"{side}_id") or side for side in ("left", "right"))
    steps: list[dict[str, Any]] = [
        {"name": "prior", "detail": "two random records", "weight": facts["prior_weight"], "kind": "prior"}
    ]
    silent = []
    for part in facts["comparisons"]:
        if part["level"] == "no evidence":
            silent.append(part["comparison"])
            continue
        rarity = part["term_frequency_weight"]
        step = {key: part[key] for key in (("m", "u", "left", "right") if values else ("m", "u"))}
        steps.append(
            step
            | {
                "name": part["comparison"],
                "detail": part["level"],
                "weight": part["weight"] - rarity,
                "total": part["weight"],
            }
        )
        if rarity:
            how = "a rare value" if rarity > 0 else "a common value"
            steps.append({"name": f"{part['comparison']}: rarity", "detail": how, "weight": rarity})
    data = {
        "steps": steps,
        "silent": silent,
        "left_id": left,
        "right_id": right,
        "probability": facts["probability"],
        "has_values": values,
    }
    title = f"Why {left} and {right}: {facts['match_weight']:+.1f} bits, {facts['probability']:.1%}"
    return Chart("waterfall", title, "Every bit doubles the odds that they are one person.", data, 520)


def term_frequencies(
    records: Dedupe | Table | Any,
    comparison: str,
    model: MatchModel | None = None,
    *,
    shown: int = 15,
    values: bool = True,
    **options: Any,
) -> Chart:
    """Draw what the rarity of each value adds to a comparison.

    Parameters
    ----------
    records : Dedupe or table
    comparison : str
        One with term frequencies, such as family_name.
    model : MatchModel, optional
    shown : int
        Values at each end.
    values : bool
        Whether these are shown; else their places by frequency are.
    **options
        As for ``identity.term_frequencies``: id, columns, threads.

    Returns
    -------
    Chart
    """
    columns = _term_frequencies(records, comparison, model, **options).to_dict()
    rows = [
        {
            "value": value if values else f"value {place:,}",
            "records": count,
            "share": share,
            "weight": weight,
            "rarity": rarity,
        }
        for place, value, count, share, weight, rarity in zip(
            range(1, len(columns["value"]) + 1),
            columns["value"],
            columns["records"],
            columns["share"],
            columns["match_weight"],
            columns["term_frequency_weight"],
            strict=True,
        )
    ]
    most = rows[:shown]
    least = rows[max(shown, len(rows) - shown) :]
    rarities = [row["rarity"] for row in rows] or [0.0]
    data = {
        "values": len(rows),
        "most": most,
        "least": least,
        "range": [min(rarities), max(rarities)],
        "histogram": _rarity_bins(rows),
    }
    subtitle = f"{len(rows):,} values. Agreement on a rare value says more, on a common one less."
    return Chart("term_frequencies", f"Term frequencies of {comparison}", subtitle, data, 680)


def _rarity_bins(values: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not values:
        return []
    low = min(value["rarity"] for value in values)
    high = max(value["rarity"] for value in values)
    bins = 16 if high > low else 1
    width = (high - low) / bins or 1.0
    out = [{"low": low + i * width, "high": low + (i + 1) * width, "records": 0, "values": 0} for i in range(bins)]
    for value in values:
        one = out[min(bins - 1, int((value["rarity"] - low) / width))]
        one["records"] += value["records"]
        one["values"] += 1
    return out


def unlinkables(records: Dedupe | Table | Any, model: MatchModel | None = None, **options: Any) -> Chart:
    """Draw the share of records that cannot reach a threshold even against themselves.

    Parameters
    ----------
    records : Dedupe or table
    model : MatchModel, optional
    **options
        As for ``identity.unlinkables``: id, columns, threads.

    Returns
    -------
    Chart
    """
    columns = _unlinkables(records, model, **options).to_dict()
    names = ("match_weight", "probability", "unlinkable", "share")
    points = [
        dict(zip(("weight", "probability", "records", "share"), row, strict=True))
        for row in zip(*(columns[name] for name in names), strict=True)
    ]
    threshold = records.join_weight if isinstance(records, Dedupe) else None
    subtitle = "A record that says too little about its person reaches no threshold, whatever it is compared with."
    return Chart("unlinkables", "Unlinkable records", subtitle, {"points": points, "threshold": threshold}, 400)


def accuracy(curve: Accuracy | Dedupe | Link) -> Chart:
    """Draw precision, recall and F1 by threshold.

    Parameters
    ----------
    curve : Accuracy, Dedupe or Link
        From ``identity.accuracy`` or ``identity.accuracy_from_labels``; of a result, what its model expects.

    Returns
    -------
    Chart
    """
    if not isinstance(curve, Accuracy):
        curve = _accuracy(curve)
    columns = curve.to_dict()
    names = ("precision", "recall", "f1", "precision_lower", "precision_upper", "recall_lower", "recall_upper")
    points = [
        {"weight": columns["match_weight"][i], "probability": columns["probability"][i]}
        | {name: columns[name][i] for name in ("pairs", "true_positive", "false_negative", *names)}
        for i in range(len(columns["match_weight"]))
    ]
    best = curve.best
    data = {
        "points": points,
        "best": best and {"weight": best["match_weight"], "f1": best["f1"]},
        "has_intervals": curve.basis == "sample",
    }
    basis = {
        "model": "As the model expects it: as right as its probabilities are.",
        "truth": "Against labels of all pairs.",
        "sample": "Estimated from a judged sample; bands hold 95%.",
    }[curve.basis]
    return Chart("accuracy", "Precision and recall by threshold", basis, data, 420)


def weight_histogram(result: Dedupe | Link) -> Chart:
    """Draw how many pairs have each match weight, and how many of them the model expects to be matches.

    Parameters
    ----------
    result : Dedupe or Link

    Returns
    -------
    Chart
    """
    columns = result.pairs.to_dict()
    bins: dict[int, list[float]] = {}
    for weight, probability in zip(columns["match_weight"], columns["probability"], strict=True):
        one = bins.setdefault(math.floor(weight), [0, 0.0])
        one[0] += 1
        one[1] += probability
    low, high = min(bins, default=0), max(bins, default=-1)
    rows = [
        {"low": at, "high": at + 1, "pairs": bins.get(at, [0, 0])[0], "matches": bins.get(at, [0, 0.0])[1]}
        for at in range(low, high + 1)
    ]
    subtitle = f"{len(columns['match_weight']):,} pairs that were kept; ask for a lower min_probability to see more."
    return Chart("histogram", "Match weights of the pairs", subtitle, {"bins": rows}, 380)


def blocking(analysis: dict[str, Any]) -> Chart:
    """Draw how many pairs each blocking rule adds, summed up.

    Parameters
    ----------
    analysis : dict
        From ``identity.analyze_blocking``; with ``count_new_pairs=True`` pairs of several rules count once.

    Returns
    -------
    Chart
    """
    rules = []
    before = 0
    counts_new = all(rule["new_pairs"] is not None for rule in analysis["rules"])
    for rule in analysis["rules"]:
        added = rule["new_pairs"] if counts_new else rule["pairs"]
        largest = next((block for block in rule["largest"] if not block["generic"]), None)
        # A block is shown by its size: its key may be a name.
        rules.append(
            {
                "rule": rule["rule"],
                "pairs": rule["pairs"],
                "added": added,
                "before": before,
                "blocks": rule["blocks"],
                "generic_keys": rule["generic_keys"],
                "largest": largest and {"records": largest["records"], "pairs": largest["pairs"]},
            }
        )
        before += added
    share = before / analysis["all_pairs"] if analysis["all_pairs"] else 0.0
    subtitle = f"{before:,} pairs, {share:.2%} of all {analysis['all_pairs']:,.0f}."
    if analysis["compares_all"]:
        subtitle += " So few records that all pairs are compared anyway."
    data = {"rules": rules, "counts_new": counts_new}
    return Chart("blocking", "Pairs that the blocking rules bring", subtitle, data, max(200, len(rules) * 34 + 70))


def _beside_levels(model: dict[str, Any]) -> str:
    """What sets the weight of a pair apart from the sum of the prior and its levels."""
    levels = [level for comparison in model["comparisons"] for level in comparison["levels"]]
    kinds = {
        "how rare values are": any(one.get("term_frequency") or one.get("frequency_adjustment") for one in levels),
        "values that go together": bool(model.get("correlations")),
        "relatives and namesakes": bool(model.get("relatives_prior") or model.get("namesakes_prior")),
    }
    return ", ".join(kind for kind, counts in kinds.items() if counts) or "rounding"


def comparison_viewer(result: Dedupe | Link, *, patterns: int = 80, examples: int = 2, values: bool = True) -> Chart:
    """Draw the patterns of levels among the pairs, with examples on a click.

    Parameters
    ----------
    result : Dedupe or Link
    patterns : int
        Those that most pairs have.
    examples : int
        Pairs shown of each.
    values : bool
        Whether examples show the values compared.

    Returns
    -------
    Chart
    """
    found = comparison_patterns(result, examples=examples, values=values)
    shown = sorted(found, key=lambda one: -one["pairs"])[:patterns]
    shown.sort(key=lambda one: -one["mean_weight"])
    model = result.model.to_dict()
    comparisons = [
        {
            "name": one["name"],
            "weights": {level["name"]: max(-60.0, min(60.0, level["weight"])) for level in one["levels"]},
        }
        for one in model["comparisons"]
        if any(pattern["levels"][one["name"]] is not None for pattern in shown)
    ]
    names = {one["name"] for one in comparisons}
    for pattern in shown:
        pattern["levels"] = {name: level for name, level in pattern["levels"].items() if name in names}
    subtitle = (
        f"{len(shown):,} of {len(found):,} patterns, {sum(one['pairs'] for one in shown):,} pairs, "
        "the strongest first. "
        "Colour: the weight of the level; white: no evidence. Click a bar for its pairs."
    )
    data = {
        "patterns": shown,
        "comparisons": comparisons,
        "prior": math.log2(model["prior"] / (1 - model["prior"])),
        "rest": _beside_levels(model),
    }
    return Chart("comparison_viewer", "Comparison patterns", subtitle, data, 620 + 22 * len(comparisons))


def cluster_graph(
    result: Dedupe, cluster_id: str | None = None, *, clusters: int = 20, label: str | None = None, values: bool = True
) -> Chart:
    """Draw clusters as graphs: records, the pairs that join them, and the bridges among these.

    Parameters
    ----------
    result : Dedupe
    cluster_id : str, optional
        One cluster; default: those that look least sure (held by a weak pair, then sparse, with bridges, large).
    clusters : int
        How many to choose from then.
    label : str, optional
        The attribute written at each record; default: its id. Not without values.
    values : bool
        Whether records show their values.

    Returns
    -------
    Chart
    """
    if label is not None and not values:
        raise InvalidArgument("a label is a value of its record: values=False leaves it out")
    if label is not None and label not in _attributes(result):
        raise InvalidArgument("label names no attribute of the records")
    report = cluster_report(result)
    shapes = report.to_dict()
    order = sorted(
        range(len(report)),
        key=lambda i: (
            shapes["weakest_weight"][i],
            shapes["density"][i],
            -shapes["bridges"][i],
            -shapes["records"][i],
            shapes["cluster_id"][i],
        ),
    )
    if cluster_id is not None:
        order = [i for i in order if shapes["cluster_id"][i] == cluster_id]
        if not order:
            raise NotFound("no cluster of several records has this id")
    if clusters < 1:
        raise InvalidArgument("clusters must be at least 1")
    chosen = {shapes["cluster_id"][i]: i for i in order[:clusters]}
    members: dict[str, list[str]] = {cluster: [] for cluster in chosen}
    groups = result.to_dict()
    cluster_of = {}
    for record, cluster in zip(groups["record_id"], groups["cluster_id"], strict=True):
        if cluster in members:
            members[cluster].append(record)
            cluster_of[record] = cluster
    bridges = report.bridges.to_dict()
    is_bridge = set(zip(bridges["left_id"], bridges["right_id"], strict=True))
    edges: dict[str, list[dict[str, Any]]] = {cluster: [] for cluster in chosen}
    least = result.join_weight
    pairs = result.pairs.to_dict()
    for left, right, weight in zip(pairs["left_id"], pairs["right_id"], pairs["match_weight"], strict=True):
        cluster = cluster_of.get(left)
        if cluster is None or cluster != cluster_of.get(right):
            continue
        bridge = (left, right) in is_bridge or (right, left) in is_bridge
        edges[cluster].append(
            {"left": left, "right": right, "weight": weight, "bridge": bridge, "weak": weight < least}
        )

    def node(record: str) -> dict[str, Any]:
        known = {name: "; ".join(texts) for name, texts in result.record(record).items()} if values else {}
        return {"id": record, "label": known.get(label, record) if label else record, "values": known}

    data = {
        "clusters": [
            {
                "cluster_id": cluster,
                "density": shapes["density"][i],
                "bridges": shapes["bridges"][i],
                "records": [node(record) for record in members[cluster]],
                "edges": edges[cluster],
            }
            for cluster, i in chosen.items()
        ]
    }
    subtitle = f"{len(chosen):,} of {len(report):,} clusters of several records."
    return Chart("cluster_graph", "Clusters", subtitle, data, 720)
