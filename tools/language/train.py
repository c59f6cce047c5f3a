#!/usr/bin/env python3
"""Train the model that tells languages apart, and write it as C++.

    tools/language/train.py src/sentiment/corpus/*.tsv --write src/text    the shipped model
    tools/language/train.py src/sentiment/corpus/*.tsv --hold-out          accuracy on every fifth post, trained on the
                                                                           others

A corpus has the language in the first column and the post in the last one. The posts in samples_*.txt beside this file
are added. Deterministic; needs numpy.
"""

from __future__ import annotations

import argparse
import collections
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from features import CYRILLIC, LATIN, OTHER, pieces, words

HERE = Path(__file__).parent
CLASSES = {
    "c": ["ru", "uk", "be", "kk", "bg", "sr", "mk", "ky", "tt", "uz", "tg", "mn"],
    "l": ["en", "ru", "uk", "pl", "de", "es", "fr", "it", "pt", "tr", "uz", "cs", "nl", "ro", "und"],
}
KEPT = {"c": 4000, "l": 3000}
SAMPLES = ("samples_cyrillic.txt", "samples_latin.txt", "samples_everyday.txt")
SCALE = 6.0  # steps in one unit of log-odds
WIDTH = 200
LOWEST, HIGHEST = -32, 29  # steps that one character can say


