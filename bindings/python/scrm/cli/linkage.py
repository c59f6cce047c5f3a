"""Commands that need no database: dedupe, link, evaluate, models, samples."""

from __future__ import annotations

import argparse
import os
import sys

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, note, note_code_page, print_json, table, target, write_text

# With the note on a code page stderr has five lines at most.
_MOST_LINES = 4


def _note_warnings(model: scrm.identity.MatchModel, shown: int = 3) -> int:
    """Say what training doubts, in so many lines at most: the model holds them all. How many lines it took."""
    warnings = model.warnings if len(model.warnings) <= shown else model.warnings[: shown - 1]
    for warning in warnings:
        note(f"training: {warning}")
    rest = len(model.warnings) - len(warnings)
    if rest:
        note(f"training: {rest} more that the model lists under 'warnings'")
    return len(warnings) + bool(rest)


def _model(path: str | None) -> scrm.identity.MatchModel | None:
    return scrm.identity.MatchModel.load(path) if path else None


def _note_columns(files: list[str], columns: list[str], most_lines: int) -> None:
    """Say what was read of each file; files that were read alike share a line."""
    names: dict[str, list[str]] = {}
    for file, read in zip(files, columns, strict=True):
        names.setdefault(read, []).append(os.path.basename(file))
    if len(names) == 1:
        note(f"columns: {columns[0]}")
        return
    shown = list(names.items())
    if len(shown) > most_lines:
        shown = shown[: most_lines - 1]
    for read, alike in shown:
        more = f" and {len(alike) - 2} more" if len(alike) > 2 else ""
        note(f"columns of {', '.join(alike[:2])}{more}: {read}")
    rest = len(files) - sum(len(alike) for _, alike in shown)
    if rest:
        note(f"{rest} more files have other columns again")


def dedupe(arguments: argparse.Namespace) -> int:
    model = _model(arguments.model)
    result = scrm.identity.dedupe_files(
        arguments.files,
        id_column=arguments.id,
        columns=arguments.columns,
        model=model,
        threads=arguments.threads,
        min_probability=arguments.min_probability,
        method=arguments.method,
        cluster_probability=arguments.cluster_probability,
        duplicate_free=arguments.duplicate_free,
        progress=ProgressBar.callback(),
    )
    result.write_clusters(target(arguments.output))
    if arguments.links_out:
        result.write_pairs(target(arguments.links_out))
    if arguments.cluster_report:
        scrm.identity.cluster_report(result).clusters.write_csv(target(arguments.cluster_report))
    note_code_page(arguments.files)
    lines = 0 if model and model.trained else _note_warnings(result.model, shown=2)
    _note_columns(arguments.files, result.columns_of_tables, _MOST_LINES - lines)
    return EXIT_DONE


def link(arguments: argparse.Namespace) -> int:
    model = _model(arguments.model)
    result = scrm.identity.link_files(
        arguments.left,
        arguments.right,
        id_column=arguments.id,
        columns=arguments.columns,
        model=model,
        threads=arguments.threads,
        many=arguments.many,
        min_probability=arguments.min_probability,
        progress=ProgressBar.callback(),
    )
    result.write_pairs(target(arguments.output))
    note_code_page([arguments.left, arguments.right])
    if not (model and model.trained):
        _note_warnings(result.model)
    note(f"columns: {result.columns}")
    return EXIT_DONE


def evaluate(arguments: argparse.Namespace) -> int:
    if arguments.clusters:
        evaluation = scrm.identity.evaluate_clusters(arguments.truth, arguments.clusters)
    else:
        evaluation = scrm.identity.evaluate_links(arguments.truth, arguments.links)
    if arguments.json:
        sys.stdout.write(evaluation.to_json() + "\n")
    else:
        sys.stdout.write(evaluation.to_text())
    return EXIT_DONE


def _learn_from_labels(model: scrm.identity.MatchModel, arguments: argparse.Namespace) -> None:
    """Put m from labels and the prior from rules in the place of what was learnt without them."""
    if not (arguments.labels or arguments.label_column or arguments.prior_rule):
        return
    trim = "tables" not in model.to_dict()
    records = [scrm.read_csv(file, trim=trim, strict=True) for file in arguments.files]
    how = {"id": arguments.id, "columns": arguments.columns, "threads": arguments.threads}
    if arguments.labels:
        model.estimate_m(records, labels=scrm.read_csv(arguments.labels, trim=True, strict=True), **how)
    if arguments.label_column:
        model.estimate_m(records, label_column=arguments.label_column, **how)
    if arguments.prior_rule:
        found = model.estimate_prior(records, arguments.prior_rule, recall=arguments.recall, **how)
        low, high = found["interval"]
        note(
            f"prior {found['prior']:.3g}, 95% between {low:.3g} and {high:.3g}: the rules find {found['pairs']:,} pairs"
        )


