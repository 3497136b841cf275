"""What a server can do wrong, what it costs, and what is reported to the user.

The single source of the tests and of the table in the documentation, which
``python tests/support/faults.py`` prints.
"""

from __future__ import annotations

from dataclasses import dataclass

import behaviours_of_servers
import fake_server as fake
from behaviours import KEY, LATE_TRIES, MAX_RETRIES, TIMEOUT, TRIES, Case
from behaviours_replies import REPLIES

__all__ = ["CASES", "IN_A_BATCH", "KEY", "MACHINE", "MAX_RETRIES", "SERVERS", "TIMEOUT", "Case"]

CASES = (
    # Temporary errors that persist: sent again, then reported.
    Case("429 without `Retry-After`", (fake.status(429),), TRIES, "answered 429"),
    Case("429 with `Retry-After: 1`", (fake.status(429, retry_after="1"),), TRIES, "429"),
    Case("429 with `Retry-After` of an hour", (fake.status(429, retry_after="3600"),), 1, "3600"),
    Case("500", (fake.status(500),), TRIES, "answered 500"),
    Case("502", (fake.status(502),), TRIES, "answered 502"),
    Case("503", (fake.status(503),), TRIES, "answered 503"),
    Case("connection reset before the reply", (fake.reset(),), TRIES, "the connection to"),
    Case("connection reset in mid-body", (fake.reset(200),), TRIES, "broke: "),
    Case("504, a gateway that timed out", (fake.status(504),), LATE_TRIES, "answered 504"),
    Case("no answer until the timeout", (fake.hang(),), LATE_TRIES, f"within {TIMEOUT} seconds"),
    Case("a byte a second", (fake.drip(1),), LATE_TRIES, f"within {TIMEOUT} seconds"),
    # Temporary errors.
    Case("429 with `Retry-After: 1`, once", (fake.status(429, retry_after="1"), fake.ok()), 2),
    Case("429 without `Retry-After`, twice", (*[fake.status(429)] * 2, fake.ok()), 3),
    Case("503 once", (fake.status(503), fake.ok()), 2),
    Case("connection reset once", (fake.reset(100), fake.ok()), 2),
    # Permanent errors.
    Case("400", (fake.status(400, "context length exceeded"),), 1, "context length exceeded"),
    Case("400 with the key in its message", (fake.status(400, f"bad {KEY}"),), 1, "bad ***"),
    *REPLIES,
)


@dataclass(frozen=True)
class Elsewhere:
    """A fault of a whole server or of the machine; ``test`` is the test that covers it."""

    name: str
    outcome: str
    test: str


