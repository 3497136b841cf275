"""Finds the conflict markers that git leaves in a file after a failed merge."""

from __future__ import annotations

import re

__all__ = ["conflict_line"]

# No line of valid YAML or JSON starts like this.
_MARK = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: |\r?$)", re.MULTILINE)


def conflict_line(text: str) -> int | None:
    """The 1-based line of the first conflict marker, or None."""
    found = _MARK.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1
