"""The numbers: measures of shares, the comparison of roles, and the diff of two states.

Pure functions of scenarios and answers: no files, no network, no texts.
"""

from mkdocs_perspectives.compare.changes import Move, Ranked, Reviewed, ScenarioDiff, diff, shift
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    Pair,
    StanceNumbers,
    compare,
)
from mkdocs_perspectives.compare.variants import LEAST_MOVE, Effect, LeftOut, effect_of_change

__all__ = [
    "LEAST_MOVE",
    "CommonGround",
    "Comparison",
    "Effect",
    "LeftOut",
    "Move",
    "Pair",
    "Ranked",
    "Reviewed",
    "ScenarioDiff",
    "StanceNumbers",
    "compare",
    "diff",
    "effect_of_change",
    "shift",
]
