"""What is said in English without saying anything: praise, hints, and what everybody wants."""

from __future__ import annotations

import re

__all__ = ["is_empty", "is_unopposed"]

_GRADE = (
    r"(?:(?:an?|the|our|very|really|extremely|highly|quite|most|so|too|truly|hugely|clearly|"
    r"especially|particularly|always) )*"
)
_PRAISE = (
    r"(?:ambitious|exciting|great|excellent|amazing|fantastic|wonderful|outstanding|innovative|"
    r"unique|world-class|promising|important|crucial|vital|essential|challenging|difficult|hard|"
    r"interesting|good|perfect|impressive|remarkable|groundbreaking|ground-breaking|cutting-edge|"
    r"state-of-the-art|strategic|bright|successful|experienced|skilled|dedicated|motivated|"
    r"passionate|competent|professional|hard-working|hardworking|committed|talented|brilliant|"
    r"attractive|high-quality|dynamic|reliable|capable|qualified)"
)
_FOR_ALL = (
    r"(?: (?:for|to) (?:us|all(?: of us)?|everyone|everybody|success|(?:the|our|any) \w+))?"
    r"(?:,? (?:too|as well|at all times|always|above all|in every way))?\W*$"
)
_THING = r"(?: (?:opportunity|chance|step|product|project|plan|launch|team|moment|challenge|idea))?"

_EMPTY = re.compile(
    # `The launch is ambitious.`
    rf"^(?:[\w'-]+ ){{0,8}}?(?:is|are|was|were|will be|looks?|seems?|remains?|feels?) "
    rf"{_GRADE}{_PRAISE}(?:(?:,| and) {_GRADE}{_PRAISE})*{_THING}{_FOR_ALL}"
    # `An experienced and dedicated nurse.`
    rf"|^{_GRADE}{_PRAISE}(?:(?:,| and) {_GRADE}{_PRAISE})* [\w-]+(?: [\w-]+)?\W*$"
    # `There is some budget.`
    r"|^there (?:is|are) (?:some|enough|lots? of|a lot of|little|many|much|plenty of|sufficient|"
    r"a certain|not much|a few)(?: [\w-]+){1,3}\W*$",
    re.IGNORECASE,
)


def is_empty(sentence: str) -> bool:
    """Whether a sentence only praises, or hints at an amount, and states no fact."""
    return not re.search(r"\d", sentence) and _EMPTY.search(sentence) is not None


# What makes a claim of it after all: a price, a limit, an order of precedence.
_DISPUTED = re.compile(
    r"\b(?:only|than|rather|instead|even|before|first|most|least|not|never|without|until|unless|"
    r"whatever|whether|although|though|if|when|where|cost|expense|more|fewer|less|free|no)\b"
    r"|\d|%|n't\b",
    re.IGNORECASE,
)
_WANTED = (
    r"(?:good|better|great|excellent|fair|safe|clear|reasonable|appropriate|adequate|sensible|"
    r"effective|efficient|reliable|honest|responsible|improved|respected|heard|valued|satisfied|"
    r"happy|successful|competitive|attractive|friendly|helpful|polite|respectful|taken seriously|"
    r"treated (?:fairly|well|with (?:respect|dignity|care))|listened to|handled well|"
    r"of (?:an? |the )?(?:high|highest|good|best) quality|"
    r"as (?:good|fair|safe|clear|fast|cheap|simple|easy) as possible)"
)
_DONE_WELL = (
    r"(?:do (?:its|our|their|his|her|your) best|try hard(?:er)?|do (?:a )?good (?:job|work)|"
    r"work (?:well )?together|cooperate|collaborate|communicate(?: well| better| clearly| openly| "
    r"honestly)?|improve(?: continuously| constantly| further)?|keep improving|act responsibly|"
    r"be careful|aim (?:for|at) (?:quality|excellence|success)|"
    r"(?:listen to|respect|care about|help) (?:each other|one another|customers|staff|patients|"
    r"people|everyone|everybody|others)|learn from (?:mistakes|experience|the past)|"
    r"find (?:a )?good solutions?|use (?:its|our|their|the) \w+ (?:well|wisely|better)|"
    r"strive (?:for|to) [\w ]+)"
)
_UNOPPOSED = re.compile(
    # `Quality matters.`
    rf"\bmatters?(?: a lot| a great deal)?{_FOR_ALL}"
    # `Safety is very important.`
    r"|\b(?:is|are|remains?) (?:very |really |extremely |absolutely |so |also |always |of |an? |"
    r"the |top |high )*(?:important|essential|crucial|vital|key|critical|paramount|indispensable|"
    rf"invaluable|importance|priority){_FOR_ALL}"
    # `Prices should be fair.`
    rf"|\b(?:should|must|ought to|needs? to|has to|have to) (?:always |all |both |also )*"
    rf"(?:(?:be|stay|become|remain) (?:very |really |always )?{_WANTED}"
    rf"(?: and (?:very )?{_WANTED})?|{_DONE_WELL}){_FOR_ALL}"
    # `Everybody deserves respect.`
    r"|^(?:everyone|everybody|we all|all of us|people|all people) (?:deserves?|wants?|needs?) ",
    re.IGNORECASE,
)


def is_unopposed(statement: str) -> bool:
    """Whether nobody would say no to a statement, since it asks for no choice."""
    return not _DISPUTED.search(statement) and _UNOPPOSED.search(statement) is not None
