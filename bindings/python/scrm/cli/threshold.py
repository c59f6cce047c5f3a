"""Commands that choose a threshold: a sample to judge, precision and recall, records that cannot be linked."""

from __future__ import annotations

import argparse
from typing import Any

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, print_json, table, target

# Lines of a curve on a terminal; a file or --json has all of it.
_SHOWN = 24


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.2%}"


def _held(share: float | None, interval: tuple[float, float] | None) -> str:
    bounds = f" ({interval[0]:.1%} – {interval[1]:.1%})" if interval else ""
    return f"{_percent(share)}{bounds}"


def sample(arguments: argparse.Namespace) -> int:
    pairs = scrm.read_csv(arguments.pairs, trim=True, strict=True)
    drawn = scrm.identity.review_sample(pairs, arguments.size, strata=arguments.strata, seed=arguments.seed)
    drawn.write_csv(target(arguments.output))
    print(f"{len(drawn):,} of {len(pairs):,} pairs; fill the column is_match with yes or no")
    return EXIT_DONE


def accuracy(arguments: argparse.Namespace) -> int:
    if arguments.labels:
        labels = scrm.read_csv(arguments.labels, trim=True, strict=True)
        curve = scrm.identity.accuracy_from_labels(labels, missed=arguments.missed)
    else:
        pairs = scrm.read_csv(arguments.pairs, trim=True, strict=True)
        curve = scrm.identity.accuracy(pairs, arguments.truth, missed=arguments.missed)
    if arguments.output:
        scrm.Table(curve).write_csv(target(arguments.output))
    if arguments.chart:
        curve.plot().save(arguments.chart)
    if arguments.json:
        print_json({"basis": curve.basis, "matches": curve.matches, "best": curve.best, "points": _points(curve)})
        return EXIT_DONE
    points = _points(curve)
    step = max(1, -(-len(points) // _SHOWN))
    best = curve.best
    rows = []
    for place, point in enumerate(points):
        is_best = best is not None and point["match_weight"] == best["match_weight"]
        if place % step and not is_best and place != len(points) - 1:
            continue
        cells = (f"{point['match_weight']:.2f}", f"{point['probability']:.4f}", f"{point['pairs']:,.0f}")
        shares = (
            _held(point["precision"], point["precision_interval"]),
            _held(point["recall"], point["recall_interval"]),
            _percent(point["f1"]),
        )
        rows.append((*cells, *shares, "best" if is_best else ""))
    print(table(rows, ("bits", "probability", "pairs", "precision", "recall", "F1", "")))
    basis = {
        "model": "as the model expects it, without labels",
        "truth": "against labels of all pairs",
        "sample": "estimated from a judged sample, with intervals of 95%",
    }
    print(f"{basis[curve.basis]}; {curve.matches:,.1f} true pairs")
    return EXIT_DONE


def _points(curve: scrm.identity.Accuracy) -> list[dict[str, Any]]:
    found = (curve.at(weight) for weight in curve.to_dict()["match_weight"])
    return [point for point in found if point is not None]


def unlinkables(arguments: argparse.Namespace) -> int:
    model = scrm.identity.MatchModel.load(arguments.model) if arguments.model else None
    found = scrm.identity.unlinkables_of_files(
        arguments.files,
        id_column=arguments.id,
        columns=arguments.columns,
        model=model,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    columns = found.to_dict()
    rows = list(zip(*(columns[name] for name in found.column_names), strict=True))
    if arguments.output:
        found.write_csv(target(arguments.output))
    if arguments.json:
        print_json([dict(zip(found.column_names, row, strict=True)) for row in rows])
        return EXIT_DONE
    step = max(1, -(-len(rows) // _SHOWN))
    shown = [row for place, row in enumerate(rows) if place % step == 0 or place == len(rows) - 1]
    lines = [(f"{weight:.2f}", f"{p:.4f}", f"{count:,}", f"{share:.2%}") for weight, p, count, share in shown]
    print(table(lines, ("bits", "probability", "below", "share")))
    return EXIT_DONE
