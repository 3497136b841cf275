"""Canonical JSON: what digests are taken of, and how records are laid out."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.common import canonical_json, pretty_json, sha256

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


def test_one_text_for_one_value_whatever_the_order_of_its_keys() -> None:
    assert canonical_json({"b": [1, "요"], "a": None}) == '{"a":null,"b":[1,"요"]}'
    assert sha256({"b": 1, "a": 2}) == sha256({"a": 2, "b": 1})
    assert sha256({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


def test_values_that_are_not_json_have_no_digest() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"importance": float("nan")})


@given(JSON)
def test_records_are_laid_out_as_the_standard_library_does_it(value: object) -> None:
    expected = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    assert pretty_json(value) == expected
