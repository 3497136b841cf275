"""What the tests of whole sites need of the machine."""

from __future__ import annotations

import pytest
from needed import need


@pytest.fixture(autouse=True, scope="session")
def _tools() -> None:
    need("git", "git")
    for program in ("prlimit", "setpriv"):
        need(program, "util-linux")
