"""The names of all rules, which authors write in comments, and what each finds."""

from __future__ import annotations

__all__ = ["RULES"]

RULES = {
    "unwritten": "a text in which something is still to be written",
    "cut-off": "a text that ends where a comment begins",
    "short-text": "a situation or a description too short to infer anything from",
    "empty-words": "a sentence that praises or hints and states no fact",
    "no-measure": "a role of which nothing says what it answers for or is measured by",
    "same-description": "two roles described in nearly the same words",
    "same-name": "two roles or two issues with one name",
    "no-claim": "a statement that names a topic and claims nothing",
    "question": "a statement that asks",
    "two-claims": "a statement that makes two claims",
    "unopposed": "a statement that nobody opposes",
    "same-wording": "statements all worded the same way",
    "too-many": "more roles or issues than anybody reads",
    "nothing-to-compare": "a comparison in a scenario without issues",
    "comparison-left-out": "a comparison of which a variant has fewer than two roles",
    "unknown-rule": "a comment for `check` that switches nothing off",
}
"""What each rule finds, in the order of the guide."""
