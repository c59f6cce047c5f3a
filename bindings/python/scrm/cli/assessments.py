"""Commands on what posts say, as the database keeps it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, note, print_json, target


def _own(arguments: argparse.Namespace) -> Any:
    """The callable that ``--own`` names, found as ``python -m`` finds modules: in this folder first."""
    import importlib
    import os

    from scrm.sentiment import OutsideClassifier

    _, module, member = arguments.own
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        model = getattr(importlib.import_module(module), member)
    except (ImportError, AttributeError):
        raise scrm.NotFound(f"there is no {member} in a module {module}") from None
    return OutsideClassifier(model, batch=arguments.batch, timeout=arguments.timeout)


def assess(arguments: argparse.Namespace) -> int:
    own = {"own": _own(arguments), "name": arguments.own[0]} if arguments.own else {}
    crm = scrm.open(arguments.db, create=False)
    model = None
    if arguments.model:
        from scrm.sentiment import Classifier

        model = Classifier() if arguments.model == "default" else Classifier.load(arguments.model)
    report = crm.assessments.reassess(model=model, **own, threads=arguments.threads, progress=ProgressBar.callback())
    if arguments.json:
        print_json(report)
    else:
        model_name = report["model"] if report["model"].startswith("own:") else report["model"][:12]
        answered = report["assessed"] - sum(report["fallbacks"].values())
        print(f"posts: {answered:,} assessed by model {model_name}, {report['current']:,} before")
    if report["fallbacks"]:
        reasons = ", ".join(f"{posts:,} {reason}" for reason, posts in sorted(report["fallbacks"].items()))
        note(f"the built-in model answered in place of your own: {reasons}")
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
    note(f"{rows:,} corrected posts")
    return EXIT_DONE
