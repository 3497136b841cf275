"""How wide text is on a terminal."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.common import columns


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("plan", 4), ("비용", 4), ("$1 비용", 7)])
def test_wide_letters_take_two_columns(text: str, wide: int) -> None:
    assert columns(text) == wide
