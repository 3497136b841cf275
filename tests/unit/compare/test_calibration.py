"""The measures of the calibration page: worked by hand, and worked out a second time in numpy."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import factory
import numpy as np
import pytest
from commands import ROOT
from mkdocs_perspectives.compare import Flags, Measured, Point, Voice, Worth, calibrate
from mkdocs_perspectives.compare.calibration import quantile
from mkdocs_perspectives.compare.worth import worth
from mkdocs_perspectives.scenario import ObservedCell, load_library
from numpy.typing import NDArray
from scipy import stats

MODEL = Voice("lead", "model-1", "2")


def _point(
    issue: str,
    persona: str,
    simulated: tuple[float, ...],
    people: tuple[float, ...],
    n: float = 200,
) -> Point:
    return Point(MODEL, "s", issue, persona, simulated, ObservedCell(people, people[-1], n))


BY_HAND = [
    # One issue, two roles. For and against, simulated: a 0.6, 0.3; b 0.2, 0.7. People: a 0.5, 0.4;
    # b 0.4, 0.6.
    _point("i", "a", (0.1, 0.2, 0.1, 0.6, 0.0), (0.4, 0.1, 0.5)),
    _point("i", "b", (0.7, 0.0, 0.1, 0.1, 0.1), (0.6, 0.0, 0.4)),
    # Another, one role.
    _point("j", "a", (0.0, 0.0, 0.5, 0.5, 0.0), (0.2, 0.5, 0.3)),
]


def test_worked_by_hand() -> None:
    lead, nothing = calibrate(BY_HAND)
    assert (lead.voice, nothing.voice) == (MODEL, replace(MODEL, voice="knows_nothing"))
    assert lead.issues == nothing.issues == 2
    # On i: (0.1 + 0 + 0.1)/2 and (0.1 + 0.1 + 0.2)/2, so 0.15; on j (0.2 + 0 + 0.2)/2.
    assert lead.tv == pytest.approx((0.15 + 0.2) / 2)
    # On i 0.1 and 0.2; on j 0.2.
    assert lead.for_error == pytest.approx((0.15 + 0.2) / 2)
    # 0.6·0.7 + 0.3·0.2 = 0.48 is simulated; people have 0.5·0.6 + 0.4·0.4 = 0.46.
    assert lead.opposed_error == pytest.approx(0.02)
    # Excess 0.4·0.4 is simulated; people have 0.1·0.2 = 0.02, which is no conflict.
    assert (lead.flags, lead.direction_right) == (Flags(right=0, wrong=1, missed=0), 0)
    # With 0.4, 0.2, 0.4 for all: on i 0.1 and 0.2, on j (0.2 + 0.3 + 0.1)/2.
    assert nothing.tv == pytest.approx((0.15 + 0.3) / 2)
    assert nothing.flags == Flags(0, 0, 0)
    # Nothing more is said of less than ten issues.
    assert (lead.knows_more, lead.worth, lead.bands) == (None, None, None)


def test_flags_and_directions() -> None:
    """All four cases of two roles in conflict, and a right flag of the wrong direction."""
    far, near = (0.1, 0.1, 0.2, 0.6, 0.0), (0.6, 0.1, 0.1, 0.2, 0.0)
    clash, calm = ((0.1, 0.1, 0.8), (0.8, 0.1, 0.1)), ((0.4, 0.2, 0.4), (0.4, 0.2, 0.4))
    cases = {
        "right": ((far, near), clash),
        "turned": ((near, far), clash),
        "wrong": ((far, near), calm),
        "missed": ((far, far), clash),
        "neither": ((far, far), calm),
    }
    points = [
        _point(issue, role, simulated[i], people[i])
        for issue, (simulated, people) in cases.items()
        for i, role in enumerate("ab")
    ]
    lead, nothing = calibrate(points)
    assert (lead.flags, lead.direction_right) == (Flags(right=2, wrong=1, missed=1), 1)
    assert (nothing.flags, nothing.direction_right) == (Flags(right=0, wrong=0, missed=3), 0)


def test_a_quantile_worked_by_hand() -> None:
    # The weights are 1/2, 1/2 and 1: 0.1 holds a quarter, 0.2 three quarters, 0.4 all of it.
    assert quantile([[0.1, 0.4], [0.2]], 0.8) == 0.4
    assert quantile([[0.1, 0.4], [0.2]], 0.75) == 0.2
    assert quantile([[0.3, 0.1, 0.2]], 2 / 3) == 0.2
    assert quantile([[0.3]] * 4 + [[0.5]], 0.8) == 0.3


def _many(seed: int, voice: Voice = MODEL, noise: int = 40, issues: int = 12) -> list[Point]:
    """Three roles asked about many issues, of whom people answered in three groups or in five."""
    random = np.random.default_rng(seed)
    points = []
    for issue in range(issues):
        for persona in "abc":
            truth = random.dirichlet([1.5, 2, 1, 2, 1.5])
            n = int(random.integers(60, 400))
            counts = random.multinomial(n, truth)
            people = tuple(float(share) for share in counts / n)
            if issue % 3:
                people = (people[0] + people[1], people[2], people[3] + people[4])
            favour = float(counts[3:].sum() / n)
            simulated = tuple(float(s) / noise for s in random.multinomial(noise, truth))
            cell = ObservedCell(people, favour, n)
            points.append(Point(voice, "s", f"i{issue}", persona, simulated, cell))
    return points


def _shipped() -> list[Point]:
    """The samples of this repository beside what doctors and civil servants answered."""
    observed = load_library(ROOT / "scenarios").observed
    return [
        Point(
            Voice("lead", view.records[persona].model, view.records[persona].prompt),
            view.scenario.id,
            issue,
            persona,
            view.comparison.stances[persona, issue].shares,
            cell,
        )
        for view in factory.views_of(ROOT)
        if view.scenario.id in observed
        for (persona, issue), cell in observed[view.scenario.id].cells.items()
    ]


# The second computation: arrays and sums over all that might happen, none of the code under test.


def _sides(shares: tuple[float, ...]) -> tuple[float, float]:
    """Against and for."""
    half = len(shares) // 2
    return sum(shares[:half]), sum(shares[half + 1 :])


def _summed(shares: tuple[float, ...], groups: int) -> NDArray[np.float64]:
    against, favour = _sides(shares)
    return np.array(shares if groups == 5 else (against, 1 - against - favour, favour))


def _pair(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float]:
    """Opposed and excess, from the table of both people's sides."""
    tables = [np.outer(_sides(x), _sides(y)) for x, y in ((a, b), (a, a), (b, b))]
    opposed, own, other = (float(t[0, 1] + t[1, 0]) for t in tables)
    return opposed, opposed - (own + other) / 2


