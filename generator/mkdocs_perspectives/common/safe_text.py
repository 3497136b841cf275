"""Text from outside, as it is shown on a terminal, in a log or in an error message.

Whatever a server, a model or a file says goes through here before a person sees it outside the
pages: the key is masked before anything is cut off, and what is left is short and visible.
``safe_text`` is what all output goes through last, at the place where it is shown: in the log, in
errors and in what commands print.
"""

from __future__ import annotations

import json
import logging
import os
import re
from typing import Any

from mkdocs_perspectives.common.invisible import cleaned, in_ascii

__all__ = [
    "SafeLog",
    "api_key",
    "one_line",
    "safe_json",
    "safe_line",
    "safe_text",
    "without_key",
]

LOG = "mkdocs.plugins.perspectives"
"""The logger of all packages; only those below ``mkdocs`` count for ``--strict``."""

_SECRET_LENGTH = 12
"""Shorter keys are placeholders for servers that check none, and may be ordinary words."""

_LONGEST_LINE = 300


def api_key() -> str | None:
    """The key for the model's server; it comes from ``OPENAI_API_KEY`` alone."""
    return os.environ.get("OPENAI_API_KEY", "").strip() or None


def without_key(text: str) -> str:
    """``text`` with the key, which a server or model may echo, replaced by ``***``."""
    key = api_key()
    return text.replace(key, "***") if key and len(key) >= _SECRET_LENGTH else text


def one_line(text: str) -> str:
    """``text`` in one line of visible characters."""
    return " ".join(cleaned(text, " ").split())


def safe_line(text: str, longest: int = _LONGEST_LINE) -> str:
    """``text`` without the key, in one line of visible characters, of at most ``longest``."""
    text = one_line(without_key(text))
    return text if len(text) <= longest else text[: longest - 3] + "..."


# What CI systems take for a command where it begins a line, and what they take for one anywhere.
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|##(?=\w*\[)", re.MULTILINE)


def safe_text(text: str) -> str:
    """``text`` of one line or more as it may be shown anywhere outside the pages.

    It holds no key, no control character, nothing that reorders or hides text, and no line that
    a CI system would take for a command: ``::error::`` at its start, or ``##[error]``.
    """
    text = without_key(text).replace("\r\n", "\n")
    if not text.replace("\n", "").isprintable():
        # Signs that some terminals take for the end of a line are none here.
        text = re.sub(
            "[\r\x0b\x0c\x85\u2028\u2029]", " ", cleaned(text, "\N{REPLACEMENT CHARACTER}")
        )
    return _COMMAND.sub(lambda found: f"{found[1]}: " if found[1] is not None else "# #", text)


def safe_json(data: Any) -> str:
    """``data`` as JSON that may be shown like a ``safe_text`` and means what it means."""
    text = in_ascii(without_key(json.dumps(data, ensure_ascii=False, indent=2)))
    return re.sub(r"##(?=\w*\[)", r"#\\u0023", text)


class SafeLog(logging.Filter):
    """Lets every record of a log through, with its message as ``safe_text``."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = safe_text(record.getMessage()), ()
        return True


logging.getLogger(LOG).addFilter(SafeLog())
