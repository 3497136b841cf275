"""The particle that fits; what is expected follows the rules of Korean spelling."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.common.locales.particles import with_particle


@pytest.mark.parametrize(
    ("word", "particles", "shown"),
    [
        ("교장", "이/가", "교장이"),
        ("조리사", "이/가", "조리사가"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("gyojang", "이/가", "gyojang이"),
        ("jorisa", "이/가", "jorisa가"),
        ("tram/hakbumo", "은/는", "tram/hakbumo는"),
        ("3", "은/는", "3은"),
        ("2", "은/는", "2는"),
        ("'witak-unyeong'", "을/를", "'witak-unyeong'을"),
    ],
)
def test_the_particle_fits_the_last_sound(word: str, particles: str, shown: str) -> None:
    assert with_particle(word, word, particles) == shown
