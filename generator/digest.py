"""Canonical JSON and its SHA-256: the identity of questions, requests and answers."""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["canonical_json", "sha256"]


def canonical_json(value: Any) -> str:
    """``value`` as JSON with sorted keys, no spaces and no escapes beyond what JSON demands."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def sha256(value: Any) -> str:
    """The hexadecimal SHA-256 of the canonical JSON of ``value`` (64 characters)."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
