"""Commands that move records in and out of a database."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, Target, import_outcome, target


def init(arguments: argparse.Namespace) -> int:
    scrm.open(arguments.db)
    return EXIT_DONE


def import_records(arguments: argparse.Namespace) -> int:
    # An unreadable file must not leave a new, empty database behind.
    records = scrm.RecordFile(arguments.file, arguments.kind, mask=getattr(arguments, "mask", "cards"))
    report = records.import_into(scrm.open(arguments.db), progress=ProgressBar.callback())
    return import_outcome(report.to_dict(), arguments.kind, arguments.json)


def _writers(crm: scrm.Crm, arguments: argparse.Namespace) -> dict[tuple[str, str], Callable[[Target], None]]:
    raw = getattr(arguments, "raw", False)
    return {
        ("customers", "csv"): crm.customers.export_csv,
        ("customers", "jsonl"): crm.customers.export_jsonl,
        ("identities", "csv"): crm.identities.export_csv,
        ("identities", "jsonl"): crm.identities.export_jsonl,
        ("interactions", "csv"): crm.interactions.export_csv,
        ("interactions", "jsonl"): crm.interactions.export_jsonl,
        ("decisions", "csv"): crm.resolution.export_decisions_csv,
        ("decisions", "jsonl"): crm.resolution.export_decisions,
        ("links", "csv"): crm.resolution.write_links,
        ("links", "jsonl"): crm.resolution.write_links_jsonl,
        ("quarantine", "csv"): lambda out: crm.quarantine.export_csv(out, raw=raw),
        ("quarantine", "jsonl"): lambda out: crm.quarantine.export_jsonl(out, raw=raw),
    }


def export_records(arguments: argparse.Namespace) -> int:
    if arguments.format == "parquet":
        from scrm.frames import require_parquet

        require_parquet()
    writers = _writers(scrm.open(arguments.db, create=False), arguments)
    if arguments.format != "parquet":
        writers[arguments.kind, arguments.format](target(arguments.output))
        return EXIT_DONE
    from scrm.frames import csv_to_parquet

    with tempfile.TemporaryDirectory() as folder:
        rows = os.path.join(folder, "rows.csv")
        writers[arguments.kind, "csv"](rows)
        csv_to_parquet(rows, target(arguments.output))
    return EXIT_DONE


def migrate(arguments: argparse.Namespace) -> int:
    sql = scrm.Crm.migrate(arguments.db, dry_run=arguments.dry_run)
    print(sql if sql else "-- the schema is current")
    return EXIT_DONE


def backup(arguments: argparse.Namespace) -> int:
    scrm.open(arguments.db, create=False).backup(arguments.output, progress=ProgressBar.callback())
    return EXIT_DONE


def restore(arguments: argparse.Namespace) -> int:
    scrm.Crm.restore(arguments.file, arguments.db)
    return EXIT_DONE


def delete_records(arguments: argparse.Namespace) -> int:
    crm = scrm.open(arguments.db, create=False)
    author = {"actor": arguments.actor, "reason": arguments.reason}
    if arguments.kind == "customers":
        crm.customers.erase(arguments.ids, **author)
    elif arguments.kind == "interactions":
        crm.interactions.erase(arguments.ids, scope=arguments.scope, **author)
    else:
        crm.identities.erase(arguments.ids, scope=arguments.scope, **author)
    print(f"{arguments.kind} deleted: {len(set(arguments.ids)):,}")
    return EXIT_DONE


def delete_quarantine(arguments: argparse.Namespace) -> int:
    deleted = scrm.open(arguments.db, create=False).quarantine.erase(
        kind=arguments.of,
        row=arguments.row,
        received_before=arguments.before,
        containing=arguments.containing,
        actor=arguments.actor,
        reason=arguments.reason,
    )
    print(f"quarantine deleted: {deleted:,}")
    return EXIT_DONE
