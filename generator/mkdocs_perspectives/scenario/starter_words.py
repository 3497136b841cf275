"""A catalogue that a site begins its own words with: all English ones, as comments."""

from __future__ import annotations

import json

from mkdocs_perspectives.common import Language, english_name, locale_of
from mkdocs_perspectives.common.locales import Plural, Words, catalogue, plural_forms

__all__ = ["words_to_translate"]

_HEAD = """\
# The words of pages in {name}; what is left out is English.
# Take the # off a line and translate the words; what stands in braces stays as it is.
# Where a number decides on the form, there is one for each of: {forms}.
# Five more may be given: `register`, how a model is to speak the language;
# `date`, how dates are written: date: "{{day}}.{{month}}.{{year}}";
# `number`, how 1,234.5 is written: number: "1.234,5";
# `colon` and `full_stop`, what stands behind a label and a sentence, where they are no plain ones.
language_name: {own}
"""


def words_to_translate(language: Language) -> str:
    """The text of a catalogue to be translated; empty where there is nothing to translate."""
    if not Words(language).untranslated:
        return ""
    forms = plural_forms(language)
    lines = []
    for key, message in catalogue("en").items():
        if key == "language_name":
            continue
        if isinstance(message, Plural):
            texts = {form: message.forms.get(form, message.forms["other"]) for form in forms}
            inner = ", ".join(f"{form}: {_quoted(text)}" for form, text in texts.items())
            lines.append(f"# {key}: {{{message.gap}: {{{inner}}}}}")
        elif "\n" in message:
            lines += [f"# {key}: |", *(f"#   {line}".rstrip() for line in message.splitlines())]
        else:
            lines.append(f"# {key}: {_quoted(message)}")
    own = locale_of(language).get_display_name() or language
    head = _HEAD.format(name=english_name(language), forms=", ".join(forms), own=_quoted(own))
    return head + "\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML in double quotes."""
    return json.dumps(text, ensure_ascii=False)
