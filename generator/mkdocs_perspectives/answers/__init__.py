"""Answers: parsing of replies, records, the cache, and which answers are current.

Sending requests is in ``ask``, comparing answers in ``compare``. Import ``answers.cache`` directly,
since it imports diskcache, which most builds do not need.
"""

from mkdocs_perspectives.answers.answer import Answer, Consideration, Friction, Shares, Stance
from mkdocs_perspectives.answers.cache_key import cache_key
from mkdocs_perspectives.answers.draft_reply import Draft, DraftedRole, parse_draft
from mkdocs_perspectives.answers.expected import Expected, Frame
from mkdocs_perspectives.answers.parsing import AnswerError, parse_recorded, parse_reply
from mkdocs_perspectives.answers.record import (
    ANSWERS_FOLDER,
    SAMPLE_MODEL,
    Record,
    new_record,
    write_record,
)
from mkdocs_perspectives.answers.record_reading import MAX_RECORD, read_record
from mkdocs_perspectives.answers.staleness import Entry, EntryKey, read_entries
from mkdocs_perspectives.answers.voices import entries_of_voice, in_order, is_voice, read_voices

__all__ = [
    "ANSWERS_FOLDER",
    "MAX_RECORD",
    "SAMPLE_MODEL",
    "Answer",
    "AnswerError",
    "Consideration",
    "Draft",
    "DraftedRole",
    "Entry",
    "EntryKey",
    "Expected",
    "Frame",
    "Friction",
    "Record",
    "Shares",
    "Stance",
    "cache_key",
    "entries_of_voice",
    "in_order",
    "is_voice",
    "new_record",
    "parse_draft",
    "parse_recorded",
    "parse_reply",
    "read_entries",
    "read_record",
    "read_voices",
    "write_record",
]
