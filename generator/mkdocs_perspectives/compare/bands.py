"""How far numbers like these have been from people's: the bands that pages show beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["BORROWED", "Bands"]


@dataclass(frozen=True)
class Bands:
    """How far off numbers were four times in five, as fractions of 1.

    ``opposed`` is for the chance that two roles are on opposite sides, ``favour`` for the share of
    a role that is for. They are ``borrowed`` from checks of other models against published surveys,
    or come from this site's own ``calibration``.
    """

    opposed: float
    favour: float
    source: Literal["borrowed", "calibration"]


BORROWED = Bands(opposed=0.15, favour=0.2, source="borrowed")
"""Where nothing is known of this model: what strong models were off by against surveys."""
