"""Error bands of the simulated numbers: how far such numbers have been from people's answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["BORROWED", "Bands"]


@dataclass(frozen=True)
class Bands:
    """The error that four of five numbers stay within, as fractions of 1.

    ``opposed`` applies to the chance that two roles are on opposite sides, ``favour`` to the share
    of a role that is for. They are ``borrowed`` from checks of other models against published
    surveys, or come from this site's own ``calibration``.
    """

    opposed: float
    favour: float
    source: Literal["borrowed", "calibration"]


BORROWED = Bands(opposed=0.15, favour=0.2, source="borrowed")
"""Used for a model without calibration: the errors of strong models against surveys."""
