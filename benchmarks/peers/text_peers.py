# SPDX-License-Identifier: Apache-2.0
"""scrm's text models and what a user would take today, on the same texts in the same run.

    python benchmarks/peers/text_peers.py DATA [--posts N] [--skip-quality] [--fasttext PROGRAM] [--rounds N]

DATA is a folder with sentirueval2016, rusentitweet and banking77 (what is absent is skipped). Rivals that are not
installed are left out: scikit-learn, fasttext, vaderSentiment. Every choice was made on these slices: SentiRuEval is
tested on the earlier half in time and trained on everything else, the others on a fifth by lot. Files included, the
command `scrm classify` runs in turns with fastText from Python and, where --fasttext names it, with the program
`fasttext predict` on the same posts, one a line.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scrm

Answerer = Callable[[list[str]], list[str]]


@dataclass
class Split:
    name: str
    train_texts: list[str]
    train_labels: list[str]
    weights: list[float]
    test_texts: list[str]
    test_labels: list[str]


def rows_of(path: Path, text: str, label: str) -> list[tuple[str, str, str]]:
    """Id (or row number), text and label of a CSV, or of a TSV without quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            reader = csv.DictReader(file)
        else:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row.get("id", str(n)), row[text], row[label]) for n, row in enumerate(reader)]


def by_lot(name: str, rows: list[tuple[str, str, str]]) -> Split:
    split = Split(name, [], [], [], [], [])
    for _, text, label in rows:
        if zlib.crc32(text.encode()) % 5 == 0:
            split.test_texts.append(text)
            split.test_labels.append(label)
        else:
            split.train_texts.append(text)
            split.train_labels.append(label)
            split.weights.append(1.0)
    return split


def sentirueval(data: Path, target: str) -> Split:
    split = Split(f"SentiRuEval {target}", [], [], [], [], [])

    def learn(text: str, label: str, weight: float) -> None:
        split.train_texts.append(text)
        split.train_labels.append(label)
        split.weights.append(weight)

    for source in ("bank", "telecom"):
        for number, text, label in rows_of(data / "sentirueval2016" / f"{source}_train.tsv", "text", "label"):
            if source == target and int(number) > 5000:
                split.test_texts.append(text)
                split.test_labels.append(label)
            else:
                learn(text, label, 1.0)
    names = {"negative": "-1", "neutral": "0", "positive": "1"}
    general = data / "rusentitweet" / "train.tsv"
    if general.exists():
        for _, text, label in rows_of(general, "text", "label"):
            if label in names:
                learn(text, names[label], 0.3)
    return split


def f1(truth: Sequence[str], said: Sequence[str], label: str) -> float:
    both = sum(t == s == label for t, s in zip(truth, said, strict=True))
    return 2 * both / max(1, truth.count(label) + list(said).count(label))


def quality(split: Split, said: list[str]) -> str:
    labels = sorted(set(split.test_labels))
    accuracy = sum(t == s for t, s in zip(split.test_labels, said, strict=True)) / len(said)
    macro = sum(f1(split.test_labels, said, label) for label in labels) / len(labels)
    polar = ""
    if labels == ["-1", "0", "1"]:
        polar = f" F1(pos, neg) {(f1(split.test_labels, said, '-1') + f1(split.test_labels, said, '1')) / 2:.3f}"
    return f"accuracy {accuracy:.3f} macro F1 {macro:.3f}{polar}"


def ours(split: Split, **options: Any) -> tuple[Answerer, int]:
    model = scrm.sentiment.train(split.train_texts, split.train_labels, weights=split.weights, threads=1, **options)
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "model")
        size = (Path(folder) / "model").stat().st_size
    return lambda texts: model.classify(texts, threads=1).to_dict()["label"], size


def scikit(split: Split, svm: bool) -> tuple[Answerer, int]:
    text = importlib.import_module("sklearn.feature_extraction.text")
    linear = importlib.import_module("sklearn.linear_model")
    classes = importlib.import_module("sklearn.svm")
    union = importlib.import_module("sklearn.pipeline").make_union
    features = union(
        text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        text.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )
    if svm:
        model = classes.LinearSVC(C=0.3, class_weight="balanced")
    else:
        model = linear.LogisticRegression(C=4, class_weight="balanced", max_iter=200)
    matrix = features.fit_transform(split.train_texts)
    model.fit(matrix, split.train_labels, sample_weight=split.weights)
    size = len(pickle.dumps((features, model)))
    return lambda texts: list(model.predict(features.transform(texts))), size


