"""Programs that tests require: if one is missing, tests fail instead of being skipped."""

from __future__ import annotations

import shutil

import pytest
from commands import ROOT, finished, start

__all__ = ["need", "need_letters"]


def need(program: str, package: str) -> str:
    """The path of a program, which is in this Debian package."""
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is needed: apt-get install {package}", pytrace=False)
    return path


def need_letters(language: str, package: str) -> None:
    """Make sure that there is a font with the letters of a language."""
    fonts = start(need("fc-list", "fontconfig"), f":lang={language}", cwd=ROOT)
    if not finished(fonts).stdout.strip():
        pytest.fail(f"letters of {language!r} are needed: apt-get install {package}", pytrace=False)
