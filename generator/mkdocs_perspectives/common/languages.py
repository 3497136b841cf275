"""The languages of scenarios and pages."""

from __future__ import annotations

from typing import Literal

__all__ = ["LANGUAGES", "Language"]

Language = Literal["en", "ko"]

LANGUAGES: tuple[Language, ...] = ("en", "ko")
