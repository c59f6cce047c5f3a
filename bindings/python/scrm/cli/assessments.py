"""Commands on what posts say, as the database keeps it."""

from __future__ import annotations

import argparse
import sys

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, print_json, target


def assess(arguments: argparse.Namespace) -> int:
    crm = scrm.open(arguments.db, create=False)
    model = None
    if arguments.model:
        from scrm.sentiment import Classifier

        model = Classifier() if arguments.model == "default" else Classifier.load(arguments.model)
    report = crm.assessments.reassess(model=model, threads=arguments.threads, progress=ProgressBar.callback())
    if arguments.json:
        print_json(report)
    else:
        print(f"posts: {report['assessed']:,} assessed by model {report['model'][:12]}, {report['current']:,} before")
    return EXIT_DONE


def listing(arguments: argparse.Namespace) -> int:
    scrm.open(arguments.db, create=False).assessments.write_csv(
        target(arguments.output),
        network=arguments.network,
        sentiment=arguments.sentiment,
        intent=arguments.intent,
        product=arguments.product,
        since=arguments.since,
        until=arguments.until,
        limit=arguments.limit,
    )
    return EXIT_DONE


def correct(arguments: argparse.Namespace) -> int:
    scrm.open(arguments.db, create=False).assessments.correct(
        arguments.interaction,
        arguments.field,
        arguments.value,
        scope=arguments.scope,
        actor=arguments.actor,
        reason=arguments.reason,
    )
    return EXIT_DONE


def corrections(arguments: argparse.Namespace) -> int:
    rows = scrm.open(arguments.db, create=False).assessments.write_corrections(
        target(arguments.output), weight=arguments.weight
    )
    print(f"scrm: {rows:,} corrected posts", file=sys.stderr)
    return EXIT_DONE
