"""Turns YAML nodes into plain data, as far as files need it, and bounds what they may hold.

Whatever a file says, this ends: nesting is bounded before anything is composed, since the parser
calls itself for every level; aliases are followed a bounded number of times; and a value that is
no text is worked out only where it is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from mkdocs_perspectives.common import Problem, code_point, hidden_marks, refused, safe_line
from mkdocs_perspectives.scenario.source import Place, Source

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # pragma: no cover - where PyYAML was built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

__all__ = ["MAX_DEPTH", "BoundedLoader", "Builder", "FaultError", "TooDeepError"]

MAX_NODES = 100_000
"""How many values a file may hold once its aliases are followed (an alias bomb holds billions)."""

MAX_DEPTH = 50
"""How deeply values may nest; the formats need five levels."""

MAX_SCALAR = 100
"""The longest number, date or truth value, in characters; working out a longer one takes long."""

_TEXT = "tag:yaml.org,2002:str"
_SAFE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")
)


class TooDeepError(Exception):
    """Values nest too deeply; found before the parser follows them."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class FaultError(Exception):
    """A fault met while nodes are turned into data, at a mark of the parser."""

    def __init__(self, mark: Any, message: str, remedy: str) -> None:
        super().__init__(message)
        self.mark, self.message, self.remedy = mark, message, remedy


class BoundedLoader(_SafeLoader):
    """Composes nodes down to a bounded depth; the parser reports each level that it enters."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self._depth = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Enter a level. TooDeepError beyond ``MAX_DEPTH``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError(current_node.start_mark)

    def ascend_resolver(self) -> None:
        """Leave a level."""
        self._depth -= 1


class Builder:
    """Turns nodes into data, notes where each stood, and collects faults that can wait."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._scalars: Any = yaml.constructor.SafeConstructor()
        self._count = 0

    def build(self, node: yaml.Node, place: Place, depth: int) -> Any:
        """The data of ``node``, which stands at ``place``. FaultError where it cannot be."""
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            raise FaultError(
                node.start_mark,
                "the file holds too many values or nests too deeply",
                "Do not use YAML anchors and aliases to repeat content.",
            )
        self.source.values[place] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return dict(self._pairs(node, place, depth))
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            items: list[yaml.Node] = node.value
            return [self.build(item, (*place, i), depth + 1) for i, item in enumerate(items)]
        return self._scalar(node, place)

    def _pairs(self, node: yaml.MappingNode, place: Place, depth: int) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise FaultError(key_node.start_mark, "a key must be a word", "Write `key: value`.")
            key = self._seen(key_node)
            mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in seen:
                first = self.source.keys[(*place, key)][0]
                message = f"the key {key!r} is given twice (first on line {first})"
                self.problems.append(self.source.problem_at(*mark, message, "Keep one of the two."))
                continue
            seen.add(key)
            self.source.keys[(*place, key)] = mark
            yield key, self.build(value_node, (*place, key), depth + 1)

    def _scalar(self, node: yaml.Node, place: Place) -> Any:
        if node.tag not in _SAFE_TAGS or not isinstance(node, yaml.ScalarNode):
            raise FaultError(
                node.start_mark,
                f"the tag {safe_line(node.tag, MAX_SCALAR)} is not allowed",
                "Remove the tag (the word after !); write plain texts, lists and mappings.",
            )
        if node.tag == _TEXT:
            if self._before_comment(node):
                self.source.cut.append(place)
            return self._seen(node)
        if node.value:
            self.source.raw[place] = safe_line(node.value, MAX_SCALAR)
        if len(node.value) <= MAX_SCALAR:
            try:
                return self._scalars.construct_object(node)
            # What the constructors of PyYAML raise where a tag does not fit its value.
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                pass
            except yaml.YAMLError:
                pass
        shown = node.value if len(node.value) <= MAX_SCALAR else node.value[:20] + "..."
        raise FaultError(node.start_mark, f"{shown!r} is no valid value", "Put the text in quotes.")

    def _before_comment(self, node: yaml.ScalarNode) -> bool:
        """Whether a plain text ends where a comment begins, on the same line."""
        if node.style or not node.value:
            return False
        end = node.end_mark
        rest = (
            self.source.lines[end.line][end.column :] if end.line < len(self.source.lines) else ""
        )
        return rest[:1] in {" ", "\t"} and rest.lstrip(" \t").startswith("#")

    def _seen(self, node: yaml.ScalarNode) -> str:
        """A text without marks that only hide; what escapes have put into it is seen only here."""
        text, marks = hidden_marks(node.value)
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self.source.hidden += [(line, mark) for mark in marks]
        if found := refused(text):
            message = f"the character {code_point(found.group())} is not allowed in a text"
            remedy = "Delete the escape that stands for it (such as \\u202e)."
            self.problems.append(self.source.problem_at(line, column, message, remedy))
        return text