def fasttext(split: Split, subwords: bool) -> tuple[Answerer, int]:
    package = importlib.import_module("fasttext")
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "train.txt"
        with lines.open("w", encoding="utf-8") as out:
            for text, label in zip(split.train_texts, split.train_labels, strict=True):
                out.write(f"__label__{label} {text.lower()}\n")
        more = {"wordNgrams": 2, "minn": 3, "maxn": 5, "epoch": 25, "lr": 0.5} if subwords else {}
        model = package.train_supervised(str(lines), thread=1, verbose=0, **more)
        model.save_model(str(Path(folder) / "model.bin"))
        size = (Path(folder) / "model.bin").stat().st_size

    def answer(texts: list[str]) -> list[str]:
        # One text a call: the call for many texts needs an older numpy.
        return [model.f.predict(text.lower().replace("\n", " ") + "\n", 1, 0.0, "strict")[0][1][9:] for text in texts]

    return answer, size


def compare(split: Split) -> None:
    print(f"\n{split.name}: {len(split.train_texts)} texts for training, {len(split.test_texts)} for the test")
    rivals: list[tuple[str, Callable[[], tuple[Answerer, int]]]] = [
        ("scrm, its defaults", lambda: ours(split)),
        ("scrm, logistic", lambda: ours(split, fit="logistic", cost=20.0 if split.name == "Banking77" else 4.0)),
        ("scrm, svm", lambda: ours(split, fit="svm")),
        ("scikit-learn, logistic regression", lambda: scikit(split, svm=False)),
        ("scikit-learn, LinearSVC", lambda: scikit(split, svm=True)),
        ("fastText, its defaults", lambda: fasttext(split, subwords=False)),
        ("fastText, pairs and subwords, 25 epochs", lambda: fasttext(split, subwords=True)),
    ]
    for name, fit in rivals:
        try:
            started = time.process_time()
            answer, size = fit()
        except ModuleNotFoundError:
            continue
        fitted = time.process_time()
        said = answer(split.test_texts)
        seconds = time.process_time() - fitted
        print(
            f"  {name:40} {quality(split, said)} | fit {fitted - started:.1f} s, "
            f"{len(said) / seconds:,.0f} texts/s, {size / 1e6:.1f} MB",
            flush=True,
        )


def speeds(texts: list[str], split: Split) -> None:
    """All answers of the built-in model against one answer of the others."""
    print(f"\nspeed on {len(texts)} posts, one core, processor time")
    model = scrm.sentiment.Classifier()

    def timed(name: str, work: Callable[[], object]) -> None:
        started = time.process_time()
        work()
        print(f"  {name:60} {len(texts) / (time.process_time() - started):,.0f} posts/s", flush=True)

    timed("scrm, six answers, language, masking", lambda: model.classify(texts, threads=1))
    timed("scrm, the same with reasons", lambda: model.classify(texts, explain=True, threads=1))
    for subwords in (False, True):
        try:
            answer, _ = fasttext(split, subwords)
        except ModuleNotFoundError:
            break
        timed("fastText, one answer" + (", subwords" if subwords else ", its defaults"), lambda a=answer: a(texts))
    few = texts[:5000]
    try:
        vader = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
        started = time.process_time()
        for text in few:
            vader.polarity_scores(text)
        print(f"  {'VADER, sentiment':60} {len(few) / (time.process_time() - started):,.0f} posts/s")
    except ModuleNotFoundError:
        pass
    try:
        answer, _ = scikit(split, svm=False)
        started = time.process_time()
        answer(few)
        print(f"  {'scikit-learn, one answer':60} {len(few) / (time.process_time() - started):,.0f} posts/s")
    except ModuleNotFoundError:
        pass


