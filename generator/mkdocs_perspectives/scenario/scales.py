"""The labels of the five points: by default in two languages, as a suggestion in others."""

from __future__ import annotations

from mkdocs_perspectives.common import Language, with_fallbacks

__all__ = ["default_scale", "suggested_scale"]

_DEFAULT: dict[Language, tuple[str, ...]] = {
    "en": ("Strongly against", "Against", "Neither", "For", "Strongly for"),
    "ko": ("매우 반대", "반대", "중립", "찬성", "매우 찬성"),
}
"""They never change and no language is added: they are part of what records digest, so that a
scenario of another language, which has to write its labels, would become stale."""

_SUGGESTED: dict[Language, tuple[str, ...]] = {
    "ar": ("معارض بشدة", "معارض", "محايد", "مؤيد", "مؤيد بشدة"),
    "de": ("Stark dagegen", "Dagegen", "Weder noch", "Dafür", "Stark dafür"),
    "es": ("Muy en contra", "En contra", "Ni a favor ni en contra", "A favor", "Muy a favor"),
    "fr": ("Tout à fait contre", "Contre", "Ni pour ni contre", "Pour", "Tout à fait pour"),
    "he": ("נגד מאוד", "נגד", "לא בעד ולא נגד", "בעד", "בעד מאוד"),
    "id": ("Sangat menentang", "Menentang", "Netral", "Mendukung", "Sangat mendukung"),
    "it": (
        *("Fortemente contro", "Contro", "Né a favore né contro"),
        *("A favore", "Fortemente a favore"),
    ),
    "ja": ("強く反対", "反対", "どちらでもない", "賛成", "強く賛成"),
    "nl": ("Sterk tegen", "Tegen", "Voor noch tegen", "Voor", "Sterk voor"),
    "pl": ("Zdecydowanie przeciw", "Przeciw", "Ani za ani przeciw", "Za", "Zdecydowanie za"),
    "pt": (
        "Totalmente contra",
        "Contra",
        "Nem a favor nem contra",
        "A favor",
        "Totalmente a favor",
    ),
    "ru": ("Категорически против", "Против", "Ни за ни против", "За", "Полностью за"),
    "sv": ("Starkt emot", "Emot", "Varken för eller emot", "För", "Starkt för"),
    "uk": ("Категорично проти", "Проти", "Ні за ні проти", "За", "Цілком за"),
    "vi": ("Rất phản đối", "Phản đối", "Trung lập", "Ủng hộ", "Rất ủng hộ"),
    "zh": ("强烈反对", "反对", "中立", "赞成", "强烈赞成"),
    "zh-Hant": ("強烈反對", "反對", "中立", "贊成", "強烈贊成"),
}
"""What an author may paste; without a comma, so that they make a list in one line."""


def default_scale(language: Language) -> tuple[str, ...] | None:
    """The labels of a scenario that gives none; None where it has to."""
    return next((_DEFAULT[tag] for tag in with_fallbacks(language) if tag in _DEFAULT), None)


def suggested_scale(language: Language) -> tuple[str, ...]:
    """Five labels to begin with: in the language or, where there are none, in English."""
    known = (_SUGGESTED[tag] for tag in with_fallbacks(language) if tag in _SUGGESTED)
    return next(known, _DEFAULT["en"])
