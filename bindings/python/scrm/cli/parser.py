"""The command line of ``scrm``: every command and option."""

from __future__ import annotations

import argparse
import os
import sys

from scrm.cli import values
from scrm.cli.options import (
    add_author,
    add_columns,
    add_command,
    add_database,
    add_json,
    add_linkage,
    add_output,
    add_threads,
    lazy,
)
from scrm.cli.text_commands import add_assessment_commands, add_text_commands

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


# Names of files, which may hold bytes that are no text: those that are read, and those that are written.
_INPUTS = {
    *("brands", "clusters", "file", "files", "labels", "left", "links", "model", "pairs", "policy", "right"),
    *("sidecar", "truth"),
}
_OUTPUTS = {"chart", "cluster_report", "links_out", "output"}
# What stdin and stdout cannot be: (command, action) and option.
_FILES_ONLY = {
    ("backup", None): "output",
    ("restore", None): "file",
    ("sample", None): "output",
    ("sentiment", "train"): "output",
}


def _read_stdin(arguments: argparse.Namespace) -> None:
    """``-`` in the place of a file to read is stdin."""
    for name in _INPUTS & vars(arguments).keys():
        value = getattr(arguments, name)
        if isinstance(value, list):
            setattr(arguments, name, ["/dev/stdin" if one == "-" else one for one in value])
        elif value == "-":
            setattr(arguments, name, "/dev/stdin")


def _check_texts(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    for name, value in vars(arguments).items():
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):
                continue
            if name not in _INPUTS | _OUTPUTS and any("\ud800" <= character <= "\udfff" for character in text):
                parser.error(f"argument {name}: must be UTF-8")
            if name in _OUTPUTS and not text:
                parser.error(f"argument {name}: the name of a file is empty")
            step = (arguments.command, getattr(arguments, "action", None))
            if text == "-" and (name == "chart" or _FILES_ONLY.get(step) == name):
                parser.error(f"argument {name}: must name a file here, - does not")


def _files_read(arguments: argparse.Namespace) -> dict[str, str]:
    """The files that a result must not replace, each with the option that names it."""
    out: dict[str, str] = {}
    for name in sorted(_INPUTS & vars(arguments).keys()):
        # A model that is trained further may take its own place.
        if name == "model" and arguments.command == "model":
            continue
        value = getattr(arguments, name)
        for path in value if isinstance(value, list) else [value]:
            if isinstance(path, str) and path:
                out.setdefault(os.path.realpath("/dev/stdin" if path == "-" else path), name)
    return out


def _check_outputs(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Of two results in one file the later one would be all that is left, and of an input its result."""
    written: dict[str, str] = {}
    read = _files_read(arguments)
    for name in sorted(_OUTPUTS):
        path = getattr(arguments, name, None)
        if not path or path == "-" or path.startswith("/dev/"):
            continue
        place = os.path.realpath(path)
        other = written.setdefault(place, name)
        if other != name:
            parser.error(f"arguments {other} and {name} name one file")
        if place in read:
            parser.error(f"arguments {read[place]} and {name} name one file, which would be overwritten")


def _check_search(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    from scrm._scrm import unreadable_search

    for name in ("phone", "email", "birth_date"):
        if what := unreadable_search(**{name: getattr(arguments, name)}):
            parser.error(f"argument --{name.replace('_', '-')}: this is no {what}")


def _check_choices(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if [getattr(arguments, name, None) for name in sorted(_OUTPUTS)].count("-") > 1:
        parser.error("only one output can be stdout")
    _check_outputs(parser, arguments)
    if arguments.command == "search":
        asked = (arguments.name, arguments.phone, arguments.email, arguments.birth_date, arguments.city)
        if not any(asked):
            parser.error("search needs at least one of --name, --phone, --email, --birth-date, --city")
        _check_search(parser, arguments)
    if arguments.command == "delete" and arguments.kind == "quarantine":
        named = (arguments.of, arguments.before, arguments.containing)
        if arguments.containing == "":
            parser.error("argument --containing: the text is empty")
        if not any(named) and arguments.row is None:
            parser.error("delete quarantine needs at least one of --of, --row, --before, --containing")
    if arguments.command == "threshold" and arguments.action == "accuracy":
        counts_itself = arguments.truth and (arguments.labels or arguments.missed)
        if counts_itself:
            parser.error("threshold accuracy --truth needs --pairs and counts the missed pairs itself")
    keeps_sources = getattr(arguments, "method", "") in ("single_best_link", "unique_mapping")
    if getattr(arguments, "duplicate_free", False) and not keeps_sources:
        parser.error("--duplicate-free needs --method single_best_link or unique_mapping")
    if arguments.command == "model" and arguments.action == "train":
        if bool(arguments.db) == bool(arguments.files):
            parser.error("model train needs either --db DB or FILE.csv … with --id COLUMN")
        if arguments.files and not arguments.id:
            parser.error("model train on files needs --id COLUMN")
        if arguments.db and arguments.model:
            parser.error("model train --model needs FILE.csv …, no database")
        if arguments.db and (arguments.labels or arguments.label_column or arguments.prior_rule):
            parser.error("model train --labels, --label-column and --prior-rule need FILE.csv …, no database")
        if bool(arguments.prior_rule) != (arguments.recall is not None):
            parser.error("model train --prior-rule and --recall go together")


class _Formatter(argparse.HelpFormatter):
    """Finds the width of the terminal as shutil does, whose import takes longer than all options of a command."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ["COLUMNS"])
        except (KeyError, ValueError):
            columns = 0
        if columns <= 0 and sys.__stdout__ is not None:
            try:
                columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
            except (ValueError, OSError):
                pass
        if columns <= 0:
            columns = 80
        super().__init__(prog, width=columns - 2)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Formatter, **settings)


