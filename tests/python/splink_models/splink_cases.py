"""Models over the whole comparison library of Splink, and made-up people to compare by them.

Run by tools/splink_fixtures.py under an installed Splink, which writes down what Splink says; and by the test that
compares with an installed Splink. Nothing of Splink is imported here: the caller hands it in.
"""

from __future__ import annotations

import random
from typing import Any

FORENAMES = ["Anna", "Ana", "Anne", "Boris", "Borys", "Zoë", "Zoe", "Иван", "Иванн", "Mary-Jane", "Jo", "Maximilian"]
SURNAMES = [
    "Oldfield",
    "Olfdield",
    "Oldfeild",
    "Quist",
    "Qvist",
    "Łukasz",
    "Lukasz",
    "Петров",
    "Петорв",
    "O'Dea",
    "Vance",
]
CITIES = ["Umbral", "Port Ash", "Kell", "UMBRAL", "Kell "]
POSTCODES = ["ZE1 0AA", "ZE1 0AB", "ZE1 9XY", "ZE2 0AA", "ZF11 3QQ", "Z1A 2BB", "ze1 0aa", "nonsense"]
TAGS = ["red", "green", "blue", "grey", "gray", "черный"]


def _typo(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :] or text
    if kind == 1:
        return text[:at] + chance.choice("abcdeé") + text[at:]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + "x" + text[at + 1 :]


