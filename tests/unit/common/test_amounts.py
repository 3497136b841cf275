"""Counts and prices as shown in messages."""

from __future__ import annotations

from mkdocs_perspectives.common import counted, shown_price


def test_counts() -> None:
    assert [counted(n, "role") for n in (0, 1, 2, 1000)] == [
        "0 roles",
        "1 role",
        "2 roles",
        "1,000 roles",
    ]
    assert [counted(2, noun) for noun in ("batch", "wish", "bus")] == [
        "2 batches",
        "2 wishes",
        "2 buses",
    ]


def test_prices() -> None:
    assert [shown_price(p) for p in (None, 0.0, 0.00123, 0.5, 1.234)] == [
        "price unknown",
        "$0.00",
        "$0.0012",
        "$0.5000",
        "$1.23",
    ]
