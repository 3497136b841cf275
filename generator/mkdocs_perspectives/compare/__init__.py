"""The numbers: measures of shares, the comparison of roles, and the diff of two states.

Pure functions of scenarios and answers: no files, no network, no texts.
"""

from mkdocs_perspectives.compare.bands import BORROWED, Bands
from mkdocs_perspectives.compare.changes import Move, Reviewed, ScenarioDiff, diff, shift
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    Pair,
    StanceNumbers,
    compare,
)
from mkdocs_perspectives.compare.conflict_changes import Ranked, TierChange
from mkdocs_perspectives.compare.measures import CLEAR, SLIGHT
from mkdocs_perspectives.compare.variants import LEAST_MOVE, Effect, LeftOut, effect_of_change

__all__ = [
    "BORROWED",
    "CLEAR",
    "LEAST_MOVE",
    "SLIGHT",
    "Bands",
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
    "TierChange",
    "compare",
    "diff",
    "effect_of_change",
    "shift",
]
