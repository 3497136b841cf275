"""What a server can do wrong, what it costs, and what the user is told.

The single source of the tests and of the table in the documentation, which
``python tests/support/faults.py`` prints.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import fake_server as fake
from fake_server import Fault

MAX_RETRIES = 2
TIMEOUT = 2
KEY = "sk-test-0123456789abcdef"
"""The key that the tests use; it must never be seen anywhere."""


@dataclass(frozen=True)
class Case:
    """One fault that meets one role, while other roles of the same run are answered.

    ``faults`` come one a request, the last for ever. ``requests`` is what the role may cost
    with ``MAX_RETRIES`` retries. ``told`` is what the user reads, or empty where the role is
    answered after all.
    """

    name: str
    faults: tuple[Fault, ...]
    requests: int
    told: str = ""


def _answer(change: Callable[[dict[str, Any]], Any]) -> Fault:
    return fake.mutate(change)


def _first_stance(answer: dict[str, Any]) -> dict[str, Any]:
    stance: dict[str, Any] = next(iter(answer["stances"].values()))
    return stance


def _shares(*counts: int) -> Callable[[dict[str, Any]], Any]:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        shares = _first_stance(answer)["shares"]
        shares.update(zip(shares, counts, strict=True))
        return answer

    return change


def _importance(value: Any) -> Callable[[dict[str, Any]], Any]:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        _first_stance(answer)["importance"] = value
        return answer

    return change


def _summary(text: str) -> Callable[[dict[str, Any]], Any]:
    return lambda answer: answer | {"summary": answer["summary"] + text}


def _without_an_issue(answer: dict[str, Any]) -> dict[str, Any]:
    answer["stances"].popitem()
    return answer


def _with_an_issue(answer: dict[str, Any]) -> dict[str, Any]:
    answer["stances"]["made-up"] = _first_stance(answer)
    return answer


def _with_nan(answer: dict[str, Any]) -> str:
    return json.dumps(answer).replace('"importance": ', '"importance": NaN, "was": ', 1)


TRIES = MAX_RETRIES + 1
MALFORMED = "malformed"
NO_COMPLETION = "no chat completion"

CASES = (
    # Errors that may pass: tried again, then reported.
    Case("429 without `Retry-After`", (fake.status(429),), TRIES, "answered 429"),
    Case("429 with `Retry-After: 1`", (fake.status(429, retry_after="1"),), TRIES, "429"),
    Case("429 with `Retry-After` of an hour", (fake.status(429, retry_after="3600"),), 1, "3600"),
    Case("500", (fake.status(500),), TRIES, "answered 500"),
    Case("502", (fake.status(502),), TRIES, "answered 502"),
    Case("503", (fake.status(503),), TRIES, "answered 503"),
    Case("connection reset before the reply", (fake.reset(),), TRIES, "cannot be reached"),
    Case("connection reset in mid-body", (fake.reset(200),), TRIES, "cannot be reached"),
    Case("no answer until the time-out", (fake.hang(),), TRIES, f"within {TIMEOUT} seconds"),
    Case("a byte a second", (fake.drip(1),), TRIES, f"within {TIMEOUT} seconds"),
    # Errors that pass.
    Case("429 with `Retry-After: 1`, once", (fake.status(429, retry_after="1"), fake.ok()), 2),
    Case("429 without `Retry-After`, twice", (*[fake.status(429)] * 2, fake.ok()), 3),
    Case("503 once", (fake.status(503), fake.ok()), 2),
    Case("connection reset once", (fake.reset(100), fake.ok()), 2),
    # Errors that do not pass.
    Case("400", (fake.status(400, "context length exceeded"),), 1, "context length exceeded"),
    Case("400 with the key in its message", (fake.status(400, f"bad {KEY}"),), 1, "bad ***"),
    # A reply that is no chat completion.
    Case("200 with an empty body", (fake.raw_body(b""),), TRIES, NO_COMPLETION),
    Case(
        "200 with HTML",
        (fake.raw_body(b"<html><h1>Welcome</h1></html>", "text/html"),),
        TRIES,
        NO_COMPLETION,
    ),
    Case("200 with truncated JSON", (fake.raw_body(b'{"choices": [{"mess'),), TRIES, NO_COMPLETION),
    Case("200 with invalid UTF-8", (fake.raw_body(b'{"id": "\xff\xfe"}'),), TRIES, NO_COMPLETION),
    Case("200 with JSON of another shape", (fake.completion([1, 2]),), TRIES, NO_COMPLETION),
    Case("200 with no choices", (fake.completion({"choices": []}),), TRIES, NO_COMPLETION),
    Case(
        "200 with a null message",
        (fake.completion({"choices": [{"message": None}]}),),
        TRIES,
        NO_COMPLETION,
    ),
    # A completion that is no whole answer.
    Case("no content", (fake.content(None),), 2, MALFORMED),
    Case("`finish_reason` `length`", (fake.content('{"summary', "length"),), 1, "cut off"),
    Case("`finish_reason` `content_filter`", (fake.content("", "content_filter"),), 1, "filter"),
    Case(
        "a refusal", (fake.content(None, refusal="I cannot do that."),), 1, "refused: I cannot do"
    ),
    Case(
        "a refusal with the key", (fake.content(None, refusal=f"No, {KEY}"),), 1, "refused: No, *"
    ),
    # An answer that does not hold.
    Case("prose instead of JSON", (fake.content("Well, it depends."),), 2, MALFORMED),
    Case("truncated JSON as the answer", (fake.content('{"summary": "I thi'),), 2, MALFORMED),
    Case("an answer of another shape", (fake.content("[1, 2]"),), 2, MALFORMED),
    Case("an answer 5 MB long", (_answer(_summary("x" * 5_000_000)),), 2, MALFORMED),
    Case("shares that sum to 0", (_answer(_shares(0, 0, 0, 0, 0)),), 2, MALFORMED),
    Case("negative shares", (_answer(_shares(-20, 60, 20, 20, 20)),), 2, MALFORMED),
    Case("importance 9", (_answer(_importance(9)),), 2, MALFORMED),
    Case("importance NaN", (_answer(_with_nan),), 2, MALFORMED),
    Case("a missing issue", (_answer(_without_an_issue),), 2, MALFORMED),
    Case("an extra issue", (_answer(_with_an_issue),), 2, MALFORMED),
    Case("an answer with the key in it", (_answer(_summary(KEY)),), 1, "repeats the API key"),
    Case(
        "an answer with the key in pieces",
        (_answer(_summary(KEY[:9] + "\x00" + KEY[9:])),),
        1,
        "repeats the API key",
    ),
    # Slips that are mended.
    Case("a malformed answer, once", (fake.content("Well ..."), fake.ok()), 2),
    Case("shares that sum to 50, twice", (_answer(_shares(10, 10, 10, 10, 10)),), 2),
    Case("shares that sum to 102", (_answer(_shares(20, 20, 20, 20, 22)),), 1),
    Case("lone surrogates", (_answer(_summary("\ud800 \udfff")),), 1),
    Case("NUL and control characters", (_answer(_summary("\x00\x1b[31m\x07")),), 1),
    Case("right-to-left overrides", (_answer(_summary("\u202etxt.exe\u2066")),), 1),
)


@dataclass(frozen=True)
class Elsewhere:
    """A fault of a whole server or of the machine; ``test`` is where it is tried."""

    name: str
    outcome: str
    test: str


SERVERS = (
    Elsewhere(
        "connection refused",
        "told once, without the password and the query of the address",
        "llm/test_faults.py::test_a_server_that_is_not_there",
    ),
    Elsewhere(
        "a host that has no address (DNS)",
        "told once",
        "llm/test_faults.py::test_a_host_that_does_not_exist",
    ),
    Elsewhere(
        "HTTPS to a server that speaks HTTP",
        "told once, nobody asked",
        "llm/test_faults.py::test_https_to_a_server_that_speaks_http",
    ),
    Elsewhere(
        "a certificate that nobody vouches for (TLS)",
        "told once, nobody asked",
        "llm/test_faults.py::test_a_certificate_that_nobody_vouches_for",
    ),
    *(
        Elsewhere(
            name,
            "told once; requests under way end, no more are begun",
            "llm/test_faults.py::test_what_every_request_would_meet_is_told_once",
        )
        for name in ("401", "402", "403", "404", "429 for want of credit")
    ),
    *(
        Elsewhere(
            f"400 for {what}",
            f"one log line, {instead} for the rest of the build, validated just the same",
            "llm/test_faults.py::test_a_server_that_knows_no_json_schema",
        )
        for what, instead in (
            ("a JSON schema", "`json_object`"),
            ("`json_object` as well", "the prompt alone"),
        )
    ),
    Elsewhere(
        "the ceiling `max_requests`",
        "never exceeded, retries and repairs included",
        "llm/test_faults.py::test_max_requests_is_never_exceeded",
    ),
)

MACHINE = (
    Elsewhere(
        "killed at any moment (SIGKILL, 50 times in runs of 40 roles)",
        "nothing that was stored is asked again; at most the requests in flight are",
        "llm/test_killed.py::test_killed_at_any_moment_nothing_stored_is_asked_again",
    ),
    Elsewhere(
        "interrupted (SIGINT)",
        "ends within a second, says what is kept",
        "llm/test_killed.py::test_an_interrupt_ends_at_once_and_keeps_what_is_done",
    ),
    Elsewhere(
        "two builds at once on one checkout",
        "each question is asked once",
        "llm/test_killed.py::test_two_builds_at_once_on_one_checkout_ask_each_question_once",
    ),
    Elsewhere(
        "two checkouts on one cache",
        "each question is asked once",
        "llm/test_killed.py::test_two_checkouts_on_one_cache_ask_each_question_once",
    ),
    Elsewhere(
        "a disk that is full",
        "told; nobody is asked whose answer cannot be kept",
        "site/test_machine.py::test_a_disk_that_is_full_before_anybody_is_asked",
    ),
    Elsewhere(
        "a disk that fills up while asking",
        "told; what was kept stays, the next run goes on",
        "site/test_machine.py::test_a_disk_that_fills_up_while_asking",
    ),
    Elsewhere(
        "a disk that is really full (tmpfs) when the answers under way arrive",
        "they are put into a folder on another disk, which the log names; copied back, nothing is "
        "asked twice",
        "site/test_full_disk.py::test_a_disk_that_is_really_full",
    ),
    Elsewhere(
        "`docs/` that cannot be written",
        "told; no page is changed",
        "site/test_machine.py::test_docs_that_cannot_be_written",
    ),
    Elsewhere(
        "an answers folder that cannot be written",
        "told; what arrived is in the cache",
        "site/test_machine.py::test_answers_that_cannot_be_written_are_in_the_cache",
    ),
    Elsewhere(
        "a cache folder on which SQLite fails",
        "told; nobody is asked",
        "site/test_machine.py::test_a_cache_that_sqlite_cannot_use",
    ),
    Elsewhere(
        "a corrupted `cache.db`",
        "renamed, never deleted; the build goes on",
        "site/test_machine.py::test_a_corrupted_cache_is_set_aside_and_the_build_goes_on",
    ),
    Elsewhere(
        "a truncated record",
        "told with its line; nothing is written",
        "site/test_machine.py::test_a_record_that_is_none_is_told_with_its_place",
    ),
    Elsewhere(
        "a record edited by hand into nonsense",
        "told with its line, or shown as edited",
        "site/test_machine.py::test_a_record_edited_into_nonsense_is_told_or_shown_and_never_crashes",
    ),
)

IN_A_BATCH = (
    Elsewhere(
        "killed at any moment of sending, waiting and collecting (SIGKILL)",
        "the next run, whichever it is, goes on; nothing is paid for twice",
        "llm/test_batch.py::test_killed_at_any_moment_nothing_is_paid_twice",
    ),
    Elsewhere(
        "interrupted (SIGINT)",
        "says that the batch goes on and how to take it up; nobody asks its questions meanwhile",
        "llm/test_batch.py::test_an_interrupt_says_that_the_batch_goes_on",
    ),
    Elsewhere(
        "a call that fails once: 503, no JSON, a connection that breaks after it took effect",
        "made again; a batch that was created is found, not created twice",
        "llm/test_batch.py::test_a_call_that_fails_once_is_made_again_and_nothing_is_paid_twice",
    ),
    Elsewhere(
        "a server that is away for a while",
        "waited for",
        "llm/test_batch.py::test_waiting_outlives_a_server_that_is_away_for_a_while",
    ),
    Elsewhere(
        "a server without a Batch API (404, 405, 501)",
        "told once, nothing is sent",
        "llm/test_batch.py::test_a_server_without_a_batch_api",
    ),
    Elsewhere(
        "a batch that the server refuses",
        "told with its reasons, not sent again",
        "llm/test_batch.py::test_a_batch_that_the_server_refuses_is_told_and_not_sent_again",
    ),
    Elsewhere(
        "a batch that expires or is cancelled in part",
        "what is answered is kept, the rest is sent once more",
        "llm/test_batch.py::test_what_a_batch_did_not_come_to_is_sent_once_more",
    ),
    Elsewhere(
        "a batch that the server does not know",
        "told; its questions are not asked anew for two days",
        "llm/test_batch.py::test_a_batch_that_the_server_does_not_know_is_not_paid_again_at_once",
    ),
    Elsewhere(
        "more than one file takes, or than the server has room for",
        "split, and sent once there is room",
        "llm/test_batch.py::test_files_for_which_there_is_no_room_yet_wait_for_the_others",
    ),
    Elsewhere(
        "a line that is an error, a refusal, malformed, or has the key in it",
        "as with a direct request; what may pass or can be mended is sent again once",
        "llm/test_batch.py::test_a_fault_of_one_line_is_that_of_one_role",
    ),
    Elsewhere(
        "results in any order, twice, for unknown questions, or no JSON",
        "what is good is kept, the rest ignored",
        "llm/test_batch.py::test_lines_of_all_sorts",
    ),
    Elsewhere(
        "a question that is edited while its batch is under way",
        "its answer is kept in the cache, the edited one is asked",
        "llm/test_batch.py::test_a_question_that_is_edited_meanwhile",
    ),
)


FILES = (
    Elsewhere(
        "characters that reorder or control text, as themselves and as escapes (19, in titles, "
        "labels and names)",
        "told with their place",
        "unit/scenario/test_hostile_files.py::test_what_reorders_is_refused_as_an_escape_too",
    ),
    Elsewhere(
        "the same in what a record says of itself, and in settings",
        "told by name",
        "unit/answers/test_record.py::test_what_reorders_is_refused_outside_the_answer",
    ),
    Elsewhere(
        "the same in an answer that is recorded",
        "taken out where it is read; its digest stays that of what is stored",
        "unit/answers/test_record.py::test_both_are_taken_out_of_an_answer_that_is_read",
    ),
    Elsewhere(
        "marks that only hide (14)",
        "left out, which one line of the log says",
        "site/test_shown.py::test_marks_that_hide_are_left_out_with_one_line",
    ),
    Elsewhere(
        "texts that show nothing (11)",
        "told, as empty ones are",
        "unit/scenario/test_hostile_files.py::test_a_text_that_shows_nothing_is_no_text",
    ),
    Elsewhere(
        "Hebrew and Arabic labels and names beside numbers",
        "shown in the order in which they are read",
        "browser/test_right_to_left.py::test_each_number_stands_before_its_label",
    ),
    Elsewhere(
        "commands of a terminal or a CI in a refusal, an answer's key, an error's text",
        "shown as text that does nothing",
        "site/test_shown.py::test_what_a_model_or_server_says",
    ),
    Elsewhere(
        "the same in names of folders and keys of files",
        "shown as text that does nothing",
        "site/test_shown.py::test_names_of_folders_and_keys_of_files",
    ),
    Elsewhere(
        "YAML that nests, repeats or counts without end, or tags what does not fit (33)",
        "told with its place; nothing fills the memory or ends the process",
        "unit/scenario/test_hostile_files.py::test_yaml_that_would_end_the_process",
    ),
    Elsewhere(
        "a pipe, a device, a folder or 10 GB in the place of a file (6)",
        "told; nothing is waited for",
        "unit/scenario/test_hostile_files.py::test_a_file_that_is_none_or_never_ends",
    ),
    Elsewhere(
        "the same in the place of a record, and JSON that is none (18)",
        "told with its place",
        "unit/answers/test_record.py::test_a_record_that_is_none_or_never_ends",
    ),
    Elsewhere(
        "a file of 300 MB in a revision of git",
        "told; it is not read",
        "site/test_diff_fits.py::test_a_blob_without_end_is_one_error",
    ),
    Elsewhere(
        "60 roles on 40 issues",
        "built within 20 seconds; no page over 1 MB, and each says what it leaves out",
        "site/test_growth.py::test_sixty_roles_on_forty_issues",
    ),
    Elsewhere(
        "statements and descriptions that take long to look at",
        "checked within 20 seconds",
        "site/test_growth.py::test_check_looks_at_any_statement_in_time",
    ),
    Elsewhere(
        "a change that is too large for a comment",
        "cut to 60,000 bytes, with a line for each scenario; what was cut is said",
        "site/test_diff_fits.py::test_a_large_change_hides_no_other",
    ),
    Elsewhere(
        "device names of Windows as ids (8)",
        "told with their place",
        "unit/scenario/test_hostile_files.py::test_a_device_name_of_windows_is_no_id",
    ),
    Elsewhere(
        "a clone in which git changed every line end",
        "built, checked and compared as any other",
        "site/test_line_ends.py::test_a_clone_is_built_and_stays_as_it_is",
    ),
    Elsewhere(
        "slips in YAML, merge conflicts among them (33)",
        "told where they were made, with what mends them",
        "unit/scenario/test_authors.py::test_a_slip_is_named_with_its_remedy",
    ),
)
"""What is wrong with what is read, or with what would be shown."""


def tables() -> str:
    """All faults as Markdown tables, and their sum."""
    rows = ["### One role meets it, the others go on", ""]
    rows += ["| Fault | Requests | Outcome |", "| --- | :---: | --- |"]
    for case in CASES:
        outcome = "reported, not recorded" if case.told else "answered"
        rows.append(f"| {case.name} | {case.requests} | {outcome} |")
    for title, faults in (
        ("Every request would meet it", SERVERS),
        ("In a batch", IN_A_BATCH),
        ("In what is read and shown", FILES),
        ("On the machine", MACHINE),
    ):
        rows += ["", f"### {title}", "", "| Fault | Outcome |", "| --- | --- |"]
        rows += [f"| {fault.name} | {fault.outcome} |" for fault in faults]
    count = len(CASES) + len(SERVERS) + len(IN_A_BATCH) + len(FILES) + len(MACHINE)
    rows += ["", f"**{count} faults tried, {count} survived; answers lost: 0.**"]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(tables(), end="")
