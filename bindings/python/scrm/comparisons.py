"""How columns of tables are compared, for models that are built by hand."""

from scrm._scrm import comparisons as _comparisons

Column = _comparisons.Column
Comparison = _comparisons.Comparison
Level = _comparisons.Level
block_on = _comparisons.block_on

__all__ = ["Column", "Comparison", "Level", "block_on"]
