"""Whether a statement in Korean makes one claim or two.

What ends in 고 may be a claim of its own (예산을 줄이고 출시를 미뤄야 한다), a step before the
other (시험을 마치고 출시해야 한다), a part of a verb (팔고 있는) or a noun (재고). Where that is
not clear, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_perspectives.scenario.lint.texts import sentences

__all__ = ["makes_two_claims"]

_DUTY = re.compile(r"야\s?(?:한다|합니다|해요|함|된다|됩니다|하며|하고)")
_TWO_DUTIES = re.compile(r"야\s?(?:하|되)(?:고|며|지만|나|는데|되|면서도)[, ]")

_JOINT = re.compile(r"(?P<stem>[가-힣]+)(?P<end>고|며|으며|되|지만|으나),?\s+(?P<next>\S+)")

_NOUN = re.compile(
    "(?:최고|재고|창고|광고|사고|중고|보고|신고|경고|공고|참고|권고|원고|피고|회고|충고|냉장고|금고|예고|"
    "그리고|무대|확대|최대)$"
)
"""Words that end as a verb does before a further clause."""

_STEP = re.compile(
    "(?:^(?:받|보|듣|타|들|두|놓|밟|묻|알|쓰|믿|않|말|있|없|넘|빼|안|입)|[다라자냐지]|마치|끝내|거치|가지|"
    "확인하|검토하|마무리하|완료하|통과하|기다리|모으|제외하|포함하|무릅쓰|앞두|내버려두|그렇|이렇)$"
)
"""Stems after which 고 says what comes before, or how, and makes no claim of its own."""

_MAKES_ROOM = re.compile("(?:폐지하|중단하|없애|헐)$")
"""Stems after which something else takes the place of their object."""

_PARTS_OF_VERBS = ("있", "나", "싶", "난", "말", "보")
"""How the word begins that makes one verb with what ends in 고."""

_NEAR = 3
"""Among so many words behind a clause is the topic of the next one."""

# 은 and 는 after a verb make no topic of it: 남는 돈, 좋은 차.
_TOPIC = re.compile(
    r"^[가-힣]+(?<![하되있없남주받쓰보오가사파드내나치이리기시르우좋높낮많작같젊늙싶크])[은는]$"
)
_OBJECT = re.compile(r"[가-힣\w][을를](?:\s|$)")
_TOO = re.compile(
    r"[가-힣]+(?<!적어)(?<!아무)(?<!그래)(?<!정)(?<!제)(?<!속)(?<!온)(?<!태)(?<!한)(?<!연)(?<!의)"
    r"(?<!강)(?<!빈)(?<!이)(?<!족)(?<!호)(?<!명)(?<!뢰)(?<!성)(?<!라)(?<!해)(?<!어)(?<!아)(?<!지)도\s"
)


def makes_two_claims(text: str) -> bool:
    """Whether a role may be for one half of a statement and against the other."""
    if len(sentences(text)) > 1 or _TWO_DUTIES.search(text):
        return True
    return bool(_DUTY.search(text)) and any(_is_second(*parts) for parts in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each clause that goes on, without its ending, and all that follows."""
    for joint in _JOINT.finditer(text):
        noun = _NOUN.search(joint["stem"] + joint["end"])
        step = joint["end"] == "고" and _STEP.search(joint["stem"])
        if not (noun or step or joint["next"].startswith(_PARTS_OF_VERBS)):
            yield text[: joint.start("end")], text[joint.start("next") :]


def _is_second(before: str, after: str) -> bool:
    """Whether what follows a clause is a claim of its own, about something else."""
    if _TOPIC.match(before.split()[0]) and any(map(_TOPIC.match, after.split()[:_NEAR])):
        return True
    if _MAKES_ROOM.search(before) or not (_DUTY.search(after) and _OBJECT.search(before)):
        return False
    return bool(_OBJECT.search(after) or _TOO.search(after))
