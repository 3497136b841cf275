"""What may be written in ``scenario.yml`` and ``personas.yml``: the models of the files.

The descriptions and examples end up in ``schema.json``, where editors complete and explain them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from mkdocs_perspectives.scenario.scenario import SharedPersona
from mkdocs_perspectives.scenario.values import (
    Id,
    LanguageTag,
    LocalText,
    LocalTitle,
    Scale,
    Tag_,
    Text,
    Title,
    Url,
)

__all__ = [
    "FORBIDDEN_IN_VARIANT",
    "NEEDED",
    "NEEDED_IN_VARIANT",
    "ComparisonFile",
    "FileModel",
    "IssueFile",
    "PersonaFile",
    "ScenarioFile",
    "SourceFile",
]


class FileModel(BaseModel):
    """A mapping in a file: no keys but its own, and nothing taken for what it is not."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PersonaFile(FileModel):
    """A role: somebody whose view is wanted, described well enough to speak for it.

    Every text but the id may be one string, or a mapping by language: ``{en: ..., ko: ...}``.
    """

    id: Id = Field(
        description="Lower-case words joined by hyphens; names the role's page and record.",
        examples=["logistics-expert"],
    )
    name: LocalTitle = Field(
        description="The role's name as readers see it.", examples=["Logistics expert"]
    )
    description: LocalText = Field(
        description="What the role does, answers for and is measured by; two or three sentences.",
        examples=["Plans supply, transport and storage for production and sale."],
    )
    level: LocalTitle | None = Field(
        default=None,
        description="Where the role stands, in free words: executive, practitioner, expert.",
        examples=["expert", "practitioner"],
    )
    goals: list[LocalText] = Field(
        default=[],
        description="What the role works towards, a short phrase each.",
        examples=[["Parts at the line on time", "Low stock"]],
    )

    def shared_persona(self) -> SharedPersona:
        """The role with its texts in all their languages."""
        return SharedPersona(self.id, self.name, self.description, self.level, tuple(self.goals))


class IssueFile(FileModel):
    """One question on which the roles may differ, put as a statement."""

    id: Id = Field(
        description="Lower-case words joined by hyphens; names the issue in the answers.",
        examples=["launch-budget"],
    )
    title: Title = Field(description="The issue in a few words.", examples=["Launch budget"])
    statement: Text = Field(
        description="One claim that one can be for or against; no question, no two claims.",
        examples=["Most of the launch budget should go to long-term brand building."],
    )
    reversed: Text | None = Field(
        default=None,
        description="The statement negated, for the voice `reversed`: who is for the one is "
        "against the other.",
        examples=["At most half of the launch budget should go to long-term brand building."],
    )
    scale: Scale | None = Field(
        default=None,
        description="Labels of the five points, from strongly against to strongly for; "
        "by default those of the scenario.",
        examples=[["Strongly against", "Against", "Neither", "For", "Strongly for"]],
    )


class SourceFile(FileModel):
    """A document that every role is given as evidence; its text goes into the prompt."""

    id: Id = Field(
        description="Lower-case words joined by hyphens; answers name the source by it.",
        examples=["dealer-survey"],
    )
    title: Title = Field(
        description="The source's title, as readers see it.",
        examples=["Dealer survey, spring 2026"],
    )
    file: Title = Field(
        description="Where its text lies in the scenario's folder: Markdown or plain text in "
        "UTF-8, at most 100 KB.",
        examples=["sources/dealer-survey.md"],
    )
    url: Url | None = Field(
        default=None,
        description="Where it was published, for readers.",
        examples=["https://example.com/survey"],
    )


class ComparisonFile(FileModel):
    """Roles to lay side by side on a page of their own; they are asked about one another."""

    id: Id = Field(
        description="Lower-case words joined by hyphens; the page's name in its address.",
        examples=["marketing-levels"],
    )
    title: Title = Field(description="The page's title.", examples=["Executive and practitioner"])
    personas: list[Id] = Field(
        min_length=2,
        description="Ids of at least two of the scenario's personas.",
        examples=[["marketing-executive", "marketing-practitioner"]],
    )


def _persona_shape(value: Any) -> str:
    return "own" if isinstance(value, dict) else "shared"


