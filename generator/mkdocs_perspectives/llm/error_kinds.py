"""Classifies the errors of servers by their codes and wording.

Only the server's own words are searched, never words that repeat the request (see
``error_texts.own_words``), since a scenario may be about anything: grammar schools, content
filters, the temperature of a room.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from mkdocs_perspectives.llm.error_texts import ErrorContent
from mkdocs_perspectives.llm.error_wordings import (
    ADDRESS,
    AT_FAULT,
    CODES,
    MAY_PASS,
    PLAIN_FORM,
    REFUSED,
    SHORT_TERM,
    TOO_MUCH,
    WORDS,
    Kind,
)

__all__ = ["Kind", "kind_of"]

_KEY_FIELDS = frozenset({"authorization", "api_key", "api-key", "x-api-key"})

_LIMITS = ("max_completion_tokens", "max_tokens")


def kind_of(
    status: int,
    content: ErrorContent,
    own: str,
    *,
    asked: Collection[str],
    short_wait: bool,
) -> Kind:
    """The kind of an error.

    Args:
        status: of the reply, or 0 for an error without a status in a reply of 200.
        own: the server's own words, as returned by ``own_words``.
        asked: the names of what the request contained: its parameters, ``response_format`` and
            ``system``. Only these can be what is refused.
        short_wait: whether the server asks for a short wait.
    """
    return _Classifier(content, own, asked).kind(status, short_wait=short_wait)


class _Classifier:
    """Classifies one error; see ``kind_of``."""

    def __init__(self, content: ErrorContent, own: str, asked: Collection[str]) -> None:
        self._content, self._own, self._asked = content, own, asked

    def _coded(self, kind: Kind) -> bool:
        return any(re.fullmatch(CODES[kind], code) for code in self._content.codes)

    def _worded(self, kind: Kind) -> bool:
        return re.search(WORDS[kind], self._own) is not None

    def _names(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self._own) is not None

    def kind(self, status: int, *, short_wait: bool) -> Kind:
        named: tuple[Kind, ...] = ("sampling", "long", "filter")
        for kind in named:
            if self._coded(kind):
                return kind
        if self._coded("credit") or status == 402:
            return "credit"
        if status in (429, 503, 529) and not self._coded("model"):
            return self._rate_limited(short=short_wait)
        return self._server_failure() if status >= 500 else self._refusal(status)

    def _rate_limited(self, *, short: bool) -> Kind:
        """The server is overloaded, or the account has reached a limit."""
        if self._worded("long") and not self._worded("day"):
            # Larger than the limit for a whole minute, so waiting does not help.
            return "long"
        if self._coded("day") or (self._worded("day") and not short):
            return "day"
        spent = self._worded("credit") and not short and not self._names(SHORT_TERM)
        return "credit" if spent else "passing"

    def _server_failure(self) -> Kind:
        """5xx: the text may still say that the server does not accept the request."""
        if self._coded("model"):
            return "model"
        if (named := self._parameter()) in ("limit", "form"):
            return named
        if self._worded("long"):
            return "long"
        at_fault = self._names(REFUSED) or self._names(AT_FAULT)
        if self._form(plain=at_fault):
            return "form"
        return "system" if self._system() else "passing"

    def _refusal(self, status: int) -> Kind:
        """4xx, or no meaningful status."""
        if status == 413 or (self._worded("long") and not self._worded("sampling")):
            return "long"
        if self._worded("access") or (self._coded("access") and not self._worded("filter")):
            return "access"
        if status == 401 or self._coded("key") or _KEY_FIELDS & self._content.fields:
            return "key"
        if self._coded("model"):
            return "model"
        if (named := self._parameter()) is not None:
            return named
        words: tuple[Kind, ...] = ("sampling", "filter", "key", "credit", "day")
        for kind in words:
            if self._worded(kind):
                return kind
        if self._form(plain=False):
            return "form"
        if self._worded("model"):
            return "model"
        if self._form(plain=True):
            return "form"
        return "system" if self._system() else self._by_status(status)

    def _by_status(self, status: int) -> Kind:
        """Errors that their words and codes do not classify."""
        no_address = self._names(ADDRESS)
        if (status in (404, 405) and no_address) or status in (405, 501):
            return "address"
        if status == 0 and no_address and self._own:
            return "address"
        if status == 403:
            return "access"
        if status == 404:
            return "absent"
        may_pass = self._coded("passing") or self._names(MAY_PASS)
        return "passing" if status in (0, 408, 409, 425) or may_pass else "unknown"

    def _form(self, *, plain: bool) -> bool:
        named = self._worded("form") or (plain and self._names(PLAIN_FORM))
        return named and "response_format" in self._asked

    def _system(self) -> bool:
        return self._worded("system") and "system" in self._asked

    def _mentions(self, name: str) -> bool:
        return name in self._content.fields or re.search(rf"\b{name}\b", self._own) is not None

    def _parameter(self) -> Kind | None:
        """The part of the request that the server refuses, if it names one."""
        fields = self._content.fields
        if "response_format" in self._asked and any(
            field.split(".")[0] == "response_format" for field in fields
        ):
            return "form"
        if "system" in self._asked and "messages.0.role" in fields:
            return "system"
        if any(name in self._asked for name in _LIMITS) and any(map(self._mentions, _LIMITS)):
            if self._names(REFUSED):
                return "limit"
            if self._names(TOO_MUCH):
                return "limit value"
            if self._names(AT_FAULT):
                return "limit"
        at_fault = any(map(self._names, (REFUSED, AT_FAULT, TOO_MUCH)))
        sampling: tuple[Kind, ...] = ("temperature", "seed")
        for name in sampling:
            if name in self._asked and (name in fields or (self._mentions(name) and at_fault)):
                return name
        return None
