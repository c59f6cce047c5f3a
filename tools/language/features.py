"""The letters and pieces of words by which languages are told apart: what src/text/language.cpp reads, in Python."""

from __future__ import annotations

import re
import unicodedata

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўәғқңөұүһђјљњћџѓќѕҗҳҷӣӯ"
LATIN = "abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüßàâçèéêôñáíúışğčřšžěãõ"
OTHER = "?"  # a letter of the script that is in neither list
LOOK_ALIKE = dict(zip("aceiopxykmthb", "асеіорхукмтнв", strict=True))
LONGEST_PIECE = 4
LONGEST_WORD = 8

NOT_A_WORD = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#][\w.]+|\S+\.(?:ru|com|ua|by|kz|net|org|co|me|su|рф)(?:/\S*)?\b"
)
LAUGHTER = re.compile(r"[ахы]{2,}|[ah]{2,}|х[ахвпзжы]+")
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")


def spelled(word: str) -> tuple[str, str]:
    """The script of a word, c, l or nothing, and its letters in lower case."""
    letters = [c for c in unicodedata.normalize("NFC", word.lower()) if c not in "'’ʼ`"]
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in letters)
    latin = sum(c < "\u0250" for c in letters)
    if cyrillic:
        letters = [LOOK_ALIKE.get(c, c) for c in letters]
        return "c", "".join(c if c in CYRILLIC else OTHER for c in letters)
    if latin:
        return "l", "".join(c if c in LATIN else OTHER for c in letters)
    return "", ""


def words(text: str) -> list[tuple[str, str]]:
    found = WORD.findall(NOT_A_WORD.sub(" ", text))
    return [pair for pair in map(spelled, found) if pair[0] and not LAUGHTER.fullmatch(pair[1])]


def pieces(word: str) -> list[str]:
    """All runs of up to four letters of a word, its borders counted as letters, and the whole word."""
    bordered = "_" + word + "_"
    found = [
        bordered[at : at + size]
        for size in range(1, LONGEST_PIECE + 1)
        for at in range(len(bordered) - size + 1)
        if bordered[at : at + size] != "_"
    ]
    if LONGEST_PIECE - 2 < len(word) <= LONGEST_WORD:
        found.append(bordered)
    return found