def _chance(people: tuple[float, ...], n: float) -> float:
    k = np.arange(round(n) + 1)
    off = [stats.binom.expect(lambda x, s=s: abs(x / k[-1] - s), (k[-1], s)) for s in people]
    return float(np.sum(off)) / 2


def _again(points: list[Point]) -> dict[str, object]:
    names = sorted({(p.scenario, p.issue) for p in points})
    on = {name: [p for p in points if (p.scenario, p.issue) == name] for name in names}
    with_shares = {name: [p for p in ps if p.people.shares] for name, ps in on.items()}
    with_shares = {name: ps for name, ps in with_shares.items() if ps}
    guess = (0.2,) * 5

    def distance(p: Point, q: tuple[float, ...]) -> float:
        o = p.people.shares or ()
        return float(np.abs(_summed(q, len(o)) - o).sum()) / 2

    tv = np.array([np.mean([distance(p, p.shares) for p in ps]) for ps in with_shares.values()])
    blind = np.array([np.mean([distance(p, guess) for p in ps]) for ps in with_shares.values()])
    chance = [
        np.mean([_chance(p.people.shares or (), p.people.n) for p in ps])
        for ps in with_shares.values()
    ]
    for_errors = [[abs(_sides(p.shares)[1] - p.people.favour) for p in ps] for ps in on.values()]
    opposed_errors, flags, direction = [], {"right": 0, "wrong": 0, "missed": 0}, 0
    for ps in with_shares.values():
        errors = []
        for a, b in combinations(ps, 2):
            simulated, real = (
                _pair(a.shares, b.shares),
                _pair(a.people.shares or (), b.people.shares or ()),
            )
            errors.append(abs(simulated[0] - real[0]))
            kind = {(True, True): "right", (True, False): "wrong", (False, True): "missed"}.get(
                (round(simulated[1], 9) >= 0.05, round(real[1], 9) >= 0.05)
            )
            if kind:
                flags[kind] += 1
            ways = [_sides(a.shares)[1] - _sides(b.shares)[1], a.people.favour - b.people.favour]
            direction += kind == "right" and np.sign(ways[0]) == np.sign(ways[1]) != 0
        if errors:
            opposed_errors.append(errors)

    def people_per_issue() -> NDArray[np.float64]:
        rows = []
        for ps in with_shares.values():
            top = bottom = 0.0
            for p in ps:
                o = np.array(p.people.shares)
                q = _summed(p.shares, len(o))
                top += float(((q - o) ** 2 - o * (1 - o) / (p.people.n - 1)).sum())
                bottom += float((o * (1 - o)).sum()) * p.people.n / (p.people.n - 1)
            rows.append((top, bottom))
        return np.array(rows)

    rows = people_per_issue()
    whole = rows.sum(axis=0)
    left = whole - rows
    ratios = left[:, 0] / left[:, 1]
    error = np.sqrt((len(rows) - 1) * np.var(ratios))
    center = whole[0] / whole[1]
    nearer = blind - tv
    return {
        "issues": len(on),
        "tv": tv.mean(),
        "tv_by_chance": np.mean(chance),
        "for_error": np.mean([np.mean(e) for e in for_errors]),
        "opposed_error": np.mean([np.mean(e) for e in opposed_errors]),
        "flags": flags,
        "direction_right": direction,
        "knows_more": nearer.mean() > 1.96 * stats.sem(nearer),
        "worth": [1 / x for x in (center, center + 1.96 * error, center - 1.96 * error)],
        "bands": [_quantile(opposed_errors), _quantile(for_errors)],
        "blind_tv": blind.mean(),
    }


