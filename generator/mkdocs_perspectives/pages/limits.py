"""How much a page shows of what grows with the roles times the roles, or times the issues.

Nobody reads a table of sixty roles by sixty, and no browser shows it gladly. What is left out is
said where it would stand, and ``perspectives.json`` has all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

__all__ = ["LARGEST_PAGE", "Limits", "fitting"]

LARGEST_PAGE = 350_000
"""Bytes of a page's Markdown; its HTML has up to 2.5 times as many."""

_HALVINGS = 6


@dataclass(frozen=True)
class Limits:
    """The most of each kind that a page shows, 1 or more; small sites meet none of them."""

    cells: int = 6_000
    """Cells of the table of a scenario's roles and issues."""
    dots: int = 1_000
    """Dots of the picture of where the roles stand, of one role on one issue each."""
    map_roles: int = 30
    """Roles on the map of who is in conflict with whom."""
    moves: int = 120
    """Stances that a change moved, on the page of a variant."""
    fates: int = 8
    """Conflicts on one issue that a change brought, ended, or made clear or slight."""
    variants: int = 60
    """Variants with their moves on the page of the scenario that they extend."""
    listed: int = 200
    """Conflicts in the table below those that are shown in full."""
    frictions: int = 60
    """Expected friction that no conflict in the numbers stands for."""
    asking_roles: int = 20
    """Roles whose open questions the scenario's page gathers."""
    checks: int = 12
    """Stances to check first, on which other voices are on the other side."""
    cards: int = 400
    """Stances on a page of comparisons, of one role on one issue each."""
    pairs: int = 45
    """Pairs of roles described in one comparison."""
    strongest: int = 50
    """Pairs of roles that are listed where there are too many to choose any two."""

    def halved(self) -> Limits:
        """Half of each, but 1 at the least."""
        return Limits(*(max(1, getattr(self, field.name) // 2) for field in fields(self)))


def fitting(make: Callable[[Limits], str]) -> str:
    """The page that ``make`` gives within the widest limits that keep it small enough."""
    limits = Limits()
    for _ in range(_HALVINGS):
        text = make(limits)
        if len(text.encode()) <= LARGEST_PAGE:
            return text
        limits = limits.halved()
    return make(limits)
