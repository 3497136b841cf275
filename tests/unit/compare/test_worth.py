"""The worth of a simulation: worked by hand, and for answers of known worth."""

from __future__ import annotations

import numpy as np
import pytest
from mkdocs_perspectives.compare.worth import worth

CELL = ((0, 0.5, 0, 0.5, 0), (0.4, 0, 0.6), 101.0)


def test_worked_by_hand() -> None:
    # (0.02 - 0.48/100) / (0.48 · 101/100) = 0.0152/0.4848; all issues alike, so nothing is unsure.
    found = worth([[CELL]] * 3)
    assert found.n == pytest.approx(0.4848 / 0.0152)
    assert (found.low, found.high) == (pytest.approx(found.n), pytest.approx(found.n))


def test_an_interval_worked_by_hand() -> None:
    """A second issue on which the simulation is right: 1/n is then worse by its own chance."""
    exact = ((0, 0.4, 0, 0.6, 0), (0.4, 0, 0.6), 101.0)
    found = worth([[CELL], [exact]])
    # Left out in turn 1/n is -0.0048/0.4848 and 0.0152/0.4848; half their distance is the error.
    both, error = 0.0104 / 0.9696, 0.01 / 0.4848
    assert found.n == pytest.approx(1 / both)
    assert found.low == pytest.approx(1 / (both + 1.96 * error))
    assert found.high is None


def test_no_worse_than_the_survey() -> None:
    exact = ((0, 0.4, 0, 0.6, 0), (0.4, 0, 0.6), 101.0)
    found = worth([[exact], [exact]])
    assert (found.n, found.low, found.high) == (None, None, None)


def test_where_all_people_agree() -> None:
    found = worth([[((0, 0.5, 0, 0.5, 0), (0, 0, 1.0), 50.0)]] * 2)
    assert found.n == pytest.approx(0, abs=1e-6)


def test_a_survey_of_forty_people_is_worth_forty() -> None:
    """Simulations that are samples of n people from the truth come out as worth n."""
    random = np.random.default_rng(5)
    issues = []
    for _ in range(4000):
        truth = random.dirichlet([2, 2, 2, 2, 2])
        people = random.multinomial(300, truth) / 300
        simulated = random.multinomial(40, truth) / 40
        issues.append([(tuple(simulated), tuple(people), 300.0)])
    found = worth(issues)
    assert found.n == pytest.approx(40, rel=0.03)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 40 < found.high
