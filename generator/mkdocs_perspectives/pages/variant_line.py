"""What is shown of a variant outside its own pages: on its parent's page and in the indexes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from mkdocs_perspectives.compare import Effect, Move, shift
from mkdocs_perspectives.pages.picture import hundred
from mkdocs_perspectives.scenario import Scenario

__all__ = ["MoveLine", "VariantLine", "move_line", "variant_line"]

LARGEST_MOVES = 3
"""So many of its moves are shown with a variant."""


@dataclass(frozen=True)
class MoveLine:
    """A stance that moved: ids, names, and of 100 people how many are for and against, before and
    after."""

    persona: str
    name: str
    issue: str
    title: str
    favour: tuple[int, int]
    against: tuple[int, int]

    @property
    def places(self) -> tuple[float, float]:
        """Where the stance was and is on the axis, in percent, as the dots have it."""
        old, new = (
            (100 + favour - against) / 2
            for favour, against in zip(self.favour, self.against, strict=True)
        )
        return old, new

    @property
    def way(self) -> Literal["up", "down", "apart"]:
        """Towards for, towards against, or to both sides alike."""
        old, new = self.places
        return "apart" if old == new else "up" if new > old else "down"


@dataclass(frozen=True)
class VariantLine:
    """A variant of the scenario ``parent``, with its largest moves, the furthest first.

    ``moved`` counts all moves, and ``size`` is how far the first goes, in scale points. Of the
    conflicts, so many ``appeared`` and are ``gone``. ``compared`` says whether any role is compared
    with the parent's.
    """

    id: str
    parent: str
    title: str
    tags: tuple[str, ...]
    personas: tuple[str, ...]
    compared: bool
    moves: tuple[MoveLine, ...]
    moved: int
    size: float
    appeared: int
    gone: int

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` restores the line."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> VariantLine:
        """KeyError or TypeError if ``data`` does not come from ``to_json``."""
        moves = tuple(
            MoveLine(**{**move, "favour": tuple(move["favour"]), "against": tuple(move["against"])})
            for move in data["moves"]
        )
        tuples = {"tags": tuple(data["tags"]), "personas": tuple(data["personas"])}
        return cls(**{**data, **tuples, "moves": moves})


def variant_line(scenario: Scenario, effect: Effect) -> VariantLine:
    """What is shown of the variant ``scenario`` whose change had this effect."""
    moves, changes = effect.moves, effect.changes
    return VariantLine(
        id=scenario.id,
        parent=scenario.extends,
        title=scenario.title,
        tags=scenario.tags,
        personas=tuple(persona.id for persona in scenario.personas),
        compared=changes is not None,
        moves=tuple(move_line(scenario, move) for move in moves[:LARGEST_MOVES]),
        moved=len(moves),
        size=shift(moves[0].old, moves[0].new) if moves else 0.0,
        appeared=len(changes.appeared) if changes else 0,
        gone=len(changes.disappeared) if changes else 0,
    )


def move_line(scenario: Scenario, move: Move) -> MoveLine:
    """A move with the names that ``scenario`` has for the role and the issue."""
    return MoveLine(
        persona=move.persona,
        name=scenario.persona(move.persona).name,
        issue=move.issue,
        title=scenario.issue(move.issue).title,
        favour=(hundred(move.old.favour), hundred(move.new.favour)),
        against=(hundred(move.old.against), hundred(move.new.against)),
    )
