"""Commands on texts, without a database: classify, and models of the bank's own labels."""

from __future__ import annotations

import argparse
import json
import sys

from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, print_json, table, target
from scrm.sentiment import Classifier, train_file


def _model(path: str | None) -> Classifier:
    return Classifier() if path in (None, "default") else Classifier.load(path)


def classify(arguments: argparse.Namespace) -> int:
    timing = _model(arguments.model).classify_file(
        arguments.file,
        target(arguments.output),
        text=arguments.text,
        id=arguments.id,
        explain=arguments.explain,
        threads=arguments.threads,
    )
    if arguments.timing:
        print(json.dumps(timing), file=sys.stderr)
    return EXIT_DONE


def train(arguments: argparse.Namespace) -> int:
    classifier, reports = train_file(
        arguments.file,
        text=arguments.text,
        label=arguments.label,
        weight=arguments.weight,
        time=arguments.time,
        sidecar=arguments.sidecar,
        base=Classifier() if arguments.base == "default" else None,
        fit=arguments.fit,
        cost=arguments.cost,
        seed=arguments.seed,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    classifier.save(arguments.output)
    held_out = reports[0].get("held_out")
    if held_out:
        print(
            f"scrm: {len(classifier.heads['label'])} labels; on {held_out['n']:,} held-out texts macro F1 "
            f"{held_out['macro_f1']:.4f}, accuracy {held_out['accuracy']:.4f}, ECE {held_out['ece']:.4f}",
            file=sys.stderr,
        )
    return EXIT_DONE


def evaluate(arguments: argparse.Namespace) -> int:
    result = _model(arguments.model).evaluate_file(
        arguments.file, text=arguments.text, label=arguments.label, threads=arguments.threads
    )
    if arguments.json:
        print_json(result)
        return EXIT_DONE
    print(table([(name, f"{value:.4f}") for name, value in result["f1"].items()], ("label", "F1")))
    print(
        f"macro F1 {result['macro_f1']:.4f}, accuracy {result['accuracy']:.4f}, ECE {result['ece']:.4f}, "
        f"{result['n']:,} texts"
    )
    return EXIT_DONE
