"""Which values of several records survive in the golden record."""

from scrm._scrm import survivorship as _survivorship

SurvivorshipPolicy = _survivorship.SurvivorshipPolicy
golden_record = _survivorship.golden_record

__all__ = ["SurvivorshipPolicy", "golden_record"]
