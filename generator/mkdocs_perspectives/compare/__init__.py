"""The numbers: measures of shares, the comparison of a scenario's roles, and of two states.

Pure functions of scenarios and answers: no files, no network, no words.
"""

from mkdocs_perspectives.compare.changes import Move, Ranked, Reviewed, ScenarioDiff, diff, shift
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    Pair,
    StanceNumbers,
    compare,
)

__all__ = [
    "CommonGround",
    "Comparison",
    "Move",
    "Pair",
    "Ranked",
    "Reviewed",
    "ScenarioDiff",
    "StanceNumbers",
    "compare",
    "diff",
    "shift",
]
