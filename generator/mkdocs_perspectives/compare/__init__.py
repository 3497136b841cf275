"""The numbers: measures of shares, comparison of roles and with people, changes of two states.

Pure functions of scenarios and answers, without files, network or texts.
"""

from mkdocs_perspectives.compare.answer_changes import AnswerChanges, Move, shift
from mkdocs_perspectives.compare.bands import BORROWED, Bands
from mkdocs_perspectives.compare.calibration import (
    ENOUGH,
    KNOWS_NOTHING,
    LEAD,
    MEAN,
    Flags,
    Measured,
    Point,
    Voice,
    bands_for,
    calibrate,
)
from mkdocs_perspectives.compare.changes import Reviewed, ScenarioDiff, diff
from mkdocs_perspectives.compare.checks import Check, check_of
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    Pair,
    StanceNumbers,
    compare,
)
from mkdocs_perspectives.compare.conflict_changes import Ranked, TierChange
from mkdocs_perspectives.compare.measures import CLEAR, SLIGHT
from mkdocs_perspectives.compare.observed_numbers import (
    ObservedNumbers,
    ObservedPair,
    ObservedStance,
    observed_numbers,
)
from mkdocs_perspectives.compare.variants import LEAST_MOVE, Effect, LeftOut, effect_of_change
from mkdocs_perspectives.compare.worth import Worth

__all__ = [
    "BORROWED",
    "CLEAR",
    "ENOUGH",
    "KNOWS_NOTHING",
    "LEAD",
    "LEAST_MOVE",
    "MEAN",
    "SLIGHT",
    "AnswerChanges",
    "Bands",
    "Check",
    "CommonGround",
    "Comparison",
    "Effect",
    "Flags",
    "LeftOut",
    "Measured",
    "Move",
    "ObservedNumbers",
    "ObservedPair",
    "ObservedStance",
    "Pair",
    "Point",
    "Ranked",
    "Reviewed",
    "ScenarioDiff",
    "StanceNumbers",
    "TierChange",
    "Voice",
    "Worth",
    "bands_for",
    "calibrate",
    "check_of",
    "compare",
    "diff",
    "effect_of_change",
    "observed_numbers",
    "shift",
]
