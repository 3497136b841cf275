"""Gets answers, directly or in batches, with progress, tokens and prices.

``get_answers`` decides what is needed; the rest is imported only if a request has to be sent.
``llm`` interprets the replies of servers; ``answers`` reads and stores answers.
"""

from mkdocs_perspectives.ask.get_answers import get_answers, getting_answers
from mkdocs_perspectives.ask.result import AskResult, Failure, failure_table
from mkdocs_perspectives.ask.token_estimate import Estimator, Tallies, Tally, tallies_of, tokens_of

__all__ = [
    "AskResult",
    "Estimator",
    "Failure",
    "Tallies",
    "Tally",
    "failure_table",
    "get_answers",
    "getting_answers",
    "tallies_of",
    "tokens_of",
]