class _VersionAction(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from scrm import __version__

        print(f"scrm {__version__}")
        parser.exit()


def _add_storage_commands(commands: Any) -> None:
    add_database(add_command(commands, "init", "make an empty database", lazy("records", "init")))

    importing = commands.add_parser("import", help="read records into a database", allow_abbrev=False)
    kinds = importing.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, form in (
        ("customers", "CSV"),
        ("identities", "JSON lines"),
        ("interactions", "JSON lines"),
        ("decisions", "JSON lines"),
    ):
        parser = add_command(kinds, kind, f"{kind} from {form}", lazy("records", "import_records"))
        parser.add_argument("file", metavar="FILE")
        add_database(parser)
        if kind == "interactions":
            parser.add_argument(
                "--mask",
                choices=("cards", "all"),
                default="cards",
                help="all: also phones, e-mails, IBANs, accounts and passports in texts; default: %(default)s",
            )
        add_json(parser)

    exporting = commands.add_parser("export", help="write records out", allow_abbrev=False)
    kinds = exporting.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, summary, default in (
        ("customers", "CRM records, as import reads them", "csv"),
        ("identities", "social profiles, as import reads them", "jsonl"),
        ("interactions", "interactions, as import reads them", "jsonl"),
        ("decisions", "decisions and live merges, as import reads them", "jsonl"),
        ("links", "current links", "csv"),
        ("quarantine", "rows that could not be read, with their reasons", "csv"),
    ):
        parser = add_command(kinds, kind, summary, lazy("records", "export_records"))
        add_database(parser)
        parser.add_argument(
            "--format",
            choices=("csv", "jsonl", "parquet"),
            default=default,
            help="default: %(default)s" + (", which import reads" if kind not in ("links", "quarantine") else ""),
        )
        if kind == "quarantine":
            parser.add_argument("--raw", action="store_true", help="also the bytes, card numbers masked")
        add_output(parser)

    parser = add_command(commands, "migrate", "bring an older schema to this one", lazy("records", "migrate"))
    add_database(parser)
    parser.add_argument("--dry-run", action="store_true", help="print the SQL and change nothing")

    parser = add_command(commands, "backup", "write a consistent copy", lazy("records", "backup"))
    add_database(parser)
    add_output(parser, required=True)

    parser = add_command(commands, "restore", "fill a database from a backup", lazy("records", "restore"))
    parser.add_argument("file", metavar="FILE")
    add_database(parser)

    deleting = commands.add_parser("delete", help="remove records as if they had never come", allow_abbrev=False)
    kinds = deleting.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, placeholder in (
        ("identities", "NETWORK:ID"),
        ("customers", "CUSTOMER_ID"),
        ("interactions", "NETWORK:ID"),
    ):
        parser = add_command(kinds, kind, f"delete {kind}", lazy("records", "delete_records"))
        parser.add_argument("ids", nargs="+", metavar=placeholder)
        if kind != "customers":
            parser.add_argument("--scope", metavar="S", help="needed only where several scopes hold the id")
        add_database(parser)
        add_author(parser)
    parser = add_command(kinds, "quarantine", "delete rows that were refused", lazy("records", "delete_quarantine"))
    parser.add_argument("--of", choices=("customers", "identities", "interactions", "decisions"), help="of this kind")
    parser.add_argument("--row", type=values.count, metavar="N", help="with this number in their file")
    parser.add_argument("--before", type=values.moment, metavar="TIME", help="that first came before this time")
    parser.add_argument("--containing", metavar="TEXT", help="that hold this text: an id, a telephone number")
    add_database(parser)
    add_author(parser)


def _add_resolution_commands(commands: Any) -> None:
    parser = add_command(
        commands, "resolve", "link identities to customers, find duplicate customers", lazy("resolution", "resolve")
    )
    add_database(parser)
    parser.add_argument("--model", metavar="M.json", help="a frozen model; default: train on the records")
    add_threads(parser)
    parser.add_argument("--links-out", metavar="FILE", help="also write the links")
    add_json(parser)

    for name, summary in (("links", "current links"), ("clusters", "duplicate customers")):
        parser = add_command(commands, name, summary, lazy("resolution", name))
        add_database(parser)
        add_output(parser)

    parser = add_command(commands, "review", "the review queue, most probable first", lazy("resolution", "review"))
    add_database(parser)
    parser.add_argument("--limit", type=values.positive, default=20, metavar="N", help="at most N rows; default: 20")
    add_json(parser)
    add_output(parser)

    for name, summary in (
        ("confirm", "an account belongs to a customer"),
        ("reject", "an account does not belong to a customer"),
        ("unlink", "take a link back"),
    ):
        parser = add_command(commands, name, summary, lazy("resolution", "decide"))
        parser.add_argument("account", metavar="NETWORK:ID")
        parser.add_argument("customer", metavar="CUSTOMER_ID")
        parser.add_argument("--scope", metavar="S", help="needed only where several scopes hold the id")
        add_database(parser)
        add_author(parser)
        parser.set_defaults(decision=name)

    parser = add_command(commands, "merge", "records are one customer", lazy("resolution", "merge"))
    parser.add_argument("survivor", metavar="SURVIVOR_ID")
    parser.add_argument("others", nargs="+", metavar="OTHER_ID")
    add_database(parser)
    add_author(parser)
    add_json(parser)

    parser = add_command(commands, "unmerge", "undo one merge, exactly", lazy("resolution", "unmerge"))
    parser.add_argument("merge", metavar="MERGE_ID", help="as merge printed it; how lists them too")
    add_database(parser)
    add_author(parser)

    parser = add_command(commands, "keep-apart", "two records are two people", lazy("resolution", "keep_apart"))
    parser.add_argument("first", metavar="ID")
    parser.add_argument("second", metavar="ID")
    parser.add_argument("--lift", action="store_true", help="take an earlier keep-apart of the two back")
    add_database(parser)
    add_author(parser)

    parser = add_command(commands, "why", "the evidence for a pair", lazy("resolution", "why"))
    parser.add_argument("account", metavar="NETWORK:ID")
    parser.add_argument("customer", metavar="CUSTOMER_ID")
    parser.add_argument("--scope", metavar="S", help="needed only where several scopes hold the id")
    add_database(parser)
    parser.add_argument("--show-values", action="store_true", help="values in full instead of masked")
    parser.add_argument("--chart", metavar="FILE.html", help="also draw how the evidence adds up")
    add_json(parser)

    parser = add_command(commands, "how", "the history of a customer", lazy("resolution", "how"))
    parser.add_argument("customer", metavar="CUSTOMER_ID")
    add_database(parser)
    parser.add_argument("--policy", metavar="POLICY.json", help="which values survive in the golden record")
    add_json(parser)

    parser = add_command(commands, "search", "find customers by attributes", lazy("resolution", "search"))
    add_database(parser)
    for field in ("name", "phone", "email", "birth-date", "city"):
        parser.add_argument(f"--{field}", default="", metavar="TEXT")
    parser.add_argument(
        "--complete", action="store_true", help="compare with every record, not only those that share a search key"
    )
    parser.add_argument("--limit", type=values.positive, default=20, metavar="N", help="at most N rows; default: 20")
    add_json(parser)


def _add_threshold_commands(commands: Any) -> None:
    thresholds = commands.add_parser(
        "threshold", help="choose a threshold, with and without labels", allow_abbrev=False
    )
    actions = thresholds.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = add_command(actions, "sample", "draw pairs for people to judge", lazy("threshold", "sample"))
    parser.add_argument("pairs", metavar="PAIRS.csv", help="as link or dedupe --links-out wrote them")
    parser.add_argument("--size", type=values.positive, default=200, metavar="N", help="pairs to draw; default: 200")
    parser.add_argument("--strata", type=values.positive, default=10, metavar="N", help="ranges of weight; default: 10")
    parser.add_argument("--seed", type=values.seed, default=1, metavar="S", help="the same seed draws the same pairs")
    add_output(parser, required=True)

    parser = add_command(actions, "accuracy", "precision and recall by threshold", lazy("threshold", "accuracy"))
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--pairs", metavar="PAIRS.csv", help="judged by the truth, or by the model without one")
    found.add_argument("--labels", metavar="REVIEW.csv", help="a sample with is_match filled")
    parser.add_argument("--truth", metavar="T.csv", help="record_id,cluster_id or left_id,right_id")
    parser.add_argument(
        "--missed", type=values.count, default=0, metavar="N", help="true pairs that were never compared"
    )
    parser.add_argument("--chart", metavar="FILE.html", help="also draw the curve")
    add_output(parser)
    add_json(parser)

    parser = add_command(
        actions, "unlinkables", "records that cannot reach a threshold", lazy("threshold", "unlinkables")
    )
    parser.add_argument("files", nargs="+", metavar="FILE.csv", help="several files are one population")
    parser.add_argument("--id", required=True, metavar="COLUMN", help="column that holds the record id")
    add_columns(parser)
    parser.add_argument("--model", metavar="M.json", help="a trained model; default: train on these records")
    add_threads(parser)
    add_output(parser)
    add_json(parser)


def _add_linkage_commands(commands: Any) -> None:
    parser = add_command(commands, "dedupe", "find duplicates in files, without a database", lazy("linkage", "dedupe"))
    parser.add_argument("files", nargs="+", metavar="FILE.csv")
    add_linkage(parser)
    parser.add_argument("--links-out", metavar="pairs.csv", help="also write the compared pairs")
    parser.add_argument(
        "--method",
        choices=("average_linkage", "connected_components", "single_best_link", "unique_mapping"),
        default="average_linkage",
        help="how pairs become clusters",
    )
    parser.add_argument(
        "--cluster-probability",
        type=values.probability,
        metavar="P",
        help="of a pair that joins records; default: the model's, for connected_components .5 at least",
    )
    parser.add_argument(
        "--duplicate-free",
        action="store_true",
        help="each file holds nobody twice (with single_best_link and unique_mapping)",
    )
    parser.add_argument("--cluster-report", metavar="FILE.csv", help="also write density and bridges of each cluster")

    parser = add_command(commands, "link", "link two files, without a database", lazy("linkage", "link"))
    parser.add_argument("left", metavar="LEFT.csv")
    parser.add_argument("right", metavar="RIGHT.csv")
    add_linkage(parser)
    parser.add_argument("--many", action="store_true", help="all right records per left one, not the best")

    parser = add_command(commands, "evaluate", "compare clusters or links with the truth", lazy("linkage", "evaluate"))
    parser.add_argument("--truth", required=True, metavar="T.csv", help="truth.csv of sample, or record_id,cluster_id")
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--clusters", metavar="C.csv", help="record_id,cluster_id")
    found.add_argument("--links", metavar="L.csv", help="links.csv or pairs.csv")
    add_json(parser)

    _add_threshold_commands(commands)

    models = commands.add_parser("model", help="match models", allow_abbrev=False)
    actions = models.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = add_command(actions, "train", "train a model on a database or on files", lazy("linkage", "train_model"))
    parser.add_argument("files", nargs="*", metavar="FILE.csv")
    parser.add_argument("--db", metavar="DB", help="train on the records of a database")
    parser.add_argument("--id", metavar="COLUMN", help="column that holds the record id of the files")
    add_columns(parser)
    parser.add_argument("--model", metavar="M.json", help="the model to train; default: the built-in person model")
    labels = parser.add_mutually_exclusive_group()
    labels.add_argument("--labels", metavar="L.csv", help="m from judged pairs: left_id,right_id[,is_match]")
    labels.add_argument("--label-column", metavar="COLUMN", help="m from a column of the files: who each record is")
    parser.add_argument(
        "--prior-rule",
        action="append",
        metavar="RULE",
        help="the prior from rules that only matches fulfil, as name_pair+birth_date; may be given several times",
    )
    parser.add_argument(
        "--recall", type=values.probability, metavar="R", help="the share of the matches that these rules find"
    )
    add_threads(parser)
    add_output(parser, required=True)
    parser = add_command(
        actions, "blocking", "pairs that each blocking rule proposes, before a run", lazy("linkage", "show_blocking")
    )
    parser.add_argument("files", nargs="+", metavar="FILE.csv", help="several files are one population")
    parser.add_argument("--id", required=True, metavar="COLUMN", help="column that holds the record id")
    add_columns(parser)
    parser.add_argument("--model", metavar="M.json", help="whose rules; default: the built-in person model")
    parser.add_argument("--new-pairs", action="store_true", help="count what each rule adds: looks at every pair")
    parser.add_argument(
        "--largest", type=values.count, default=3, metavar="N", help="largest blocks of each rule; default: 3"
    )
    add_threads(parser)
    add_json(parser)
    parser = add_command(actions, "show", "comparisons, levels and weights of a model", lazy("linkage", "show_model"))
    parser.add_argument("file", nargs="?", metavar="M.json", help="default: the built-in person model")
    parser.add_argument("--chart", metavar="FILE.html", help="also draw the match weights")
    add_json(parser)

    parser = add_command(
        actions, "import-splink", "read the settings JSON of Splink 4 or 5", lazy("linkage", "import_splink")
    )
    parser.add_argument("file", metavar="SETTINGS.json")
    add_output(parser, required=True)
    parser = add_command(
        actions,
        "export-splink",
        "write a model of expressions as settings of Splink",
        lazy("linkage", "export_splink"),
    )
    parser.add_argument("file", metavar="M.json")
    add_output(parser, required=True)

    parser = add_command(commands, "sample", "write a synthetic bank with truth", lazy("linkage", "sample"))
    parser.add_argument("--customers", type=values.count, required=True, metavar="N", help="at least N CRM records")
    parser.add_argument("--identities", type=values.count, required=True, metavar="M", help="social profiles")
    parser.add_argument("--interactions", type=values.count, default=0, metavar="K", help="default: none")
    parser.add_argument(
        "--seed", type=values.seed, default=1, metavar="S", help="the same seed, the same bank; default: 1"
    )
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="folder, made when absent")


