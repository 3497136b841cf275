"""What git leaves in a file where two versions of it could not be put together."""

from __future__ import annotations

import re

__all__ = ["conflict_line"]

# In neither YAML nor JSON a line can begin so.
_MARK = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: |\r?$)", re.MULTILINE)


def conflict_line(text: str) -> int | None:
    """The 1-based line of the first mark of a conflict that is not resolved, or None."""
    found = _MARK.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1
