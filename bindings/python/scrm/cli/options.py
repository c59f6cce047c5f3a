"""How a command is declared, and the options that several have."""

from __future__ import annotations

import argparse
from importlib import import_module

from scrm.cli import values

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    from typing import Any


def lazy(module: str, function: str) -> Any:
    """A command whose module is loaded only when it runs, so that ``scrm --help`` starts at once."""

    def run(arguments: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"scrm.cli.{module}"), function)(arguments)
        return status

    return run


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", required=True, metavar="DB", help="path, sqlite:///path or postgresql://…")


def add_output(parser: argparse.ArgumentParser, required: bool = False) -> None:
    text = "write to FILE" if required else "write to FILE instead of stdout"
    parser.add_argument("-o", "--output", metavar="FILE", required=required, help=text)


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print machine-readable results")


def add_author(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--actor", default="operator", metavar="NAME", help="who decides")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")


def add_columns(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--columns", type=values.columns, metavar="A=C,…", help="attribute=column pairs; default: usual header names"
    )


def add_threads(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threads", type=values.threads, default=0, metavar="N", help="default: every core of this process"
    )


def add_linkage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--id", required=True, metavar="COLUMN", help="column that holds the record id")
    add_columns(parser)
    parser.add_argument("--model", metavar="M.json", help="a trained model; default: train on these records")
    add_threads(parser)
    parser.add_argument("--min-probability", type=values.probability, metavar="P", help="also list pairs down to P")
    add_output(parser, required=True)


def add_command(commands: Any, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
    parser.set_defaults(run=run)
    return parser
