"""Commands of an operator: digests, checks, the report."""

from __future__ import annotations

import argparse

import scrm
from scrm.cli.main import EXIT_DONE, EXIT_ERROR
from scrm.cli.output import ProgressBar, print_json, write_text


def _open(arguments: argparse.Namespace) -> scrm.Crm:
    return scrm.open(arguments.db, create=False)


def state_hash(arguments: argparse.Namespace) -> int:
    print(_open(arguments).state_hash(progress=ProgressBar.callback()))
    return EXIT_DONE


def report(arguments: argparse.Namespace) -> int:
    from scrm.report import render

    write_text(render(_open(arguments).summary(progress=ProgressBar.callback())), arguments.output)
    return EXIT_DONE


def verify(arguments: argparse.Namespace) -> int:
    checks = [check.to_dict() for check in _open(arguments).verify(progress=ProgressBar.callback())]
    broken = [check for check in checks if not check["ok"]]
    if arguments.json:
        print_json(checks)
    else:
        for check in checks:
            detail = f": {check['detail']}" if check["detail"] else ""
            print(f"{'ok  ' if check['ok'] else 'FAIL'} {check['code']:<4} {check['title']}{detail}")
    if broken:
        raise scrm.CorruptData(f"{len(broken)} of {len(checks)} invariants do not hold: {broken[0]['code']}")
    return EXIT_DONE


def verify_audit(arguments: argparse.Namespace) -> int:
    outcome = _open(arguments).audit.verify(progress=ProgressBar.callback()).to_dict()
    if arguments.json:
        print_json(outcome)
    elif outcome["ok"]:
        print(f"ok: {outcome['entries']:,} entries, head {outcome['head']}")
    if not outcome["ok"]:
        raise scrm.CorruptData(f"the audit chain is broken: {outcome['detail']}")
    return EXIT_DONE if outcome["ok"] else EXIT_ERROR
