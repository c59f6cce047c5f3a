# SPDX-License-Identifier: Apache-2.0
"""The kinds of banks: each differs from the default one in one respect, such as how many cities there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What a bank and its networks are like."""

    russian_cities: int = 25
    ukrainian_cities: int = 9
    share_in_ukraine: float = 0.15
    # Times as many profiles that show a birth date, and that are written in Latin letters.
    birth_dates: float = 1.0
    latin_profiles: float = 1.0
    latin_customers: float = 0.08
    # Of the profiles, without the copies.
    owned: float = 0.4
    # Of the profiles that were copied, how many the bank never saw.
    missing_originals: float = 0.0


KINDS = {
    "default": Kind(),
    "few_cities": Kind(russian_cities=3, ukrainian_cities=0, share_in_ukraine=0),
    "more_birth_dates": Kind(birth_dates=1.9),
    "few_birth_dates": Kind(birth_dates=0.12),
    "ukraine": Kind(12, 12, share_in_ukraine=0.92, latin_profiles=1.2, latin_customers=0.06),
    "latin": Kind(latin_profiles=3.0, latin_customers=0.45),
    "strangers": Kind(owned=0.12),
    "missing_originals": Kind(missing_originals=0.6),
}