PersonaEntry = Annotated[
    Annotated[Id, Tag("shared")] | Annotated[PersonaFile, Tag("own")],
    Discriminator(_persona_shape),
]


NEEDED = ("title", "language", "situation", "question", "personas")
"""The keys that every scenario has, unless it is a variant."""

NEEDED_IN_VARIANT = ("title", "extends", "change")
"""The keys that every variant has; it takes the others from the scenario that it extends."""

FORBIDDEN_IN_VARIANT = ("language",)
"""What a variant cannot have other than the scenario that it extends."""


def _either_needs(schema: dict[str, Any]) -> None:
    """Put what a scenario needs, and what a variant, into the schema of both."""
    schema["required"] = ["title"]
    schema["if"] = {"required": ["extends"]}
    schema["then"] = {
        "required": list(NEEDED_IN_VARIANT),
        "properties": dict.fromkeys(FORBIDDEN_IN_VARIANT, False),
    }
    schema["else"] = {"required": list(NEEDED), "properties": {"change": False}}


class ScenarioFile(FileModel):
    """A scenario: a situation, a question, the roles to ask, the issues at stake.

    Or, where it extends another, what is different from that one.
    """

    model_config = ConfigDict(json_schema_extra=_either_needs)

    title: Title = Field(
        description="The page's title.", examples=["A new electric car is launched"]
    )
    extends: Id = Field(
        default="",
        description="Makes this a variant of another scenario, named by the id of its folder: "
        "whatever is not written here is taken from there. With title and change, without "
        "language.",
        examples=["new-electric-car"],
    )
    change: Text = Field(
        default="",
        description="What is different from the scenario that this one extends: one fact that "
        "can be checked.",
        examples=["The launch is put off by six months, to 3 September.\n"],
    )
    language: LanguageTag = Field(
        description="The language of this file, of the answers and of the generated pages, as a "
        "BCP 47 tag.",
        examples=["en", "ko", "de", "pt-BR", "zh-Hant"],
    )
    situation: Text = Field(
        description="The facts that all roles share; paragraphs are parted by an empty line.",
        examples=["A maker launches its first electric estate at 42,000 euros.\n"],
    )
    question: Text = Field(
        description="What every role is asked.",
        examples=["What does each role look at, want and fear?"],
    )
    scale: Scale | None = Field(
        default=None,
        description="Labels of the five points of every issue that has none of its own; "
        "by default those of the scenario's language, if it is English or Korean.",
        examples=[["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]],
    )
    note: Text | None = Field(
        default=None,
        description="What readers should know of the scenario, on its page; not a part of what "
        "is asked.",
        examples=["The statements are those of a survey, in other words."],
    )
    drafted_by: Title | None = Field(
        default=None,
        description="The model that proposed the roles and statements of this file, as its page "
        "says; to be removed once they have been looked at. Not a part of what is asked.",
        examples=["gpt-5.6-luna"],
    )
    tags: list[Tag_] = Field(
        default=[],
        description="Words to find the scenario by: letters, digits, spaces, and . + - inside.",
        examples=[["mobility", "launch"]],
    )
    sources: list[SourceFile] = Field(
        default=[],
        max_length=20,
        description="The evidence that every role is given; at most 400 KB together.",
        examples=[
            [
                {
                    "id": "dealer-survey",
                    "title": "Dealer survey, spring 2026",
                    "file": "sources/dealer-survey.md",
                    "url": "https://example.com/survey",
                }
            ]
        ],
    )
    personas: list[PersonaEntry] = Field(
        min_length=1,
        description="Who is asked: ids of personas.yml, or roles written out here.",
        examples=[["marketing-executive", "logistics-expert"]],
    )
    issues: list[IssueFile] = Field(
        default=[],
        description="Statements that every role takes a stance on.",
        examples=[
            [
                {
                    "id": "launch-budget",
                    "title": "Launch budget",
                    "statement": "Most of the launch budget should go to brand building.",
                }
            ]
        ],
    )
    comparisons: list[ComparisonFile] = Field(
        default=[],
        description="Roles to lay side by side. Without any, up to eight roles are all compared.",
        examples=[
            [
                {
                    "id": "marketing-levels",
                    "title": "Executive and practitioner",
                    "personas": ["marketing-executive", "marketing-practitioner"],
                }
            ]
        ],
    )