def _add_operation_commands(commands: Any) -> None:
    add_database(
        add_command(commands, "state-hash", "one digest of the logical state", lazy("operations", "state_hash"))
    )

    parser = add_command(commands, "report", "a dashboard in one file", lazy("operations", "report"))
    add_database(parser)
    add_output(parser, required=True)

    parser = add_command(commands, "verify", "check every invariant", lazy("operations", "verify"))
    add_database(parser)
    add_json(parser)

    audit = commands.add_parser("audit", help="the audit chain", allow_abbrev=False)
    actions = audit.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = add_command(actions, "verify", "check the audit chain", lazy("operations", "verify_audit"))
    add_database(parser)
    add_json(parser)


class _Unasked:
    """Stands for the parser of a command that this process does not run: building all of them takes a while."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self


class _OneCommand:
    """The commands of a parser, of which only one is built."""

    def __init__(self, commands: Any, name: str) -> None:
        self._commands, self._name = commands, name

    def add_parser(self, name: str, **settings: Any) -> Any:
        return self._commands.add_parser(name, **settings) if name == self._name else _Unasked()


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of every command, or of one only where there is one of that name."""
    parser = _Parser(
        prog="scrm",
        description="Social CRM engine: link social profiles to customers, explain it, undo it.",
        epilog="A FILE to read may be - for stdin, one to write - for stdout. "
        "Exit status: 0 done, 1 error, 2 wrong usage, 3 done with quarantined rows.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_VersionAction, nargs=0, help="show the version and exit")
    commands: Any = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", prog="scrm")
    built = commands.choices
    if command is not None:
        commands = _OneCommand(commands, command)
    _add_storage_commands(commands)
    _add_resolution_commands(commands)
    _add_linkage_commands(commands)
    add_text_commands(commands)
    add_assessment_commands(commands)
    _add_operation_commands(commands)
    return parser if built else build_parser()


def _with_dashed_values(argv: Sequence[str]) -> list[str]:
    """A birthday without a year (--02-04) is no option."""
    out: list[str] = []
    for text in argv:
        is_day = len(text) == 7 and text.startswith("--") and text[2:4].isdigit() and text[4] == "-"
        if is_day and out and out[-1] == "--birth-date":
            out[-1] += "=" + text
        else:
            out.append(text)
    return out


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse or leave with status 2 and a last line ``scrm …: error: …``."""
    parser = build_parser(argv[0] if argv else None)
    arguments = parser.parse_args(_with_dashed_values(argv))
    _check_texts(parser, arguments)
    _check_choices(parser, arguments)
    _read_stdin(arguments)
    return arguments
