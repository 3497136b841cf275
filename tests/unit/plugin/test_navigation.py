"""The navigation: scenarios while they are few, the indexes always, and the deep pages never."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.plugin.navigation import MAX_IN_NAV, Listed, belongs


@pytest.mark.parametrize(
    ("path", "few", "many", "own"),
    [
        ("index.md", True, True, True),
        ("guide/start.md", True, True, True),
        ("scenarios/index.md", True, True, True),
        ("personas/index.md", True, True, True),
        ("scenarios/tram/index.md", True, False, False),
        ("scenarios/tram/role-a.md", False, False, False),
        ("scenarios/how-to-read-en.md", False, False, False),
        ("personas/planner.md", False, False, False),
    ],
)
def test_which_pages_are_in_it(path: str, few: bool, many: bool, own: bool) -> None:
    assert belongs(path, Listed(MAX_IN_NAV), own=False) == few
    assert belongs(path, Listed(MAX_IN_NAV + 1), own=False) == many
    # A navigation of the site's own names what is in it.
    assert belongs(path, Listed(1), own=True) == own


def test_variants_are_found_from_what_they_extend() -> None:
    listed = Listed(1, {"late"})
    assert belongs("scenarios/tram/index.md", listed, own=False)
    assert not belongs("scenarios/late/index.md", listed, own=False)
