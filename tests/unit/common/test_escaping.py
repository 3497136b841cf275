"""The escape: whatever the text and the extension, it renders as itself and nothing else."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import markdown
import pytest
import yaml
from hostile_text import EXTENSIONS, HOSTILE, PRINTABLE, SIGNS
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.common import escape, front_matter_text, lines, sentences

PLACES = {
    "paragraph": "{}",
    "heading": "# {} {{ #a }}",
    "list item": "- **x** {}",
    "list item's start": "- {}",
    "table cell": "| h | i |\n| --- | --- |\n| {} | x |",
    "strong": "**{}**",
    "link": "[{}](#x)",
    "block": '<div class="c" markdown>\n{}\n</div>',
    "raw HTML": "<p>{}</p>",
    "attribute": '<p title="{}">x</p>',
}


class _Parsed(HTMLParser):
    """The elements, attributes and visible text of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


MARKDOWN = markdown.Markdown(
    extensions=EXTENSIONS, extension_configs={"pymdownx.snippets": {"base_path": ["/"]}}
)
"""Set up once, since that takes longer than to render."""


def _render(source: str) -> _Parsed:
    return _Parsed(MARKDOWN.reset().convert(source))


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _check(place: str, text: str) -> None:
    template = PLACES[place]
    harmless = _render(template.format("harmless"))
    found = _render(template.format(escape(text)))
    assert found.elements == harmless.elements
    assert found.attributes.keys() == harmless.attributes.keys()
    if place == "attribute":
        assert _squeeze(found.attributes["title"] or "") == _squeeze(text)
    else:
        shown = _squeeze(found.text)
        assert shown == _squeeze(harmless.text.replace("harmless", _squeeze(text)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_renders_as_itself(place: str, text: str) -> None:
    _check(place, text)


@settings(max_examples=400)
@given(
    st.sampled_from(sorted(PLACES)),
    st.text(st.one_of(SIGNS, PRINTABLE), min_size=1).filter(str.strip),
)
def test_random_text_renders_as_itself(place: str, text: str) -> None:
    _check(place, text)


@given(st.text())
def test_the_escape_is_one_line_without_controls(text: str) -> None:
    found = str(escape(text))
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", found)
    assert html.unescape(found) == html.unescape(found).strip()


def _front_matter(text: str) -> str:
    value: str = yaml.safe_load(f"title: {front_matter_text(text)}")["title"]
    return value


@given(st.text(st.one_of(SIGNS, PRINTABLE)))
def test_front_matter_is_the_whole_text_as_escaped_html(text: str) -> None:
    value = _front_matter(text)
    assert not set('<>"{}') & set(value)
    assert _squeeze(html.unescape(value)) == _squeeze(text)


@given(st.text())
def test_front_matter_is_yaml_whatever_the_text(text: str) -> None:
    assert "\n" not in _front_matter(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn"))))
def test_sentences_put_together_are_the_text(text: str) -> None:
    assert _squeeze(" ".join(sentences(text))) == _squeeze(text)


def test_sentences_of_both_languages() -> None:
    assert sentences("Costs 0.5 of it. Really? Yes!  “Quite.” Then") == [
        "Costs 0.5 of it.",
        "Really?",
        "Yes!",
        "“Quite.”",
        "Then",
    ]
    assert sentences("비용이 듭니다. 그러나 필요합니다.") == [
        "비용이 듭니다.",
        "그러나 필요합니다.",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("日曜も\n開きます。", "日曜も開きます。"),
        ("開きます。\n12人が来ます。", "開きます。12人が来ます。"),
        ("共 12 户。\n  3 号楼", "共 12 户。3 号楼"),
        ("约 12\n户", "约 12 户"),
        ("One. \nTwo.", "One.\nTwo."),
    ],
)
def test_line_breaks_after_wide_punctuation_are_dropped(text: str, shown: str) -> None:
    assert lines(text) == shown


def test_sentences_end_at_quotes_and_not_within_them() -> None:
    assert sentences("«\u00a0Qui\u202f?\u00a0» dit-elle. «\u00a0Moi\u202f!\u00a0» Puis rien.") == [
        "«\u00a0Qui\u202f?\u00a0»",
        "dit-elle.",
        "«\u00a0Moi\u202f!\u00a0»",
        "Puis rien.",
    ]
    assert sentences("Er fragt: „Wer?“ Niemand.") == ["Er fragt: „Wer?“", "Niemand."]
    assert sentences("«¿Quién?» Nadie.") == ["«¿Quién?»", "Nadie."]


def test_no_break_spaces_are_preserved() -> None:
    assert escape(" 8\u00a0h  :\n oui\u202f! ") == "8\u00a0h : oui\u202f!"


def test_lines_keep_paragraphs_and_indent() -> None:
    assert str(lines("One. Two.\n\nThree.", 2)) == "One.\n  Two.\n\n  Three."
