"""The fence around material in a message."""

from __future__ import annotations

import re

__all__ = ["fence_around"]


def fence_around(text: str) -> str:
    """A row of backticks that no row in ``text`` ends; at least three."""
    return "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
