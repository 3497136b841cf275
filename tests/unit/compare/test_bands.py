"""The error bands of a model without calibration."""

from __future__ import annotations

from mkdocs_perspectives.compare import BORROWED


def test_they_are_borrowed_from_checks_against_surveys() -> None:
    assert (BORROWED.opposed, BORROWED.favour, BORROWED.source) == (0.15, 0.2, "borrowed")
