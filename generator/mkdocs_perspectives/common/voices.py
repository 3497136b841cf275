"""The voices that answer for a role: the lead, further models as checks, and one asked reversed."""

from __future__ import annotations

__all__ = ["LEAD", "RESERVED_VOICES", "REVERSED", "voice_option"]

LEAD = ""
"""The voice whose answers are the answers; files call it ``lead``."""

REVERSED = "reversed"
"""The lead's model asked the other way round."""

RESERVED_VOICES = frozenset({REVERSED, "lead", "mean"})
"""What no voice of the panel can be called, since files call something else so."""


def voice_option(voice: str) -> str:
    """What a command needs to be about a voice: nothing for the lead."""
    return f" --voice {voice}" if voice != LEAD else ""