SERVERS = (
    Elsewhere(
        "connection refused",
        "reported once, without the password and the query of the address",
        "llm/test_faults.py::test_an_unreachable_server",
    ),
    Elsewhere(
        "a host name that DNS does not resolve",
        "reported once",
        "llm/test_faults.py::test_a_host_that_does_not_exist",
    ),
    Elsewhere(
        "HTTPS to a server that speaks HTTP",
        "reported once, no request is sent",
        "llm/test_faults.py::test_https_to_a_server_that_speaks_http",
    ),
    Elsewhere(
        "an untrusted certificate (TLS)",
        "reported once, no request is sent",
        "llm/test_faults.py::test_an_untrusted_certificate",
    ),
    *(
        Elsewhere(
            name,
            "reported once; requests under way end, no further ones are sent",
            "llm/test_faults.py::test_a_failure_of_every_request_is_reported_once",
        )
        for name in ("401", "402", "403", "404", "429 for insufficient quota")
    ),
    *(
        Elsewhere(
            f"400 for {what}",
            f"one log line, {instead} for the rest of the build, validated just the same",
            "llm/test_faults.py::test_a_server_without_support_for_json_schemas",
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

ENVIRONMENT = (
    *(
        Elsewhere(
            what,
            "one error that names the variable; nothing is sent, and a site is built",
            "llm/test_environment.py::test_what_cannot_be_used_is_named_once",
        )
        for what in (
            "a SOCKS proxy, or one of another kind (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`)",
            "an invalid proxy address, or characters in its password that end an address",
            "certificates that are missing, empty or a folder (`SSL_CERT_FILE`, `SSLKEYLOGFILE`)",
            "a key with a line break, a control character, an é or a byte order mark",
            "other headers that cannot be sent (`OPENAI_ORG_ID`, `OPENAI_CUSTOM_HEADERS`, ...)",
        )
    ),
    Elsewhere(
        "an invalid server address: a port of 99999, `http://[::1`, no host, ...",
        "one error that names the variable; the site is built, and `plan` works",
        "llm/test_environment.py::test_an_address_that_cannot_be_ends_no_build",
    ),
    Elsewhere(
        "a line break after a key or an address",
        "ignored",
        "llm/test_environment.py::test_a_line_break_after_an_address_or_key_is_ignored",
    ),
    Elsewhere(
        "a query in the address of the server, with a secret in it",
        "sent with every request, shown nowhere",
        "llm/test_environment.py::test_the_query_of_an_address_is_sent_and_never_shown",
    ),
    Elsewhere(
        "a proxy that cannot be reached",
        "reported once, named without its password",
        "llm/test_environment.py::test_an_unreachable_proxy_is_named",
    ),
    Elsewhere(
        "a proxy that refuses, or shows a page of its own",
        "reported once, the proxy named",
        "llm/test_environment.py::test_what_a_proxy_answers_is_not_taken_for_the_servers",
    ),
)

MACHINE = (
    Elsewhere(
        "an unexpected exception, wherever a request is sent or a reply is read",
        "reported in a line for an issue; only its own role fails, the others continue",
        "llm/test_unexpected.py::test_an_error_costs_its_own_role",
    ),
    Elsewhere(
        "a price list or another module that cannot be imported",
        "the price is unknown, or the run ends with the reason; the site is built",
        "llm/test_unexpected.py::test_a_module_that_cannot_be_imported",
    ),
    Elsewhere(
        "20 open files (`ulimit -n 20`)",
        "fewer requests at once, all answered",
        "llm/test_unexpected.py::test_little_room_on_the_machine",
    ),
    Elsewhere(
        "hardly any memory (`ulimit -v`)",
        "roles without an answer are reported with the reason, and asked only once",
        "llm/test_unexpected.py::test_little_room_on_the_machine",
    ),
    Elsewhere(
        "killed at any moment (SIGKILL, 50 times in runs of 40 roles)",
        "nothing that was stored is requested again; at most the requests in progress are",
        "llm/test_killed.py::test_killed_at_any_moment_nothing_stored_is_asked_again",
    ),
    Elsewhere(
        "interrupted (SIGINT)",
        "ends within a second, says what is recorded",
        "llm/test_killed.py::test_an_interrupt_ends_at_once_and_answers_are_recorded",
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
        "a full disk",
        "reported; no request is sent whose answer cannot be recorded",
        "site/test_machine.py::test_a_disk_that_is_full_before_anybody_is_asked",
    ),
    Elsewhere(
        "a disk that fills up while asking",
        "reported; recorded answers stay, the next run continues",
        "site/test_machine.py::test_a_disk_that_fills_up_while_asking",
    ),
    Elsewhere(
        "a disk that is really full (tmpfs) when answers arrive",
        "they are saved in a folder on another disk, which the log names; copied back, nothing "
        "is asked twice",
        "site/test_full_disk.py::test_a_disk_that_is_really_full",
    ),
    Elsewhere(
        "`docs/` that cannot be written",
        "reported; no page is changed",
        "site/test_machine.py::test_docs_that_cannot_be_written",
    ),
    Elsewhere(
        "an answers folder that cannot be written",
        "reported; answers that arrived are in the cache",
        "site/test_machine.py::test_answers_that_cannot_be_written_are_in_the_cache",
    ),
    Elsewhere(
        "a cache folder on which SQLite fails",
        "reported; no request is sent",
        "site/test_machine.py::test_a_cache_that_sqlite_cannot_use",
    ),
    Elsewhere(
        "a corrupted `cache.db`",
        "renamed, never deleted; the build goes on",
        "site/test_machine.py::test_a_corrupted_cache_is_set_aside_and_the_build_continues",
    ),
    Elsewhere(
        "a truncated record",
        "reported with its line; nothing is written",
        "site/test_machine.py::test_an_invalid_record_is_reported_with_its_place",
    ),
    Elsewhere(
        "a record edited by hand into nonsense",
        "reported with its line, or shown as edited",
        "unit/answers/test_record.py::test_a_record_edited_into_nonsense_is_reported_or_shown_and_never_crashes",
    ),
)

IN_A_BATCH = (
    Elsewhere(
        "killed at any moment of sending, waiting and collecting (SIGKILL)",
        "any later run continues; nothing is paid for twice",
        "llm/test_batch.py::test_killed_at_any_moment_nothing_is_paid_twice",
    ),
    Elsewhere(
        "interrupted (SIGINT)",
        "says that the batch continues and how to resume; its questions are not sent meanwhile",
        "llm/test_batch.py::test_an_interrupt_reports_that_the_batch_continues",
    ),
    Elsewhere(
        "a call that fails once: 503, invalid JSON, a connection that breaks after it took effect",
        "repeated; a batch that was created is found, not created twice",
        "llm/test_batch.py::test_a_call_that_fails_once_is_made_again_and_nothing_is_paid_twice",
    ),
    Elsewhere(
        "a server that is away for a while",
        "waited for",
        "llm/test_batch.py::test_waiting_outlives_a_server_that_is_away_for_a_while",
    ),
    Elsewhere(
        "a server without a Batch API (404, 405, 501)",
        "reported once, nothing is sent",
        "llm/test_batch.py::test_a_server_without_a_batch_api",
    ),
    Elsewhere(
        "a batch that the server refuses",
        "reported with its reasons, not sent again",
        "llm/test_batch.py::test_a_refused_batch_is_reported_and_not_sent_again",
    ),
    Elsewhere(
        "a batch that expires or is cancelled in part",
        "answers are recorded, the rest is sent once more",
        "llm/test_batch.py::test_what_a_batch_did_not_come_to_is_sent_once_more",
    ),
    Elsewhere(
        "a batch that the server does not know",
        "reported; its questions are not sent again for two days",
        "llm/test_batch.py::test_a_batch_that_the_server_does_not_know_is_not_paid_again_at_once",
    ),
    Elsewhere(
        "more than fits into one file, or than the server has room for",
        "split, and sent once there is room",
        "llm/test_batch.py::test_files_for_which_there_is_no_room_yet_wait_for_the_others",
    ),
    Elsewhere(
        "a line that is an error, a refusal, malformed, or has the key in it",
        "as with a direct request; what is temporary or can be repaired is sent again once",
        "llm/test_batch.py::test_a_fault_of_one_line_is_that_of_one_role",
    ),
    Elsewhere(
        "results in any order, twice, for unknown questions, or not JSON",
        "valid answers are recorded, the rest is ignored",
        "llm/test_batch.py::test_lines_of_all_sorts",
    ),
    Elsewhere(
        "a question that is edited while its batch is in progress",
        "its answer stays in the cache, the edited question is sent",
        "llm/test_batch.py::test_a_question_that_is_edited_meanwhile",
    ),
)


FILES = (
    Elsewhere(
        "characters that reorder or control text, as themselves and as escapes (19, in titles, "
        "labels and names)",
        "reported with their place",
        "site/test_hostile_files.py::test_what_reorders_is_refused_as_an_escape_too",
    ),
    Elsewhere(
        "the same in labels of records, and in settings",
        "reported by name",
        "site/test_hostile_records.py::test_what_reorders_is_refused_outside_the_answer",
    ),
    Elsewhere(
        "the same in a recorded answer",
        "removed when it is read; the digest remains that of the stored answer",
        "site/test_hostile_records.py::test_both_are_taken_out_of_an_answer_that_is_read",
    ),
    Elsewhere(
        "zero-width marks (14)",
        "removed, with one line in the log",
        "site/test_shown.py::test_marks_that_hide_are_left_out_with_one_line",
    ),
    Elsewhere(
        "texts without visible characters (11)",
        "reported like empty ones",
        "site/test_hostile_files.py::test_an_invisible_text_counts_as_empty",
    ),
    Elsewhere(
        "Hebrew and Arabic labels and names beside numbers",
        "displayed in reading order",
        "browser/test_right_to_left.py::test_each_number_stands_before_its_label",
    ),
    Elsewhere(
        "terminal or CI commands in a refusal, an answer's key, an error's text",
        "shown as text that does nothing",
        "site/test_shown.py::test_what_a_model_or_server_says",
    ),
    Elsewhere(
        "the same in names of folders and keys of files",
        "shown as text that does nothing",
        "site/test_shown.py::test_names_of_folders_and_keys_of_files",
    ),
    Elsewhere(
        "YAML that nests, repeats or counts without end, or has wrong tags (33)",
        "reported with its place; it neither fills the memory nor ends the process",
        "site/test_hostile_files.py::test_yaml_that_would_end_the_process",
    ),
    Elsewhere(
        "a pipe, a device, a folder or 10 GB instead of a file (6)",
        "reported without waiting",
        "site/test_hostile_files.py::test_an_invalid_or_endless_file",
    ),
    Elsewhere(
        "the same instead of a record, and invalid JSON (18)",
        "reported with its place",
        "site/test_hostile_records.py::test_an_invalid_or_endless_record",
    ),
    Elsewhere(
        "a file of 300 MB in a git revision",
        "reported; it is not read",
        "site/test_diff_fits.py::test_a_blob_without_end_is_one_error",
    ),
    Elsewhere(
        "60 roles on 40 issues",
        "built within 20 seconds; no page over 1 MB, and each says what it leaves out",
        "site/test_growth.py::test_sixty_roles_on_forty_issues",
    ),
    Elsewhere(
        "statements and descriptions that take long to check",
        "checked within 20 seconds",
        "site/test_growth.py::test_check_looks_at_any_statement_in_time",
    ),
    Elsewhere(
        "a change that is too large for a comment",
        "cut to 60,000 bytes, with a line for each scenario and a note on what was cut",
        "site/test_diff_fits.py::test_a_large_change_hides_no_other",
    ),
    Elsewhere(
        "Windows device names as ids (8)",
        "reported with their place",
        "site/test_hostile_files.py::test_a_windows_device_name_is_not_an_id",
    ),
    Elsewhere(
        "a clone in which git changed every line ending",
        "built, checked and compared like any other",
        "site/test_line_ends.py::test_a_clone_is_built_and_stays_as_it_is",
    ),
    Elsewhere(
        "slips in YAML, merge conflicts among them (33)",
        "reported where they were made, with the correction",
        "unit/scenario/test_yaml_remedies.py::test_a_slip_is_named_with_its_remedy",
    ),
    Elsewhere(
        "a variant of a variant, of itself, in a circle, of an unknown scenario",
        "reported at its line, with what to write instead",
        "unit/scenario/test_variants.py::test_a_circle_is_reported_at_each_of_its_scenarios",
    ),
)
"""Faults in files that are read, or in text that would be shown."""


def tables() -> str:
    """All faults as Markdown tables, with their total."""
    rows = ["### One role meets it, the others go on", ""]
    rows += ["| Fault | Requests | Outcome |", "| --- | :---: | --- |"]
    for case in CASES:
        rows.append(f"| {case.name} | {case.requests} | {case.outcome} |")
    for title, faults in (
        ("Every request would fail", SERVERS),
        ("In the environment", ENVIRONMENT),
        ("In a batch", IN_A_BATCH),
        ("In files and in text that is shown", FILES),
        ("On the machine", MACHINE),
    ):
        rows += ["", f"### {title}", "", "| Fault | Outcome |", "| --- | --- |"]
        rows += [f"| {fault.name} | {fault.outcome} |" for fault in faults]
    behaviours = behaviours_of_servers.BEHAVIOURS
    rows += ["", "### How servers refuse and fail", *behaviours_of_servers.table()]
    count = sum(map(len, (CASES, SERVERS, ENVIRONMENT, IN_A_BATCH, FILES, MACHINE, behaviours)))
    rows += ["", f"**{count} faults tried, {count} survived; answers lost: 0.**"]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(tables(), end="")