def people(count: int, seed: int, prefix: str = "p") -> list[dict[str, Any]]:
    """Made-up rows in which every level of every comparison occurs; None where a value is missing."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        forename = chance.choice(FORENAMES)
        surname = chance.choice(SURNAMES)
        if chance.random() < 0.3:
            forename = _typo(forename, chance)
        if chance.random() < 0.3:
            surname = _typo(surname, chance)
        if chance.random() < 0.15:
            forename, surname = surname, forename
        year, month, day = (
            chance.choice([1969, 1970, 1971, 1984, 2000]),
            chance.randint(1, 3),
            chance.choice([1, 2, 11, 28]),
        )
        born = f"{year:04}-{month:02}-{day:02}"
        moment = f"{born}T{chance.randint(0, 3):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}Z"
        user = chance.choice([forename.lower(), f"{forename[:3].lower()}.{surname.lower()}", "info"])
        row: dict[str, Any] = {
            "unique_id": f"{prefix}{number:03}",
            "forename": forename,
            "surname": surname,
            "full name": f"{forename} {surname}",
            "dob": chance.choice([born, born, born, f" {year}-{month}-{day}", "31/12/1999", f"{year}-02-30"]),
            "dob_uk": f"{day}/{month}/{year}",
            "born": born,
            "moment": moment,
            "email": f"{user}@{chance.choice(['post.example', 'mail.example', 'example'])}",
            "postcode": chance.choice(POSTCODES),
            "city": chance.choice(CITIES),
            "lat": round(60 + chance.random() / 4, 4),
            "long": round(-1 + chance.random() / 4, 4),
            "amount": chance.choice([0.0, 10.0, 10.5, 11.0, 99.99, 100.0, 250.0]),
            "age": chance.randint(17, 22),
            "tags": chance.sample(TAGS, chance.randint(0, 3)),
            "vector": [round(chance.uniform(-1, 1), 2) for _ in range(3)],
        }
        for name in row:
            if name not in {"unique_id", "vector"} and chance.random() < 0.08:
                row[name] = None
        if row["forename"] is None or row["surname"] is None:
            row["full name"] = None
        rows.append(row)
    return rows


def custom_levels(cll: Any, column: Any) -> list[Any]:
    """AND, OR, NOT, literals, swapped columns, transforms: what CustomComparison is made of."""
    return [
        cll.Or(cll.NullLevel("forename"), cll.NullLevel("surname")),
        cll.And(cll.ExactMatchLevel("forename"), cll.Not(cll.ExactMatchLevel("surname"))),
        cll.Or(
            cll.LiteralMatchLevel("forename", "Anna", "string"),
            cll.LiteralMatchLevel("age", "18", "int", "left"),
            cll.LiteralMatchLevel("age", "21", "int", "right"),
        ),
        cll.ColumnsReversedLevel("forename", "surname"),
        cll.PercentageDifferenceLevel("amount", 0.05),
        cll.AbsoluteDifferenceLevel("amount", 1),
        cll.ExactMatchLevel(column("surname").substr(1, 3).lower()),
        cll.ExactMatchLevel(column("forename").nullif("Zoe").cast_to_string()),
        cll.CustomLevel("upper(trim(city_l)) = upper(trim(city_r))"),
        cll.CustomLevel("forename_l || ' ' || surname_l > forename_r || ' ' || surname_r AND age_l IN (17, 19)"),
        cll.CustomLevel("coalesce(city_l, city_r) = 'Kell' OR NOT (age_l <> age_r)"),
        cll.CustomLevel("CASE WHEN length(surname_l) BETWEEN 4 AND 6 THEN true ELSE age_r IS NULL END"),
        cll.ElseLevel(),
    ]


def cases(cl: Any, cll: Any, column: Any) -> dict[str, list[Any]]:
    """Comparisons by name, each name a model of its own."""
    levels = custom_levels(cll, column)
    return {
        "exact": [cl.ExactMatch("city"), cl.ExactMatch("surname").configure(term_frequency_adjustments=True)],
        "levenshtein": [cl.LevenshteinAtThresholds("forename"), cl.LevenshteinAtThresholds("surname", [1, 3, 6])],
        "damerau_levenshtein": [
            cl.DamerauLevenshteinAtThresholds("forename"),
            cl.DamerauLevenshteinAtThresholds("surname", [1, 2, 4, 6]),
        ],
        "jaro": [cl.JaroAtThresholds("surname", [0.95, 0.9, 0.8, 0.7, 0.6, 0.5])],
        "jaro_winkler": [
            cl.JaroWinklerAtThresholds("forename", [0.95, 0.9, 0.8, 0.7, 0.6]),
            cl.JaroWinklerAtThresholds("surname").configure(term_frequency_adjustments=True),
        ],
        "jaccard": [cl.JaccardAtThresholds("surname", [0.9, 0.75, 0.6, 0.5, 0.25])],
        "date_of_birth": [
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.DateOfBirthComparison("born", input_is_string=False).configure(term_frequency_adjustments=True),
        ],
        "date_of_birth_format": [
            cl.DateOfBirthComparison(
                "dob_uk", input_is_string=True, datetime_format="%d/%m/%Y", invalid_dates_as_null=False
            )
        ],
        "time_difference": [
            cl.AbsoluteTimeDifferenceAtThresholds(
                "moment", input_is_string=True, metrics=["minute", "hour", "day"], thresholds=[30, 2, 20]
            )
        ],
        "date_difference": [
            cl.AbsoluteDateDifferenceAtThresholds(
                "dob", input_is_string=True, metrics=["day", "month", "year"], thresholds=[10, 1, 1]
            ),
            cl.AbsoluteDateDifferenceAtThresholds(
                "born", input_is_string=False, metrics=["day", "year"], thresholds=[27, 2]
            ),
        ],
        "email": [cl.EmailComparison("email")],
        "postcode": [cl.PostcodeComparison("postcode")],
        "postcode_distance": [
            cl.PostcodeComparison(
                "postcode", invalid_postcodes_as_null=True, lat_col="lat", long_col="long", km_thresholds=[2, 10]
            )
        ],
        "name": [cl.NameComparison("surname"), cl.NameComparison("full name", jaro_winkler_thresholds=[0.95, 0.8])],
        "name_sounds": [cl.NameComparison("forename", dmeta_col_name="tags")],
        "forename_surname": [cl.ForenameSurnameComparison("forename", "surname")],
        "forename_surname_joined": [
            cl.ForenameSurnameComparison("forename", "surname", forename_surname_concat_col_name="full name")
        ],
        "distance_in_km": [cl.DistanceInKMAtThresholds("lat", "long", [1, 5, 10])],
        "array_intersection": [cl.ArrayIntersectAtSizes("tags", [2, 1])],
        "cosine_similarity": [cl.CosineSimilarityAtThresholds("vector")],
        "pairwise_strings": [
            cl.PairwiseStringDistanceFunctionAtThresholds("tags", "levenshtein", [1, 3]),
        ],
        "custom": [cl.CustomComparison(output_column_name="custom", comparison_levels=levels)],
        "subset": [
            cl.CustomComparison(
                output_column_name="subset",
                comparison_levels=[cll.NullLevel("tags"), cll.ArraySubsetLevel("tags"), cll.ElseLevel()],
            ),
            cl.CustomComparison(
                output_column_name="last_tag",
                comparison_levels=[
                    cll.ExactMatchLevel(column("tags").access_extreme_array_element("last")),
                    cll.ExactMatchLevel(column("tags").access_extreme_array_element("first")),
                    cll.ElseLevel(),
                ],
            ),
        ],
        "frequencies": [
            cl.CustomComparison(
                output_column_name="surname",
                comparison_levels=[
                    cll.NullLevel("surname"),
                    cll.ExactMatchLevel("surname").configure(
                        tf_adjustment_column="surname", tf_adjustment_weight=0.7, tf_minimum_u_value=0.1
                    ),
                    cll.JaroWinklerLevel("surname", 0.8).configure(
                        tf_adjustment_column="surname", tf_adjustment_weight=0.5
                    ),
                    cll.LevenshteinLevel("surname", 4).configure(
                        tf_adjustment_column="city", disable_tf_exact_match_detection=True
                    ),
                    cll.ElseLevel(),
                ],
            )
        ],
        "defaults": [cl.ExactMatch("city"), cl.NameComparison("surname"), cl.LevenshteinAtThresholds("forename", [2])],
        "no_else": [
            cl.CustomComparison(
                output_column_name="city",
                comparison_levels=[
                    cll.NullLevel("city"),
                    cll.ExactMatchLevel("city"),
                    cll.Not(cll.ExactMatchLevel("city")),
                ],
            )
        ],
    }


def blocking_rules(name: str) -> list[str]:
    """Rules of a case: most compare everything, which shows every level."""
    if name == "name":
        return ['l."city" = r."city"', 'SUBSTR(l."surname", 1, 2) = SUBSTR(r."surname", 1, 2) AND l.age = r.age']
    if name == "exact":
        return [
            "l.forename = r.surname",
            "l.city = r.city AND levenshtein(l.surname, r.surname) <= 3",
            "l.age < r.age - 3",
        ]
    if name == "jaro":
        return ["l.city = r.city OR l.age = r.age", "lower(l.email) = lower(r.email)"]
    return ["1=1"]


def set_probabilities(settings: dict[str, Any], seed: int) -> None:
    """Give each level an m and a u of its own, so that equal weights mean equal levels; some stay missing."""
    chance = random.Random(seed)
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            if chance.random() < 0.9:
                level["m_probability"] = round(chance.uniform(0.01, 0.99), 6)
            if chance.random() < 0.9:
                level["u_probability"] = round(chance.uniform(0.001, 0.9), 6)
