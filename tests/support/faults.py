"""What a server can do wrong, what it costs, and what the user is told.

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
    # Errors that may pass: tried again, then reported.
    Case("429 without `Retry-After`", (fake.status(429),), TRIES, "answered 429"),
    Case("429 with `Retry-After: 1`", (fake.status(429, retry_after="1"),), TRIES, "429"),
    Case("429 with `Retry-After` of an hour", (fake.status(429, retry_after="3600"),), 1, "3600"),
    Case("500", (fake.status(500),), TRIES, "answered 500"),
    Case("502", (fake.status(502),), TRIES, "answered 502"),
    Case("503", (fake.status(503),), TRIES, "answered 503"),
    Case("connection reset before the reply", (fake.reset(),), TRIES, "the connection to"),
    Case("connection reset in mid-body", (fake.reset(200),), TRIES, "broke: "),
    Case("504, a gateway that waited in vain", (fake.status(504),), LATE_TRIES, "answered 504"),
    Case("no answer until the time-out", (fake.hang(),), LATE_TRIES, f"within {TIMEOUT} seconds"),
    Case("a byte a second", (fake.drip(1),), LATE_TRIES, f"within {TIMEOUT} seconds"),
    # Errors that pass.
    Case("429 with `Retry-After: 1`, once", (fake.status(429, retry_after="1"), fake.ok()), 2),
    Case("429 without `Retry-After`, twice", (*[fake.status(429)] * 2, fake.ok()), 3),
    Case("503 once", (fake.status(503), fake.ok()), 2),
    Case("connection reset once", (fake.reset(100), fake.ok()), 2),
    # Errors that do not pass.
    Case("400", (fake.status(400, "context length exceeded"),), 1, "context length exceeded"),
    Case("400 with the key in its message", (fake.status(400, f"bad {KEY}"),), 1, "bad ***"),
    *REPLIES,
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
        "reported once, without the password and the query of the address",
        "llm/test_faults.py::test_a_server_that_is_not_there",
    ),
    Elsewhere(
        "a host that has no address (DNS)",
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
        "llm/test_faults.py::test_a_certificate_that_nobody_vouches_for",
    ),
    *(
        Elsewhere(
            name,
            "reported once; requests under way end, no further ones are sent",
            "llm/test_faults.py::test_what_every_request_would_meet_is_told_once",
        )
        for name in ("401", "402", "403", "404", "429 for insufficient quota")
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

ENVIRONMENT = (
    *(
        Elsewhere(
            what,
            "one error that names the variable; nothing is sent, and a site is built",
            "llm/test_environment.py::test_what_cannot_be_used_is_named_once",
        )
        for what in (
            "a SOCKS proxy, or one of another kind (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`)",
            "a proxy's address that is none, or signs in its password that end an address",
            "certificates that are missing, empty or a folder (`SSL_CERT_FILE`, `SSLKEYLOGFILE`)",
            "a key with a line break, a control character, an é or a byte order mark",
            "other headers that cannot be sent (`OPENAI_ORG_ID`, `OPENAI_CUSTOM_HEADERS`, ...)",
        )
    ),
    Elsewhere(
        "an address of the server that is none: a port of 99999, `http://[::1`, no host, ...",
        "one error that names the variable; the site is built, and `plan` works",
        "llm/test_environment.py::test_an_address_that_cannot_be_ends_no_build",
    ),
    Elsewhere(
        "a line break after a key or an address",
        "left out",
        "llm/test_environment.py::test_a_line_break_after_an_address_or_a_key_is_none_of_it",
    ),
    Elsewhere(
        "a query in the address of the server, with a secret in it",
        "sent with every request, shown nowhere",
        "llm/test_environment.py::test_a_query_of_the_address_stays_one_and_is_not_shown",
    ),
    Elsewhere(
        "a proxy that is not there",
        "reported once, named without its password",
        "llm/test_environment.py::test_a_proxy_that_is_not_there_is_named",
    ),
    Elsewhere(
        "a proxy that refuses, or shows a page of its own",
        "reported once, the proxy named",
        "llm/test_environment.py::test_what_a_proxy_answers_is_not_taken_for_the_servers",
    ),
)

MACHINE = (
    Elsewhere(
        "an error that nobody expected, wherever a request is sent or a reply is read",
        "reported in a line for an issue; it costs its own role, the others go on",
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
        "whoever is not answered is reported with the reason, and asked once only",
        "llm/test_unexpected.py::test_little_room_on_the_machine",
    ),
    Elsewhere(
        "killed at any moment (SIGKILL, 50 times in runs of 40 roles)",
        "nothing that was stored is asked again; at most the requests in flight are",
        "llm/test_killed.py::test_killed_at_any_moment_nothing_stored_is_asked_again",
    ),
    Elsewhere(
        "interrupted (SIGINT)",
        "ends within a second, says what is recorded",
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
        "reported; no request is sent whose answer cannot be recorded",
        "site/test_machine.py::test_a_disk_that_is_full_before_anybody_is_asked",
    ),
    Elsewhere(
        "a disk that fills up while asking",
        "reported; what was recorded stays, the next run continues",
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
        "reported; no page is changed",
        "site/test_machine.py::test_docs_that_cannot_be_written",
    ),
    Elsewhere(
        "an answers folder that cannot be written",
        "reported; what arrived is in the cache",
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
        "site/test_machine.py::test_a_corrupted_cache_is_set_aside_and_the_build_goes_on",
    ),
    Elsewhere(
        "a truncated record",
        "reported with its line; nothing is written",
        "site/test_machine.py::test_a_record_that_is_none_is_told_with_its_place",
    ),
    Elsewhere(
        "a record edited by hand into nonsense",
        "reported with its line, or shown as edited",
        "unit/answers/test_record.py::test_a_record_edited_into_nonsense_is_told_or_shown_and_never_crashes",
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
        "says that the batch goes on and how to take it up; its questions are not asked meanwhile",
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
        "reported once, nothing is sent",
        "llm/test_batch.py::test_a_server_without_a_batch_api",
    ),
    Elsewhere(
        "a batch that the server refuses",
        "reported with its reasons, not sent again",
        "llm/test_batch.py::test_a_batch_that_the_server_refuses_is_told_and_not_sent_again",
    ),
    Elsewhere(
        "a batch that expires or is cancelled in part",
        "what is answered is recorded, the rest is sent once more",
        "llm/test_batch.py::test_what_a_batch_did_not_come_to_is_sent_once_more",
    ),
    Elsewhere(
        "a batch that the server does not know",
        "reported; its questions are not asked again for two days",
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
        "what is good is recorded, the rest ignored",
        "llm/test_batch.py::test_lines_of_all_sorts",
    ),
    Elsewhere(
        "a question that is edited while its batch is under way",
        "its answer stays in the cache, the edited one is asked",
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
        "the same in what a record says of itself, and in settings",
        "told by name",
        "site/test_hostile_records.py::test_what_reorders_is_refused_outside_the_answer",
    ),
    Elsewhere(
        "the same in an answer that is recorded",
        "taken out where it is read; its digest stays that of what is stored",
        "site/test_hostile_records.py::test_both_are_taken_out_of_an_answer_that_is_read",
    ),
    Elsewhere(
        "marks that only hide (14)",
        "left out, which one line of the log says",
        "site/test_shown.py::test_marks_that_hide_are_left_out_with_one_line",
    ),
    Elsewhere(
        "texts that show nothing (11)",
        "told, as empty ones are",
        "site/test_hostile_files.py::test_a_text_that_shows_nothing_is_no_text",
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
        "reported with its place; nothing fills the memory or ends the process",
        "site/test_hostile_files.py::test_yaml_that_would_end_the_process",
    ),
    Elsewhere(
        "a pipe, a device, a folder or 10 GB in the place of a file (6)",
        "reported; nothing is waited for",
        "site/test_hostile_files.py::test_a_file_that_is_none_or_never_ends",
    ),
    Elsewhere(
        "the same in the place of a record, and JSON that is none (18)",
        "reported with its place",
        "site/test_hostile_records.py::test_a_record_that_is_none_or_never_ends",
    ),
    Elsewhere(
        "a file of 300 MB in a revision of git",
        "reported; it is not read",
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
        "reported with their place",
        "site/test_hostile_files.py::test_a_device_name_of_windows_is_no_id",
    ),
    Elsewhere(
        "a clone in which git changed every line end",
        "built, checked and compared as any other",
        "site/test_line_ends.py::test_a_clone_is_built_and_stays_as_it_is",
    ),
    Elsewhere(
        "slips in YAML, merge conflicts among them (33)",
        "told where they were made, with what mends them",
        "unit/scenario/test_yaml_remedies.py::test_a_slip_is_named_with_its_remedy",
    ),
    Elsewhere(
        "a variant of a variant, of itself, in a circle, of a scenario that there is not",
        "told at its line, with what to write instead",
        "unit/scenario/test_variants.py::test_a_circle_is_told_at_each_of_its_scenarios",
    ),
)
"""What is wrong with what is read, or with what would be shown."""


def tables() -> str:
    """All faults as Markdown tables, and their sum."""
    rows = ["### One role meets it, the others go on", ""]
    rows += ["| Fault | Requests | Outcome |", "| --- | :---: | --- |"]
    for case in CASES:
        rows.append(f"| {case.name} | {case.requests} | {case.outcome} |")
    for title, faults in (
        ("Every request would meet it", SERVERS),
        ("In the environment", ENVIRONMENT),
        ("In a batch", IN_A_BATCH),
        ("In what is read and shown", FILES),
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
