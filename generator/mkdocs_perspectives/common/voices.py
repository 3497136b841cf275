"""The voices that answer for a role: the lead, other models as checks, and the lead reversed."""

from __future__ import annotations

__all__ = ["LEAD", "RESERVED_VOICES", "REVERSED", "voice_option"]

LEAD = ""
"""The voice whose answers the pages show; files call it ``lead``."""

REVERSED = "reversed"
"""The lead's model asked the other way round."""

RESERVED_VOICES = frozenset({REVERSED, "lead", "mean"})
"""Names that no voice of the panel may have, since files use them for something else."""


def voice_option(voice: str) -> str:
    """The option that selects a voice in a command; empty for the lead."""
    return f" --voice {voice}" if voice != LEAD else ""
