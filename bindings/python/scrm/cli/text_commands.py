"""The commands that read and judge posts."""

from __future__ import annotations

import argparse

from scrm.cli import values
from scrm.cli.options import add_author, add_command, add_database, add_json, add_output, add_threads, lazy

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    from typing import Any


def _labelled_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column that holds the texts")
    parser.add_argument("--label", required=True, metavar="COLUMN", help="column that holds the labels")
    add_threads(parser)


_SENTIMENTS = ("negative", "neutral", "positive")
_INTENTS = ("complaint", "question", "idea", "gratitude", "promo", "news", "other")
_PRODUCTS = (
    "cards",
    "credit",
    "mortgage",
    "deposit",
    "payments_transfers",
    "online_banking_app",
    "atm",
    "branch_service",
    "call_center",
    "other_none",
)
_FIELDS = ("language", "sentiment", "intent", "product", "urgent", "lead", "churn")


def add_assessment_commands(commands: Any) -> None:
    parser = add_command(
        commands, "assess", "say again what posts say, where the model has changed", lazy("assessments", "assess")
    )
    add_database(parser)
    models = parser.add_mutually_exclusive_group()
    models.add_argument(
        "--model", metavar="MODEL", help="from now on the model of this database; default: the one in force"
    )
    models.add_argument(
        "--own", type=values.own_model, metavar="NAME=MODULE:CALLABLE", help="the same with a model of your own"
    )
    parser.add_argument("--batch", type=values.positive, default=32, metavar="N", help="texts a call of your own model")
    parser.add_argument("--timeout", type=values.timeout, default=5.0, metavar="S", help="for such a call; default: 5")
    add_threads(parser)
    add_json(parser)

    parser = add_command(
        commands, "assessments", "what posts say, corrections included", lazy("assessments", "listing")
    )
    add_database(parser)
    parser.add_argument("--network", metavar="NAME")
    parser.add_argument("--sentiment", choices=_SENTIMENTS)
    parser.add_argument("--intent", choices=_INTENTS)
    parser.add_argument("--product", choices=_PRODUCTS)
    parser.add_argument("--since", type=values.moment, metavar="TIME", help="posted then or later")
    parser.add_argument("--until", type=values.moment, metavar="TIME", help="posted before")
    parser.add_argument("--limit", type=values.positive, default=0, metavar="N", help="at most N rows; default: all")
    add_output(parser)

    parser = add_command(commands, "correct", "set right what a post says", lazy("assessments", "correct"))
    parser.add_argument("interaction", metavar="NETWORK:ID")
    parser.add_argument("field", choices=_FIELDS, metavar="FIELD", help=", ".join(_FIELDS))
    parser.add_argument("value", metavar="VALUE", help="as classify prints it; machine: back to the model")
    parser.add_argument("--scope", metavar="S", help="needed only where several scopes hold the id")
    add_database(parser)
    add_author(parser)


