"""Converts a parsed reply to the form of the requested schema.

Deviations with only one possible meaning are accepted. Everything else is a fault, worded so that a
model can correct it: in terms of the form and the places in it, never of the checking code.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mkdocs_perspectives.answers.id_matching import match_id, squeezed
from mkdocs_perspectives.answers.json_objects import Doubled, NoNumber, quoted, same
from mkdocs_perspectives.answers.numbers import number, read_shares
from mkdocs_perspectives.common import SCALE_KEYS, safe_line

__all__ = ["Form"]

_NOTHING = frozenset({"", "null", "none", "na", "nil"})
"""Texts that mean null, squeezed."""

_BY_ID = frozenset({"stances"})
"""Objects whose keys are ids: an unknown key is a fault, not ignored."""

_MOST_LISTED = 20

Schema = Mapping[str, Any]


class Form:
    """Reads one object, and collects its faults.

    Args:
        names: other names of the ids in the schema's ``enum``.
        preferred: the ids to choose if several have the same name.
        mark_scaled: whether objects whose shares do not sum to 100 get the mark ``scaled``.
    """

    def __init__(
        self,
        names: Mapping[str, Collection[str]],
        preferred: Collection[str],
        *,
        mark_scaled: bool,
    ) -> None:
        self._names, self._preferred, self._mark_scaled = names, preferred, mark_scaled
        self.faults: list[str] = []
        self.odd_sums: list[str] = []
        """Shares that do not sum to 100, which could be scaled."""
        self.ignored = False
        """Whether anything deviates from the schema, even if it was accepted."""

    def read(self, value: Any, schema: Schema, place: str = "") -> Any:
        """``value`` in the form of ``schema``; the result is meaningless if there are faults.

        Args:
            place: where the value is, for the faults: ``stances.issue-1.shares``.
        """
        if isinstance(value, Doubled):
            return self._fault(place, "stands there twice, with different values")
        if "anyOf" in schema:
            return self._any_of(value, schema, place)
        if "enum" in schema:
            return self._id(value, schema["enum"], place)
        kind = schema["type"]
        if kind in ("object", "array") and isinstance(value, str):
            inner = quoted(value)
            self.ignored |= inner is not None
            value = value if inner is None else inner
        if kind == "null":
            return None if _is_nothing(value) else self._wrong(place, "null", value)
        if kind == "object":
            return self._object(value, schema["properties"], place)
        if kind == "array":
            return self._list(value, schema, place)
        if kind == "integer":
            return self._integer(value, schema, place)
        if isinstance(value, str):
            return value
        return self._wrong(place, "a text", value)

    def _fault(self, place: str, what: str) -> Any:
        self.faults.append(f"{place or 'the answer'} {what}")
        return None

    def _wrong(self, place: str, wanted: str, value: Any) -> Any:
        self.ignored = True
        return self._fault(place, f"must be {wanted}, not {_kind(value)}")

    def _any_of(self, value: Any, schema: Schema, place: str) -> Any:
        """Read a value that may also be null."""
        (form,) = [form for form in schema["anyOf"] if form.get("type") != "null"]
        if _is_nothing(value) and value not in form.get("enum", ()):
            self.ignored |= value is not None
            return None
        return self.read(value, form, place)

    def _id(self, value: Any, ids: Collection[str], place: str) -> Any:
        names = {name: self._names.get(name, ()) for name in ids}
        found = match_id(value, names, self._preferred) if isinstance(value, str) else None
        if found is not None:
            self.ignored |= found != value
            return found
        self.ignored = True
        listed = list(ids)
        if place.endswith(".with"):
            listed = [name for name in ids if name in self._preferred]
        if not listed:
            return self._fault(place, "names a counterpart, but there are none: leave it out")
        wanted = f"one of the ids {', '.join(listed[:_MOST_LISTED])}"
        said = f"{safe_line(value, 60)!r}" if isinstance(value, str) else _kind(value)
        return self._fault(place, f"must be {wanted}, not {said}")

    def _object(self, value: Any, forms: Mapping[str, Schema], place: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(place, "an object", value)
        given = self._given(value, forms, place)
        if tuple(forms) == SCALE_KEYS:
            return self._shares(given, place)
        odd = len(self.odd_sums)
        result = {}
        for name, form in forms.items():
            where = f"{place}.{name}" if place else name
            if name in given:
                result[name] = self.read(given[name], form, where)
            elif "anyOf" in form:
                # Many models omit what is null.
                self.ignored, result[name] = True, None
            else:
                self._missing(where)
        if self._mark_scaled and len(self.odd_sums) > odd and "shares" in forms:
            result["scaled"] = True
        return result

    def _missing(self, place: str) -> None:
        self.ignored = True
        self._fault(place, "is missing")

    def _given(
        self, value: Mapping[str, Any], forms: Mapping[str, Schema], place: str
    ) -> dict[str, Any]:
        """The values of ``value`` by the names that they should have."""
        if value.keys() == forms.keys():
            return dict(value)
        names = {name: self._names.get(name, ()) if place in _BY_ID else () for name in forms}
        given: dict[str, Any] = {}
        self.ignored |= bool(value.keys() - forms.keys())
        for said, inner in value.items():
            name = match_id(said, names)
            if name is None:
                if place in _BY_ID:
                    listed = ", ".join(list(forms)[:_MOST_LISTED]) or "none"
                    what = f"is no issue of the scenario; these are: {listed}"
                    self._fault(f"{place}.{safe_line(said, 60)}", what)
            elif name in given and not same(given[name], inner):
                given[name] = Doubled()
            else:
                given[name] = inner
        return given

    def _list(self, value: Any, schema: Schema, place: str) -> Any:
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        entries = f"{least} to {most}" if most is not None else f"at least {least}"
        if least == 0 and _is_nothing(value):
            self.ignored = True
            return []
        if not isinstance(value, list):
            wanted = "a list, an empty one where there is nothing to say"
            return self._wrong(place, wanted if least == 0 else f"a list of {entries}", value)
        if len(value) < least or (most is not None and len(value) > most):
            self.ignored = True
            return self._fault(place, f"has {len(value)} entries instead of {entries}")
        return [self.read(v, schema["items"], f"{place}.{i}") for i, v in enumerate(value)]

    def _integer(self, value: Any, schema: Schema, place: str) -> Any:
        least, most = schema["minimum"], schema["maximum"]
        count = number(value)
        wanted = f"a whole number from {least} to {most}"
        if count is None or count.per_cent:
            return self._wrong(place, wanted, value)
        if count.value.denominator != 1 or not least <= count.value <= most:
            self.ignored = True
            return self._fault(place, f"must be {wanted}, not {float(count.value):g}")
        self.ignored |= not isinstance(value, int)
        return int(count.value)

    def _shares(self, given: Mapping[str, Any], place: str) -> Any:
        counts = []
        for key in SCALE_KEYS:
            where = f"{place}.{key}"
            if key not in given:
                self._missing(where)
            elif isinstance(given[key], Doubled):
                self._fault(where, "stands there twice, with different values")
            elif (count := number(given[key])) is None:
                self._wrong(where, "a whole number from 0 to 100", given[key])
            elif count.value < 0:
                self.ignored = True
                self._fault(where, f"must be a whole number from 0 to 100, not {count.value}")
            else:
                counts.append(count)
                self.ignored |= not isinstance(given[key], int) or count.value > 100
        if len(counts) < len(SCALE_KEYS):
            return None
        read = read_shares(counts)
        if isinstance(read, str):
            return self._fault(place, read)
        if read.odd_sum:
            self.odd_sums.append(f"{place} sum to {read.odd_sum} instead of 100")
        return dict(zip(SCALE_KEYS, read.counts, strict=True))


def _is_nothing(value: Any) -> bool:
    return value is None or value == {} or (isinstance(value, str) and squeezed(value) in _NOTHING)


def _kind(value: Any) -> str:
    """The kind of a value in JSON's terms; never the value itself, which may be anything."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, NoNumber):
        return "NaN or another thing that JSON has no number for"
    if isinstance(value, str):
        return "an empty text" if not value.strip() else "a text"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a number"
