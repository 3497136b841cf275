"""What is shown of a variant outside its own pages: on its parent's page and in the indexes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mkdocs_perspectives.compare import Effect, Move, shift
from mkdocs_perspectives.scenario import Scenario

__all__ = ["MoveLine", "VariantLine", "variant_line"]

LARGEST_MOVES = 3
"""So many of its moves are shown with a variant."""


@dataclass(frozen=True)
class MoveLine:
    """A stance that moved: ids, names, and the shares before and after as fractions of 1."""

    persona: str
    name: str
    issue: str
    title: str
    favour: tuple[float, float]
    against: tuple[float, float]

    @property
    def up(self) -> bool:
        """Whether the role is more in favour than before."""
        (old_for, new_for), (old_against, new_against) = self.favour, self.against
        return new_for - new_against > old_for - old_against


@dataclass(frozen=True)
class VariantLine:
    """A variant of the scenario ``parent``, with its largest moves, the furthest first.

    ``further`` counts the other moves, and ``size`` is how far the largest of all goes, in scale
    points. ``compared`` is how many of its roles are compared with those of its parent.
    """

    id: str
    parent: str
    title: str
    tags: tuple[str, ...]
    personas: tuple[str, ...]
    compared: int
    moves: tuple[MoveLine, ...]
    further: int
    size: float

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
    moves = effect.moves
    return VariantLine(
        id=scenario.id,
        parent=scenario.extends,
        title=scenario.title,
        tags=scenario.tags,
        personas=tuple(persona.id for persona in scenario.personas),
        compared=len(effect.personas) if effect.changes else 0,
        moves=tuple(_line(scenario, move) for move in moves[:LARGEST_MOVES]),
        further=max(0, len(moves) - LARGEST_MOVES),
        size=shift(moves[0].old, moves[0].new) if moves else 0.0,
    )


def _line(scenario: Scenario, move: Move) -> MoveLine:
    return MoveLine(
        persona=move.persona,
        name=scenario.persona(move.persona).name,
        issue=move.issue,
        title=scenario.issue(move.issue).title,
        favour=(move.old.favour, move.new.favour),
        against=(move.old.against, move.new.against),
    )