def _quantile(errors: list[list[float]]) -> float:
    weights = np.concatenate([np.full(len(e), 1 / len(e)) for e in errors])
    values = np.concatenate(errors)
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.argmax(reached >= 0.8 - 1e-12)])


def _same(measured: Measured, blind: Measured, again: dict[str, object]) -> None:
    for name in ("issues", "direction_right", "knows_more"):
        assert getattr(measured, name) == again[name], name
    for name in ("tv", "tv_by_chance", "for_error", "opposed_error"):
        assert getattr(measured, name) == pytest.approx(again[name], abs=5e-7), name
    flags = {name: getattr(measured.flags, name) for name in ("right", "wrong", "missed")}
    assert flags == again["flags"]
    assert blind.tv == pytest.approx(again["blind_tv"], abs=5e-7)
    worth_of = measured.worth
    assert worth_of is not None
    found = [worth_of.n, worth_of.low, worth_of.high]
    assert found == pytest.approx(again["worth"], rel=5e-7)


@pytest.mark.parametrize("seed", range(4))
def test_a_second_computation_agrees_to_six_digits(seed: int) -> None:
    points = _many(seed)
    again = _again(points)
    measured, blind = calibrate(points)
    _same(measured, blind, again)
    assert measured.bands is not None
    bands = [measured.bands.opposed, measured.bands.favour]
    assert bands == pytest.approx(again["bands"], abs=5e-7)
    assert measured.bands.source == "calibration"
    assert sum(getattr(measured.flags, name) for name in ("right", "wrong", "missed")) > 5


def test_the_shipped_samples_are_measured_so_and_calibrate_nothing() -> None:
    points = _shipped()
    measured, blind = calibrate(points)
    _same(measured, blind, _again(points))
    assert measured.issues == 22
    assert measured.bands is None
    assert blind.worth is None


def test_voices_are_measured_apart() -> None:
    """By voice, model and version of the prompt, the lead's first."""
    others = [Voice("second", "model-0", "2"), Voice("lead", "model-1", "3")]
    points = [*_many(1, others[0]), *_many(2), *_many(3, others[1])]
    measured = calibrate(points)
    named = [(m.voice.voice, m.voice.model, m.voice.prompt) for m in measured]
    assert named == [
        ("lead", "model-1", "2"),
        ("knows_nothing", "model-1", "2"),
        ("lead", "model-1", "3"),
        ("knows_nothing", "model-1", "3"),
        ("second", "model-0", "2"),
        ("knows_nothing", "model-0", "2"),
    ]
    assert measured[0] == calibrate(_many(2))[0]
    assert calibrate([]) == []


def test_a_model_that_says_the_same_of_everything_is_worth_nothing() -> None:
    """As it is no nearer than the guess, nothing is stated; naively it would be worth 7 people."""
    points = [replace(p, shares=(0.2,) * 5) for p in _shipped()]
    measured, blind = calibrate([replace(p, voice=MODEL) for p in points])
    assert measured.tv == blind.tv
    assert (measured.knows_more, measured.worth) == (False, None)
    shared = [p for p in points if p.people.shares]
    issues = {p.issue for p in shared}
    naive = worth(
        [
            [(p.shares, p.people.shares or (), p.people.n) for p in shared if p.issue == i]
            for i in issues
        ]
    )
    assert naive.n is not None
    assert round(naive.n) == 7


def test_bands_need_ten_issues_with_pairs() -> None:
    assert calibrate(_many(1, issues=9))[0].bands is None
    assert calibrate(_many(1, issues=10))[0].bands is not None
    alone = [p for p in _many(1) if p.persona == "a"]
    measured = calibrate(alone)[0]
    assert (measured.bands, measured.opposed_error) == (None, None)
    assert measured.worth is not None


def test_where_only_those_for_are_known() -> None:
    points = [replace(p, people=replace(p.people, shares=None)) for p in _many(1)]
    measured = calibrate(points)[0]
    assert (measured.issues, measured.tv, measured.opposed_error) == (12, None, None)
    assert measured.for_error == calibrate(_many(1))[0].for_error
    assert (measured.flags, measured.worth, measured.bands) == (Flags(0, 0, 0), None, None)


def test_the_truth_itself_is_worth_more_than_any_survey() -> None:
    measured = calibrate(_many(1, noise=100_000))[0]
    assert isinstance(measured.worth, Worth)
    assert measured.worth.n is None or measured.worth.n > 1_000
