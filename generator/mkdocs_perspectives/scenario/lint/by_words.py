"""What single words say of a text in German, French and Spanish, without its grammar."""

from __future__ import annotations

import re
from dataclasses import replace

from mkdocs_perspectives.scenario.lint.any_language import by_single_words, has_a_question_mark
from mkdocs_perspectives.scenario.lint.wording import Wording

__all__ = ["FRENCH", "GERMAN", "SPANISH"]


def _wording(asking: str, unopposed: str, measured: str) -> Wording:
    """Judgements by how a text begins, how it ends, and words anywhere in it."""
    begins = re.compile(rf"(?:{asking})\b", re.IGNORECASE)
    ends = re.compile(rf"\b(?:{unopposed})\W*$", re.IGNORECASE)
    return replace(
        by_single_words(ends, re.compile(rf"\b(?:{measured})", re.IGNORECASE), commas=",;"),
        asks=lambda text: has_a_question_mark(text) or begins.match(text) is not None,
    )


# Only words with which no claim begins: `Was beschlossen ist, soll gelten` is one.
GERMAN = _wording(
    asking=r"wie (?:viel|viele|hoch|lange|oft|weit|soll|sollen|sollte|sollten|kann|können|muss)|"
    r"warum|wieso|weshalb|wozu|ob|wann (?:soll|sollen|sollte|sollten|kann|muss)|"
    r"(?:soll|sollen|sollte|sollten|muss|müssen|darf|dürfen|kann|können|ist|sind|wird|werden) "
    r"(?:der|die|das|ein|eine|wir|ich|man|es|sie)",
    unopposed=r"ist (?:sehr |besonders )?(?:wichtig|entscheidend|unverzichtbar|das Wichtigste)|"
    r"sind (?:sehr |besonders )?(?:wichtig|entscheidend|unverzichtbar)|"
    r"(?:gut|fair|sicher|ernst genommen|verbessert|zufrieden) (?:sein|werden)|"
    r"sollte(?:n)? (?:gut|fair|sicher|besser|angemessen) (?:sein|werden)",
    measured=r"gemessen|misst|messen|bewertet|beurteilt|benotet|noten?\b|geprüft|prüfung|"
    r"verantwort|zuständig|haftet|haften|(?:steht|einstehen|gerade) \w*(?:für|ein)\b|steht dafür|"
    r"leb[te]+n? (?:von|davon)|verdien|lohn|gehalt|gehälter|rente|provision|honorar|vergüt|"
    r"bonus|boni|umsatz|umsätze|gewinn|rendite|einnahmen|ertrag|erträge|ergebnis|kennzahl|"
    r"ziel(?:e|en|vorgabe|vereinbarung)?\b|quote|frist|termin|budget|haushalt|kosten|rechnet|"
    r"beschwerde|bericht|wahl|gewählt|wiedergewählt|stimmen\b|ruf\b|vertrag|verträge|"
    r"auszeichnung|beförder|zertifi|rechenschaft|bilanz",
)

FRENCH = _wording(
    asking=r"est-ce que|qu[’']est-ce|pourquoi|comment|combien|faut-il|doit-on|devrait-on|"
    r"peut-on|quelle?s? (?:est|sont|serait|doit|doivent|devrait)|"
    r"où (?:faut|doit|devrait)|quand (?:faut|doit|devrait)|\w+-t-(?:il|elle|on)",
    unopposed=r"(?:est|sont) (?:très |vraiment )?"
    r"(?:importante?s?|essentielle?s?|essentiels?|primordiale?s?|primordiaux|indispensables?)|"
    r"(?:être|rester) (?:bonne?s?|justes?|sûre?s?|de qualité|respectée?s?|écoutée?s?|prise?s? au "
    r"sérieux|satisfaite?s?)",
    measured=r"jugée?|juge sur|évalu|notée?\b|notes?\b|mesur|répond|responsab|en charge|"
    r"vi[tv]\w* d[e’']|gagn|salaire|paye?\b|payée?|rémunér|prime|retraite|commission|honoraires|"
    r"chiffre|bénéfice|marge|recette|vente|revenu|résultat|objectif|indicateur|quota|délai|"
    r"échéance|date|budget|coûts?\b|dépense|plainte|réclamation|rapport|examen|élection|élue?\b|"
    r"réélu|voix\b|réputation|contrat|rend compte|rendre compte|bilan|audit|contrôl|compte ses",
)

SPANISH = _wording(
    asking=r"¿.*|qué|cómo|cuándo|cuánt[oa]s?|cuál(?:es)?|dónde|por qué|quién(?:es)?|"
    r"(?:debe|deben|debería|deberían|puede|pueden) (?:el|la|los|las|un|una|nuestr[oa]s?)",
    unopposed=r"(?:es|son) (?:muy )?"
    r"(?:importantes?|esencial(?:es)?|fundamental(?:es)?|imprescindibles?|clave)|"
    r"(?:ser|estar) (?:buen[oa]s?|just[oa]s?|segur[oa]s?|de calidad|respetad[oa]s?|"
    r"escuchad[oa]s?|satisfech[oa]s?)",
    measured=r"mid[ea]n?|medid|evalú|evalua|calific|nota\b|notas\b|juzga|examen|exámenes|"
    r"respond|responsab|a cargo|encarga|viv[ei]n? de|vivir de|gana\b|ganan|sueldo|salario|paga|"
    r"cobra|pensión|jubila|comisión|honorarios|factur|ventas?\b|vender|ingres|benefici|margen|"
    r"resultado|objetivo|indicador|cuota|plazo|fecha|presupuesto|cost[eo]|gasto|queja|"
    r"reclamaci|informe|elecci|elegid|reelegid|votos?\b|reputación|contrato|rinde cuentas|"
    r"rendir cuentas|balance|auditor|depende de",
)
