"""The names of rules: well formed, and each explained in the guide."""

from __future__ import annotations

import re

from commands import ROOT
from mkdocs_perspectives.scenario.lint import RULES


def test_names_can_stand_in_a_comment() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in RULES)


def test_the_guide_lists_every_rule_in_order() -> None:
    guide = (ROOT / "docs/guide/writing.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE) == list(RULES)