def add_text_commands(commands: Any) -> None:
    parser = add_command(commands, "classify", "what each text of a file says", lazy("texts", "classify"))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column that holds the texts")
    parser.add_argument("--id", metavar="COLUMN", help="column that names the rows; default: their number")
    parser.add_argument("--model", metavar="MODEL", help="a trained model; default: the one that is built in")
    add_threads(parser)
    parser.add_argument("--timing", action="store_true", help="print texts, seconds and threads on stderr")
    parser.add_argument("--explain", action="store_true", help="also a column that says why")
    parser.add_argument("--brands", metavar="B.json", help="banks and products, as `scrm sentiment brands` prints them")
    add_output(parser, required=True)

    parser = add_command(commands, "aspects", "what each clause of a text judges", lazy("texts", "aspects"))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column that holds the texts")
    parser.add_argument("--id", metavar="COLUMN", help="column that names the rows; default: their number")
    parser.add_argument("--brands", metavar="B.json", help="banks and products, as `scrm sentiment brands` prints them")
    parser.add_argument("--words-only", action="store_true", help="polarity words alone, no model")
    add_threads(parser)
    add_output(parser, required=True)

    parser = add_command(commands, "reposts", "which text of a file repeats which", lazy("texts", "reposts"))
    parser.add_argument("file", metavar="FILE", help="posts, the earliest first")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column that holds the texts")
    parser.add_argument("--id", metavar="COLUMN", help="column that names the rows; default: their number")
    parser.add_argument(
        "--similarity",
        type=values.similarity,
        default=0.6,
        metavar="S",
        help="from which a post is a copy; default: 0.6",
    )
    add_threads(parser)
    add_output(parser, required=True)

    parser = add_command(commands, "topics", "what the last days of a stream were about", lazy("texts", "topics"))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column that holds the texts")
    parser.add_argument("--time", required=True, metavar="COLUMN", help="column that says when each was written")
    parser.add_argument("--topic", metavar="COLUMN", help="column that says what each is about, for trends")
    parser.add_argument("--days", type=values.days, default=7, metavar="D", help="length of the period; default: 7")
    parser.add_argument(
        "--zone", type=values.zone, default="UTC", metavar="ZONE", help="whose hours of the week repeat; default: UTC"
    )
    parser.add_argument(
        "--false-alarms", type=values.rate, default=1e-4, metavar="P", help="false alarms an hour; default: 0.0001"
    )
    parser.add_argument(
        "--limit", type=values.limit, default=20, metavar="N", help="terms and reposts shown; default: 20"
    )
    add_threads(parser)
    add_json(parser)

    models = commands.add_parser("sentiment", help="text models of your own labels", allow_abbrev=False)
    actions = models.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = add_command(actions, "train", "fit a text model on labelled texts", lazy("texts", "train"))
    _labelled_file(parser)
    parser.add_argument(
        "--base",
        choices=("none", "default"),
        help="the model to build on; default: none, with what the built-in one says tried as features",
    )
    parser.add_argument("--sidecar", metavar="dev.csv", help="a file that only calibrates; default: a fifth of FILE")
    parser.add_argument("--weight", metavar="COLUMN", help="how much each row counts")
    parser.add_argument("--time", metavar="COLUMN", help="the latest fifth calibrates, instead of a fifth by lot")
    parser.add_argument(
        "--fit",
        choices=("auto", "logistic", "margin", "svm", "blend"),
        default="auto",
        help="default: auto, whatever does best on the held-out texts",
    )
    parser.add_argument("--cost", type=values.cost, metavar="C", help="errors against large weights; default: by --fit")
    parser.add_argument("--seed", type=values.seed, default=1, metavar="S")
    add_output(parser, required=True)
    parser = add_command(actions, "brands", "print the built-in banks and products, to edit", lazy("texts", "brands"))
    add_output(parser, required=False)
    parser = add_command(
        actions, "corrections", "what people set right, as rows for train", lazy("assessments", "corrections")
    )
    add_database(parser)
    parser.add_argument("--weight", type=values.weight, default=1.0, metavar="W", help="of every row; default: 1")
    add_output(parser, required=True)
    parser = add_command(actions, "refit", "fit a text model further, on what people set right", lazy("texts", "refit"))
    parser.add_argument("file", metavar="FILE", help="as `scrm sentiment corrections` writes it")
    parser.add_argument("--base", default="default", metavar="M", help="the model to build on; default: default")
    parser.add_argument("--prior", type=values.prior, default=2.0, metavar="P", help="weight of the base; default: 2")
    parser.add_argument("--sidecar", metavar="dev.csv", help="labelled as they come in: judge and calibrate, unfitted")
    parser.add_argument("--fair-sample", action="store_true", help="FILE is labelled as it comes in: fit biases too")
    parser.add_argument("--text", default="text", metavar="COLUMN", help="default: text")
    parser.add_argument("--weight", metavar="COLUMN", help="default: weight, where there is one")
    parser.add_argument("--time", metavar="COLUMN", help="the latest fifth judges; default: time, where there is one")
    parser.add_argument("--seed", type=values.seed, default=1, metavar="S")
    add_threads(parser)
    add_json(parser)
    add_output(parser, required=True)
    parser = add_command(actions, "evaluate", "compare a text model with labels", lazy("texts", "evaluate"))
    _labelled_file(parser)
    parser.add_argument("--model", required=True, metavar="M", help="a model file, or default")
    parser.add_argument(
        "--head",
        metavar="H",
        help="the answer that is compared; default: the one named as the label column, else that knows most labels",
    )
    add_json(parser)