def samples() -> list[tuple[str, str]]:
    found = []
    for name in SAMPLES:
        language = ""
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                language = line.strip("[]")
            elif line and not line.startswith("#"):
                found.append((language, line))
    for line in (HERE / "words_everyday.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            russian, ukrainian = line.split()
            if russian != ukrainian:
                found += [("ru", russian), ("uk", ukrainian)]
    return found


# Letters that only some of the languages have.
OWN_LETTERS = {
    "ә": "kk tt", "ғ": "kk uz tg", "қ": "kk uz tg", "ң": "kk ky tt", "ө": "kk ky tt mn", "ұ": "kk", "ү": "kk ky tt mn",
    "һ": "kk tt", "ђ": "sr", "ћ": "sr", "ј": "sr mk", "љ": "sr mk", "њ": "sr mk", "џ": "sr mk", "ѓ": "mk", "ќ": "mk",
    "ѕ": "mk", "җ": "tt", "ҳ": "uz tg", "ҷ": "tg", "ӣ": "tg", "ӯ": "tg", "ў": "be uz", "і": "uk be kk", "ї": "uk",
    "є": "uk", "ґ": "uk", "ы": "ru be kk ky tt mn", "э": "ru be kk ky tt mn tg uz", "ё": "ru be kk ky tg uz mn",
    "ł": "pl", "ą": "pl", "ę": "pl", "ń": "pl", "ś": "pl", "ź": "pl", "ż": "pl", "ć": "pl", "ß": "de", "ä": "de",
    "ö": "de tr", "ü": "de tr es", "ñ": "es", "ı": "tr", "ğ": "tr", "ş": "tr ro", "ř": "cs", "ě": "cs", "č": "cs",
    "š": "cs", "ž": "cs", "ã": "pt", "õ": "pt", "à": "fr it pt", "è": "fr it", "ê": "fr pt", "ô": "fr pt",
    "ç": "fr pt tr", "é": "fr es pt it cs", "á": "es pt cs", "í": "es pt cs", "ú": "es pt cs", "ó": "pl es pt cs",
    "â": "fr pt ro", "?": "ro nl fr cs uz",
}  # fmt: skip
FOREIGN = -28  # of a letter that a language does not have, in steps
RUSSIAN_LACKS = set(CYRILLIC[33:] + OTHER)
# How much of a text in each Cyrillic language is letters that Russian lacks, at the least.
OWN_SHARE = [0.0, 0.045, 0.06, 0.10, 0.0, 0.06, 0.03, 0.03, 0.05, 0.03, 0.04, 0.05]
# What a language must make up for that is seldom met, in log-odds, where no letter of its own speaks for it.
RARITY = [0.0, 0.0, 2.0, 2.0, 3.0, 2.5, 3.0, 3.0, 3.0, 3.0, 3.0, 4.0]
# How often the languages are met where banks are written to, against how often they are in the training set.
PRIOR = {("c", "ru"): 7, ("c", "uk"): 1, ("l", "en"): 6}


# How Russian and Ukrainian are typed on a Latin keyboard: several habits, none of them a standard.
PLAIN = dict(zip("абвгдеёзийклмнопрстуфхцыэіґ", "abvgdeeziyklmnoprstufhcyeig", strict=True)) | {
    **{"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": ""},
    **{"ю": "yu", "я": "ya", "ї": "yi", "є": "ye"},
}
HABITS = [
    {},
    {"х": "kh", "ц": "ts", "ё": "yo", "щ": "shch"},
    {"й": "j", "ж": "j", "ч": "4", "ш": "w", "ю": "ju", "я": "ja", "ь": "'"},
    {"х": "x", "ц": "ts", "й": "i", "ы": "i", "ё": "jo", "э": "je", "ж": "zh"},
]


def transliterated(text: str, language: str, habit: int) -> str:
    table = PLAIN | HABITS[habit]
    if language == "uk":
        table = table | {"г": "h", "и": "y"}
    return "".join(table.get(c, c) for c in text.lower())


@dataclass
class Document:
    language: str
    script: str
    features: dict[str, int]
    weight: float


def fragments(tokens: list[str], random_: random.Random, count: int) -> list[list[str]]:
    """Short stretches, so that the model learns to judge by a few words too."""
    found = []
    for _ in range(count):
        size = random_.choice((1, 1, 2, 2, 3, 4, 6))
        at = random_.randrange(max(1, len(tokens) - size + 1))
        found.append(tokens[at : at + size])
    return found


def documents(rows: list[tuple[str, str]], script: str) -> list[Document]:
    random_ = random.Random(7)
    texts: list[tuple[str, str]] = []
    for number, (language, text) in enumerate(rows):
        texts.append((language, text))
        if script == "l" and language in {"ru", "uk"} and number % 4 == 0:
            texts.append((language, transliterated(text, language, number // 4 % len(HABITS))))
    sizes = collections.Counter(language for language, _ in texts)
    out = []
    for language, text in texts:
        tokens = [word for kind, word in words(text) if kind == script]
        if not tokens:
            continue
        native = {"c": {"en"}, "l": {"ru", "uk", "be", "kk"}}[script]
        if language in native and sum(kind == script for kind, _ in words(text)) * 2 < len(words(text)):
            continue  # the odd foreign word in a post
        rare = sizes[language] < 600
        for part in [tokens, *fragments(tokens, random_, 8 if rare else 3)]:
            counts = collections.Counter(piece for word in part for piece in pieces(word))
            out.append(Document(language, script, counts, 3.0 if rare else 1.0))
    return [d for d in out if d.language in CLASSES[script]]


def matrix(docs: list[Document], index: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns, values = [], [], []
    for number, d in enumerate(docs):
        for piece, count in d.features.items():
            if piece in index:
                rows.append(number)
                columns.append(index[piece])
                values.append(count)
    return np.array(rows), np.array(columns), np.array(values, dtype=np.float64)


def fit(docs: list[Document], classes: list[str], index: dict[str, int], steps: int, ridge: float, lasso: float):
    """Multinomial logistic regression by Adam over the whole set; the columns of `weights` are classes."""
    rows, columns, values = matrix(docs, index)
    target = np.array([classes.index(d.language) for d in docs])
    share = np.array([d.weight for d in docs])
    share /= share.sum()
    # Long posts must not drown short ones: their counts are damped.
    length = np.bincount(rows, values, minlength=len(docs))
    damp = 1.0 / np.sqrt(np.maximum(length, 1.0) / 30.0 + 1.0)
    values = values * damp[rows]
    n, k, f = len(docs), len(classes), len(index)
    order = np.argsort(rows, kind="stable")
    by_column = np.argsort(columns, kind="stable")
    weights = np.zeros((f + 1, k))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    truth = np.zeros((n, k))
    truth[np.arange(n), target] = 1.0
    r, c, v = rows[order], columns[order], values[order]
    rc, cc, vc = rows[by_column], columns[by_column], values[by_column]
    starts = np.searchsorted(r, np.arange(n))
    filled = np.bincount(r, minlength=n) > 0
    column_starts = np.searchsorted(cc, np.arange(f))
    used = np.bincount(cc, minlength=f) > 0
    for step in range(1, steps + 1):
        score = np.zeros((n, k))
        summed = np.add.reduceat(weights[c] * v[:, None], np.minimum(starts, len(r) - 1), axis=0)
        score[filled] = summed[filled]
        score += weights[f]
        score -= score.max(axis=1, keepdims=True)
        p = np.exp(score)
        p /= p.sum(axis=1, keepdims=True)
        error = (p - truth) * share[:, None]
        gradient = np.zeros_like(weights)
        part = np.add.reduceat(error[rc] * vc[:, None], np.minimum(column_starts, len(rc) - 1), axis=0)
        gradient[:f][used] = part[used]
        gradient[f] = error.sum(axis=0)
        gradient[:f] += ridge * weights[:f]
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        rate = 0.1 * (1.0 - step / (steps + 1)) + 0.002
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        if lasso:
            weights[:f] = np.sign(weights[:f]) * np.maximum(np.abs(weights[:f]) - lasso * rate, 0.0)
    return weights


@dataclass
class Model:
    classes: list[str]
    bias: np.ndarray
    weights: dict[str, np.ndarray]


def train(rows: list[tuple[str, str]], script: str) -> Model:
    docs = documents(rows, script)
    classes = CLASSES[script]
    seen = collections.Counter()
    for d in docs:
        seen.update(d.features.keys() if d.weight == 1.0 else dict.fromkeys(d.features, 3))
    index = {piece: n for n, piece in enumerate(sorted(piece for piece, count in seen.items() if count >= 8))}
    weights = fit(docs, classes, index, 60, 1e-7, 0.0)
    names = sorted(index)
    # A piece is worth its spread over the languages times how often it is met.
    spread = weights[:-1].std(axis=1) * np.sqrt([seen[name] for name in names])
    kept = {names[n] for n in np.argsort(-spread)[: KEPT[script]]}
    kept |= {letter for letter in OWN_LETTERS if letter in (CYRILLIC if script == "c" else LATIN + OTHER)}
    kept = sorted(kept)
    weights = fit(docs, classes, {piece: n for n, piece in enumerate(kept)}, 120, 1e-7, 0.0)
    weights -= weights.mean(axis=1, keepdims=True)
    whole = np.clip(np.round(weights * SCALE), LOWEST, HIGHEST).astype(int)
    pieces_ = dict(zip(kept, whole[:-1], strict=True))
    for letter, owners in OWN_LETTERS.items():
        if letter in pieces_:
            foreign = [name not in owners.split() for name in classes]
            pieces_[letter] = np.where(foreign, np.minimum(pieces_[letter], FOREIGN), np.maximum(pieces_[letter], 0))
    return Model(classes, whole[-1] + [PRIOR.get((script, name), 0) for name in classes], pieces_)


def judge(models: dict[str, Model], text: str) -> tuple[str, float]:
    """What src/text/language.cpp does, without its word lists and second look."""
    found = words(text)
    cyrillic = sum(len(word) for kind, word in found if kind == "c")
    latin = sum(len(word) for kind, word in found if kind == "l")
    if not cyrillic and not latin:
        return "und", 0.0
    script = "c" if cyrillic * 2 >= latin else "l"
    model = models[script]
    score = np.zeros(len(model.classes))
    length = 0
    for kind, word in found:
        if kind != script:
            continue
        for piece in pieces(word):
            length += 1 if piece in model.weights else 0
            score += model.weights.get(piece, 0)
    score = (score / np.sqrt(length / 30.0 + 1.0) + model.bias) / SCALE
    if script == "c" and not any(letter in RUSSIAN_LACKS for kind, word in found if kind == "c" for letter in word):
        score -= np.array(OWN_SHARE) * min(cyrillic, 100) + np.array(RARITY)
    p = np.exp(score - score.max())
    p /= p.sum()
    best = int(p.argmax())
    return (model.classes[best], float(p[best])) if p[best] >= 0.4 else ("und", float(p[best]))


def read(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row[0], row[-1]) for row in rows]


def report(models: dict[str, Model], rows: list[tuple[str, str]], show: int) -> None:
    totals, right = collections.Counter(), collections.Counter()
    wrong = []
    for language, text in rows:
        answer, p = judge(models, text)
        totals[language] += 1
        right[language] += answer == language
        if answer != language:
            wrong.append(f"  {language} -> {answer} {p:.2f} {text[:100]}")
    for language in totals:
        print(f"{language}: {right[language] / totals[language]:.4f} of {totals[language]}")
    print(f"all: {sum(right.values()) / sum(totals.values()):.4f}")
    print("\n".join(wrong[:show]))


def written(model: Model, name: str) -> str:
    lines = [
        "// SPDX-License-Identifier: Apache-2.0",
        "// Written by tools/language/train.py.",
        '#include "language_model_internal.hpp"',
        "",
        "namespace scrm::text {",
        "",
        f"const std::string_view {name} =",
    ]
    # A piece, then one character a language: '`' is nothing, 'a' and up speak for it, '_' and down against it.
    line = ""
    for piece, weights in [("", model.bias), *model.weights.items()]:
        entry = piece + ":" + "".join(chr(96 + int(np.clip(weight, LOWEST, HIGHEST))) for weight in weights)
        if len(line) + len(entry) + 1 > WIDTH:
            lines.append(f'    R"({line})"')
            line = ""
        line += entry + " "
    lines += [f'    R"({line})";', "", "}  // namespace scrm::text", ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--check", nargs="*", type=Path, default=[], help="more labelled posts to judge")
    parser.add_argument("--show", type=int, default=30)
    args = parser.parse_args()
    rows = [row for path in args.corpus for row in read(path)]
    extra = samples()
    if args.hold_out:
        held = rows[::5]
        print("held back")
        rows = [row for n, row in enumerate(rows) if n % 5] + [row for n, row in enumerate(extra) if n % 5]
    else:
        held = []
        rows = rows + extra
    models = {script: train(rows, script) for script in CLASSES}
    if held:
        report(models, held, args.show)
    for path in args.check:
        print(path.name)
        report(models, read(path), args.show)
    if args.write:
        for script, name in (("c", "cyrillic"), ("l", "latin")):
            text = written(models[script], f"k{name.title()}Model")
            (args.write / f"language_model_{name}.cpp").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
