"""Commands on texts, without a database: classify, aspects, reposts, topics, and models of the bank's own labels."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, note, note_code_page, note_unreadable, print_json, table, target, write_text
from scrm.sentiment import (
    BrandConfiguration,
    Classifier,
    RuleBook,
    refit_file,
    report_topics_file,
    train_file,
    write_aspects,
    write_reposts,
)


def _model(path: str | None) -> Classifier:
    return Classifier() if path in (None, "default") else Classifier.load(path)


def _rules(path: str) -> RuleBook:
    try:
        with open(path, encoding="utf-8") as file:
            return RuleBook(BrandConfiguration.from_json(file.read()))
    except UnicodeDecodeError:
        from scrm import UnreadableInput

        raise UnreadableInput(f"{path} is no UTF-8") from None


def classify(arguments: argparse.Namespace) -> int:
    model = _model(arguments.model)
    if arguments.brands:
        model = model.with_rules(_rules(arguments.brands))
    counts = model.classify_file(
        arguments.file,
        target(arguments.output),
        text=arguments.text,
        id=arguments.id,
        explain=arguments.explain,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    note_code_page([arguments.file])
    note_unreadable(counts)
    if arguments.timing:
        timing = {name: counts[name] for name in ("texts", "seconds", "threads")}
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
        try_built_in=arguments.base is None,
        fit=arguments.fit,
        cost=arguments.cost,
        seed=arguments.seed,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    classifier.save(arguments.output)
    note_code_page([arguments.file])
    held_out = reports[0].get("held_out")
    if held_out:
        note(
            f"{len(classifier.heads['label'])} labels; on {held_out['n']:,} held-out texts macro F1 "
            f"{held_out['macro_f1']:.4f}, accuracy {held_out['accuracy']:.4f}, ECE {held_out['ece']:.4f}"
        )
    _note_unlabelled(reports[0])
    if reports[0]["foreign"]:
        note(
            f"{reports[0]['foreign']:,} rows of {os.path.basename(arguments.sidecar)} have a label that no row "
            f"of {os.path.basename(arguments.file)} has: they are left out"
        )
    return EXIT_DONE


def _note_unlabelled(report: dict[str, Any]) -> None:
    if report["unlabelled"]:
        note(f"{report['unlabelled']:,} rows have no label and are left out")


def _shown(report: dict[str, Any]) -> tuple[str, ...]:
    compared = "base" in report
    return (
        report["head"],
        f"{report['labels']:,}",
        f"{report['base']['n']:,}" if compared else "-",
        f"{report['base']['macro_f1']:.3f} -> {report['refitted']['macro_f1']:.3f}" if compared else "-",
        f"{report['base_loss']:.3f} -> {report['refitted_loss']:.3f}" if compared else "-",
        f"{report['changed']:,} of {report['silent']:,}",
        report["verdict"],
    )


def refit(arguments: argparse.Namespace) -> int:
    classifier, reports = refit_file(
        arguments.file,
        text=arguments.text,
        weight=arguments.weight,
        time=arguments.time,
        sidecar=arguments.sidecar,
        base=_model(arguments.base),
        prior=arguments.prior,
        fair_sample=arguments.fair_sample,
        seed=arguments.seed,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    verdicts = [report["verdict"] for report in reports]
    if not {"better", "untested"} & set(verdicts):
        from scrm import InvalidArgument

        if "refused" in verdicts:
            raise InvalidArgument("on the held-out texts the base is no worse, so nothing is written")
        raise InvalidArgument("nobody set a label of this model right, so nothing is written")
    classifier.save(arguments.output)
    if arguments.json:
        print_json(reports)
    else:
        columns = ("head", "labels", "held out", "macro F1", "loss", "others changed", "verdict")
        print(table([_shown(report) for report in reports], columns))
    if "refused" in verdicts:
        note(f"{verdicts.count('refused')} heads stay as in the base, which is no worse")
    if "untested" in verdicts:
        note(f"{verdicts.count('untested')} heads have too few labels to compare with the base")
    return EXIT_DONE


def evaluate(arguments: argparse.Namespace) -> int:
    result = _model(arguments.model).evaluate_file(
        arguments.file, text=arguments.text, label=arguments.label, head=arguments.head, threads=arguments.threads
    )
    note_code_page([arguments.file])
    _note_unlabelled(result)
    if arguments.json:
        print_json(result)
        return EXIT_DONE
    print(table([(name, f"{value:.4f}") for name, value in result["f1"].items()], ("label", "F1")))
    print(
        f"head {result['head']}: macro F1 {result['macro_f1']:.4f}, accuracy {result['accuracy']:.4f}, "
        f"ECE {result['ece']:.4f}, {result['n']:,} texts"
    )
    return EXIT_DONE


def brands(arguments: argparse.Namespace) -> int:
    text = json.dumps(json.loads(BrandConfiguration.built_in().to_json()), ensure_ascii=False, indent=2)
    write_text(text + "\n", arguments.output)
    return EXIT_DONE


def aspects(arguments: argparse.Namespace) -> int:
    rules = _rules(arguments.brands) if arguments.brands else RuleBook()
    counts = write_aspects(
        arguments.file,
        target(arguments.output),
        text=arguments.text,
        id=arguments.id,
        rules=rules,
        model=None if arguments.words_only else Classifier().with_rules(rules),
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    note_code_page([arguments.file])
    note_unreadable(counts)
    note(f"{counts['clauses']:,} clauses")
    return EXIT_DONE


def reposts(arguments: argparse.Namespace) -> int:
    counts = write_reposts(
        arguments.file,
        target(arguments.output),
        text=arguments.text,
        id=arguments.id,
        similarity=arguments.similarity,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    note_code_page([arguments.file])
    note_unreadable(counts)
    note(f"{counts['reposts']:,} of {counts['posts']:,} posts repeat one of {counts['originals']:,} others")
    return EXIT_DONE


_SHOWN = 100


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _hours(spike: dict[str, Any]) -> tuple[str, ...]:
    return (spike["from"], spike["to"], f"{spike['posts']:,}", f"{spike['expected']:.1f}", f"{spike['p_value']:.1e}")


def topics(arguments: argparse.Namespace) -> int:
    report = report_topics_file(
        arguments.file,
        text=arguments.text,
        time=arguments.time,
        topic=arguments.topic,
        hours=24 * arguments.days,
        limit=arguments.limit,
        zone=arguments.zone,
        false_alarm_rate=arguments.false_alarms,
        threads=arguments.threads,
        progress=ProgressBar.callback(),
    )
    note_code_page([arguments.file])
    if arguments.json:
        print_json(report)
        return EXIT_DONE
    print(
        f"{report['posts']:,} posts from {report['from']} to {report['to']}, {report['originals']:,} of them no "
        f"repost; {report['reference_posts']:,} before"
    )
    terms = [
        (term["text"], f"{term['posts']:,}", f"{term['lift']:.1f}", f"{term['g2']:.1f}", _short(term["examples"][0]))
        for term in report["terms"]
    ]
    parts = [table(terms, ("term", "posts", "lift", "G2", "example"))] if terms else []
    trends = [
        (
            topic["topic"],
            f"{topic['posts']:,}",
            f"{topic['before']:,}",
            f"{topic['ratio']:.2f}",
            f"{topic['p_value']:.1e}",
        )
        for topic in report["topics"][: arguments.limit]
    ]
    if trends:
        parts.append(table(trends, ("topic", "posts", "before", "rate x", "p")))
    spikes = [("all", *_hours(spike)) for spike in report["spikes"]]
    spikes += [(topic["topic"], *_hours(spike)) for topic in report["topics"] for spike in topic["spikes"]]
    if spikes:
        parts.append(table(spikes[: 5 * arguments.limit], ("spike in", "from", "to", "posts", "expected", "p")))
    stories = [
        (story["peak"], ", ".join(term["text"] for term in story["terms"]), _short(story["earliest"]))
        for story in report["stories"]
    ]
    if stories:
        parts.append(table(stories, ("spike at", "its terms", "earliest post")))
    groups = [(f"{group['posts']:,}", _short(group["text"])) for group in report["groups"]]
    if groups:
        parts.append(table(groups, ("posts", "repeated text")))
    print("\n\n".join(parts))
    return EXIT_DONE
