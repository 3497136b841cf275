"""German, French and Spanish are judged by single words."""

from __future__ import annotations

import pytest
import yaml
from commands import ROOT
from mkdocs_perspectives.scenario.lint.languages import wording_of

SHIPPED = {"de": "waermenetz-im-dorf", "fr": "rue-des-ecoles", "es": "jornada-continua"}


def _true(judge: object, text: str) -> bool:
    assert callable(judge)
    return bool(judge(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wie hoch der Beitrag sein soll."),
        ("de", "Ob der Markt schließt."),
        ("de", "Soll die Stadt bauen."),
        ("de-AT", "Soll die Stadt bauen?"),
        ("fr", "Faut-il fermer la rue."),
        ("fr", "Comment financer l’essai."),
        ("fr", "La ville devrait-elle payer\u202f?"),
        ("es", "¿Conviene esperar?"),
        ("es", "Cuánto debe costar la entrada."),
    ],
)
def test_a_question_is_known_without_its_mark(language: str, text: str) -> None:
    assert _true(wording_of(language).asks, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Was beschlossen ist, soll auch gelten."),
        ("de", "Wer zuerst kommt, soll zuerst wählen."),
        ("fr", "Ce que la ville promet devrait être écrit."),
        ("es", "Quien llega primero debe elegir primero."),
        ("es", "Que la plaza cierre a las once es lo justo."),
    ],
)
def test_a_claim_is_no_question(language: str, text: str) -> None:
    assert not _true(wording_of(language).asks, text)


@pytest.mark.parametrize(
    ("language", "text", "unopposed"),
    [
        ("de", "Gute Qualität ist wichtig.", True),
        ("de", "Gute Qualität ist wichtig, auch wenn sie das Doppelte kostet.", False),
        ("fr", "La sécurité est essentielle.", True),
        ("fr", "La rue devrait fermer à 8 h.", False),
        ("es", "La calidad es fundamental.", True),
        ("es", "El menú debería costar más.", False),
    ],
)
def test_what_nobody_opposes(language: str, text: str, unopposed: bool) -> None:
    assert _true(wording_of(language).is_unopposed, text) is unopposed


@pytest.mark.parametrize(
    ("language", "text", "measured"),
    [
        ("de", "Berät Kunden und wird an der Wartezeit gemessen.", True),
        ("de", "Verkauft Nudeln und lebt von dem, was ein Abend einbringt.", True),
        ("de", "Wohnt über dem Platz und steht um sechs Uhr auf.", False),
        ("fr", "Répond aux clients et est jugé sur le temps d’attente.", True),
        ("fr", "Habite au-dessus de la place et se lève à six heures.", False),
        ("es", "Atiende a la clientela y se le mide por el tiempo de espera.", True),
        ("es", "Vive encima de la plaza y se levanta a las seis.", False),
    ],
)
def test_what_a_role_is_measured_by(language: str, text: str, measured: bool) -> None:
    assert _true(wording_of(language).has_a_measure, text) is measured


@pytest.mark.parametrize("language", SHIPPED)
def test_the_shipped_scenarios_are_sound(language: str) -> None:
    file = ROOT / "scenarios" / SHIPPED[language] / "scenario.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    wording = wording_of(language)
    for issue in data["issues"]:
        assert not _true(wording.asks, issue["statement"])
        assert not _true(wording.is_unopposed, issue["statement"])
        assert not wording.makes_two_claims(issue["statement"])
    for role in data["personas"]:
        assert _true(wording.has_a_measure, " ".join([role["description"], *role["goals"]]))
