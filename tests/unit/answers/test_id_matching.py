"""Matching of ids that are written differently."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.answers.id_matching import match_id

ROLES = {
    "role-1": ["Role 1"],
    "role-11": ["Role 11"],
    "role-1-1": ["Role 1.1"],
    "nurse": ["Nurse"],
    "night-nurse": ["Nurse (night)"],
    "mayor": ["시장"],
    "deputy": ["Deputy: the second"],
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("role-1", "role-1"),
        ("Role 1", "role-1"),
        ("Role-1", "role-1"),
        ("ROLE_1", "role-1"),
        (" role  1. ", "role-1"),
        ("`role-1`", "role-1"),
        ("**Role 1**", "role-1"),
        ("Role1", "role-1"),
        ("role-1: Role 1", "role-1"),
        ("role-1 (Role 1)", "role-1"),
        ("Role 1 (role-1)", "role-1"),
        ("role-1 - Role 1", "role-1"),
        ("role-1 Role 1", "role-1"),
        ("role-1: the first of them", "role-1"),
        ("id: role-1", "role-1"),
        ("nurse", "nurse"),
        ("Nurse (night)", "night-nurse"),
        ("night-nurse: Nurse (night)", "night-nurse"),
        ("시장", "mayor"),
        ("mayor: 시장", "mayor"),
        ("Deputy: the second", "deputy"),
        ("ＲＯＬＥ－１", "role-1"),
        # 11 and 1-1 are the same without what stands between.
        ("role11", None),
        ("role-1: Role 11", None),
        ("role-1, nurse", None),
        ("role-1 and nurse", None),
        # A name alone beside something else.
        ("Deputy: somebody", "deputy"),
        ("시장: somebody", None),
        ("a nurse", None),
        ("role-2", None),
        ("role", None),
        ("", None),
        ("...", None),
    ],
)
def test_an_id_is_matched_without_doubt_or_not_at_all(said: str, meant: str | None) -> None:
    assert match_id(said, ROLES) == meant


def test_a_name_of_several_is_that_of_the_one_that_was_asked_about() -> None:
    managers = {"sales": ["Manager"], "plant": ["Manager"], "office": ["Clerk"]}
    assert match_id("manager", managers) is None
    assert match_id("manager", managers, ["plant", "office"]) == "plant"
    assert match_id("manager", managers, ["plant", "sales"]) is None
    assert match_id("sales: Manager", managers) == "sales"