def train_model(arguments: argparse.Namespace) -> int:
    progress = ProgressBar.callback()
    if arguments.db:
        crm = scrm.open(arguments.db, create=False)
        model = crm.resolution.train(threads=arguments.threads, progress=progress)
    else:
        model = scrm.identity.train_files(
            arguments.files,
            id_column=arguments.id,
            columns=arguments.columns,
            model=_model(arguments.model),
            threads=arguments.threads,
            progress=progress,
        )
        _learn_from_labels(model, arguments)
    write_text(model.to_json() + "\n", arguments.output)
    note_code_page(arguments.files)
    _note_warnings(model)
    return EXIT_DONE


def show_model(arguments: argparse.Namespace) -> int:
    model = _model(arguments.file) or scrm.identity.MatchModel.person()
    description = model.to_dict()
    if arguments.chart:
        model.plot().save(arguments.chart)
    if arguments.json:
        print_json(description)
        return EXIT_DONE
    rows = [
        (comparison["name"] if first else "", level["name"], f"{level['m']:.4g}", f"{level['u']:.4g}", weight)
        for comparison in description["comparisons"]
        for first, level in zip([True] + [False] * 99, comparison["levels"], strict=False)
        for weight in [f"{level['weight']:+.2f}"]
    ]
    print(table(rows, ("comparison", "level", "m", "u", "bits")))
    print(f"prior {description['prior']:.3g}, digest {model.digest}")
    for warning in model.warnings:
        print(f"training: {warning}")
    return EXIT_DONE


def import_splink(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    model = scrm.identity.MatchModel.from_splink(Path(arguments.file))
    write_text(model.to_json() + "\n", arguments.output)
    levels = [level for comparison in model.to_dict()["comparisons"] for level in comparison["levels"]]
    assumed = sum(bool(level.get("assumed_m") or level.get("assumed_u")) for level in levels)
    if assumed:
        note(f"{assumed} levels have no m or no u: Splink's defaults stand for them until 'scrm model train'")
    return EXIT_DONE


def export_splink(arguments: argparse.Namespace) -> int:
    import json

    settings = scrm.identity.MatchModel.load(arguments.file).to_splink()
    write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", arguments.output)
    return EXIT_DONE


def show_blocking(arguments: argparse.Namespace) -> int:
    analysis = scrm.identity.analyze_blocking_files(
        arguments.files,
        id_column=arguments.id,
        columns=arguments.columns,
        model=_model(arguments.model),
        count_new_pairs=arguments.new_pairs,
        largest_blocks=arguments.largest,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    if arguments.json:
        print_json(analysis)
        return EXIT_DONE
    rows = []
    for rule in analysis["rules"]:
        new = rule["new_pairs"]
        counts = (f"{rule['pairs']:,}", f"{rule['share']:.1%}", f"{rule['cumulative_pairs']:,}")
        rows.append((rule["rule"], *counts, "" if new is None else f"{new:,}", f"{rule['blocks']:,}", ""))
        for block in rule["largest"]:
            share = block["pairs"] / max(1, rule["pairs"] + rule["generic_pairs"])
            note = "left out" if block["generic"] else ""
            rows.append((f"  {block['key']}", f"{block['pairs']:,}", f"{share:.1%}", "", "", "", note))
    print(table(rows, ("rule", "pairs", "share", "cumulative", "new", "blocks", "")))
    print(f"{analysis['pairs']:,} pairs of {analysis['all_pairs']:,.0f}, those that several rules find counted twice")
    if analysis["compares_all"]:
        print("so few records that all pairs are compared, whatever the rules propose")
    return EXIT_DONE


def sample(arguments: argparse.Namespace) -> int:
    summary = scrm.identity.write_sample(
        arguments.output,
        customers=arguments.customers,
        identities=arguments.identities,
        interactions=arguments.interactions,
        seed=arguments.seed,
        progress=ProgressBar.callback(),
    )
    print(
        f"{arguments.output}: {summary.customers:,} customers, {summary.identities:,} social profiles, "
        f"{summary.interactions:,} interactions"
    )
    return EXIT_DONE
