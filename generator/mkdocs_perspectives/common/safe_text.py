"""Makes text from outside safe to show on a terminal, in a log or in an error message.

Any text from a server, a model or a file passes through here before a person sees it outside the
pages: secrets are masked before anything is cut off, and the result is short and visible.
``safe_text`` is the last step of all output: of the log, of errors and of what commands print.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

from mkdocs_perspectives.common.invisible import cleaned, in_ascii

__all__ = [
    "KEY_VARIABLE",
    "SafeLog",
    "key_in",
    "masked",
    "one_line",
    "safe_json",
    "safe_line",
    "safe_text",
    "without_key",
]

LOG = "mkdocs.plugins.perspectives"
"""The logger of all packages; ``--strict`` only counts loggers below ``mkdocs``."""

KEY_VARIABLE = "OPENAI_API_KEY"
"""The environment variable that holds the API key for the lead's server."""

_key_variables = {KEY_VARIABLE}
"""All variables known to hold keys, which are masked wherever they might be shown."""

_SECRET_LENGTH = 12
"""Shorter keys are placeholders for servers that check no key, and may be ordinary words."""

_PART = 8
"""From this many consecutive characters of a key on, they are masked in displayed text."""

_PASSWORD_LENGTH = 6
"""Shorter values in an address are assumed to be versions and the like."""

_LONGEST_LINE = 300

_LONGEST_READ = 20_000
"""How many characters of a text are examined to show one line of it."""

_ADDRESSES = ("OPENAI_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def key_in(variable: str) -> str | None:
    """The key in an environment variable, if set; from now on it is masked."""
    _key_variables.add(variable)
    return os.environ.get(variable, "").strip() or None


def _secret_keys() -> list[str]:
    """The keys except placeholders; the longest first, in case one contains another."""
    found = {key for name in _key_variables if (key := os.environ.get(name, "").strip())}
    return sorted((key for key in found if len(key) >= _SECRET_LENGTH), key=len, reverse=True)


def without_key(text: str) -> str:
    """``text`` with every key, which a server or model may echo, replaced by ``***``.

    Keys are also found as written by Python's ``repr``, in JSON or in a URL.
    """
    for key in _secret_keys():
        for written in {key, repr(key)[1:-1], json.dumps(key)[1:-1], quote(key, safe="")}:
            text = text.replace(written, "***")
    return text


def masked(text: str) -> str:
    """``text`` without the secrets of the environment, or parts of them, for display.

    These are the keys, the values of ``OPENAI_CUSTOM_HEADERS``, and the passwords and queries of
    the addresses of servers and proxies.
    """
    text = without_key(text)
    for secret in _other_secrets():
        text = text.replace(secret, "***")
    for key in _secret_keys():
        text = _without_parts(text, key)
    return text


def _other_secrets() -> Iterator[str]:
    for line in os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines():
        words = line.partition(":")[2].split()
        yield from (word for word in words if len(word) >= _SECRET_LENGTH)
    for name in _ADDRESSES:
        for address in (os.environ.get(name, ""), os.environ.get(name.lower(), "")):
            before, at, _ = address.partition("://")[2].rpartition("@")
            found = [before, before.partition(":")[2]] if at else []
            query = address.partition("?")[2].partition("#")[0]
            found += [pair.partition("=")[2] for pair in query.split("&")]
            for value in found:
                yield from (v for v in (value, unquote(value)) if len(v) >= _PASSWORD_LENGTH)


def _without_parts(text: str, key: str) -> str:
    """``text`` with every run of ``_PART`` or more characters of the key replaced by ``***``."""
    parts = {key[i : i + _PART] for i in range(len(key) - _PART + 1)}
    present = [part for part in parts if part in text]
    if not present:
        return text
    covered: set[int] = set()
    for found in re.finditer(f"(?=({'|'.join(map(re.escape, present))}))", text):
        covered.update(range(found.start(), found.start() + _PART))
    marked = "".join("\0" if i in covered else c for i, c in enumerate(text))
    return re.sub("\0+", "***", marked)


def one_line(text: str) -> str:
    """``text`` in one line of visible characters."""
    return " ".join(cleaned(text, " ").split())


def safe_line(text: str, longest: int = _LONGEST_LINE) -> str:
    """``text`` without secrets, in one line of visible characters, of at most ``longest``."""
    text = masked(one_line(masked(text[:_LONGEST_READ])))
    return text if len(text) <= longest else text[: longest - 3] + "..."


# What CI systems interpret as a command: at the start of a line, or anywhere.
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|##(?=\w*\[)", re.MULTILINE)


def safe_text(text: str) -> str:
    """``text``, of one or more lines, safe to show anywhere outside the pages.

    It contains no key, no control character, nothing that reorders or hides text, and nothing
    that a CI system would interpret as a command: ``::error::`` at the start of a line, or
    ``##[error]`` anywhere.
    """
    text = masked(text).replace("\r\n", "\n")
    if not text.replace("\n", "").isprintable():
        # Some terminals treat these as line endings; here they are not.
        text = re.sub(
            "[\r\x0b\x0c\x85\u2028\u2029]", " ", cleaned(text, "\N{REPLACEMENT CHARACTER}")
        )
    return _COMMAND.sub(lambda found: f"{found[1]}: " if found[1] is not None else "# #", text)


def safe_json(data: Any) -> str:
    """``data`` as JSON that is as safe to show as ``safe_text``, and parses to the same data."""
    text = in_ascii(without_key(json.dumps(data, ensure_ascii=False, indent=2)))
    return re.sub(r"##(?=\w*\[)", r"#\\u0023", text)


class SafeLog(logging.Filter):
    """Passes every log record through ``safe_text``."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = safe_text(record.getMessage()), ()
        return True


logging.getLogger(LOG).addFilter(SafeLog())
