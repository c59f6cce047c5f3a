"""Keep the resolution up to date while records come: ``scrm.identity.LiveResolver``."""

from scrm._scrm import FrozenModel, LiveResolver

__all__ = ["FrozenModel", "LiveResolver"]