def fasttext_model(split: Split, folder: Path) -> Path:
    """fastText's defaults, trained on the same texts as elsewhere here."""
    package = importlib.import_module("fasttext")
    lines = folder / "train.txt"
    with lines.open("w", encoding="utf-8") as out:
        for text, label in zip(split.train_texts, split.train_labels, strict=True):
            out.write(f"__label__{label} {as_line(text)}\n")
    package.train_supervised(str(lines), thread=1, verbose=0).save_model(str(folder / "model.bin"))
    return folder / "model.bin"


def as_line(text: str) -> str:
    return " ".join(text.lower().splitlines())


PYTHON_PREDICT = """
import csv, sys, fasttext
model = fasttext.load_model(sys.argv[1])
with open(sys.argv[2], encoding="utf-8", newline="") as file, open(sys.argv[3], "w", newline="") as target:
    out = csv.writer(target)
    for row in csv.DictReader(file):
        answer = model.f.predict(" ".join(row["text"].lower().splitlines()) + "\\n", 1, 0.0, "strict")[0]
        out.writerow([row["id"], answer[1][9:], answer[0]])
"""


def files(texts: list[str], split: Split, program: Path | None, rounds: int) -> None:
    """Whole commands on one file, in turns: seconds of the clock and of the processor."""
    print(f"\nfiles included, {len(texts)} posts, medians of {rounds} rounds in turns")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["id", "text"])
            writer.writerows(enumerate(texts))
        (folder / "posts.txt").write_text("".join(as_line(text) + "\n" for text in texts), encoding="utf-8")
        classify = [sys.executable, "-m", "scrm", "classify", str(folder / "posts.csv"), "--text", "text", "--id", "id"]
        commands = {
            f"scrm classify, {threads} thread{'s' * (threads > 1)}": [
                *classify,
                *("--threads", str(threads), "-o", str(folder / "out.csv")),
            ]
            for threads in (1, 2)
        }
        try:
            model = fasttext_model(split, folder)
        except ModuleNotFoundError:
            pass
        else:
            arguments = [str(model), str(folder / "posts.csv"), str(folder / "fasttext.csv")]
            commands["fastText's defaults from Python, one answer"] = [
                sys.executable,
                "-c",
                PYTHON_PREDICT,
                *arguments,
            ]
            if program is not None:
                commands["fasttext predict, one answer"] = [
                    str(program),
                    "predict",
                    str(model),
                    str(folder / "posts.txt"),
                ]
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                before = os.times()
                with (folder / "stdout").open("wb") as sink:
                    subprocess.run(command, check=True, stdout=sink, stderr=subprocess.DEVNULL)
                after = os.times()
                processor = after.children_user + after.children_system - before.children_user - before.children_system
                spent[name].append((after.elapsed - before.elapsed, processor))
    for name, times in spent.items():
        clock, processor = (statistics.median(part) for part in zip(*times, strict=True))
        print(f"  {name:60} {clock:.2f} s, {processor:.2f} s of processor, {len(texts) / clock:,.0f} posts/s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--skip-quality", action="store_true")
    parser.add_argument("--fasttext", type=Path, help="the program fasttext")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    splits: list[Split] = []
    for target in ("bank", "telecom"):
        if (given.data / "sentirueval2016" / f"{target}_train.tsv").exists():
            splits.append(sentirueval(given.data, target))
    tweets = given.data / "rusentitweet" / "train.tsv"
    if tweets.exists():
        splits.append(by_lot("RuSentiTweet", rows_of(tweets, "text", "label")))
    banking = given.data / "banking77" / "train.csv"
    if banking.exists():
        splits.append(by_lot("Banking77", rows_of(banking, "text", "category")))
    if not splits:
        print("no data there", file=sys.stderr)
        return 1
    if not given.skip_quality:
        for split in splits:
            compare(split)
    corpus = Path(__file__).parents[2] / "src" / "sentiment" / "corpus"
    posts = [
        line.rsplit("\t", 1)[-1]
        for file in sorted(corpus.glob("*.tsv"))
        for line in file.read_text("utf-8").splitlines()
    ]
    many = (posts * (given.posts // len(posts) + 1))[: given.posts]
    speeds(many, splits[0])
    files(many, splits[0], given.fasttext, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
