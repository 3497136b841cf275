"""What can be said of a text in Korean, by its words and endings."""

from __future__ import annotations

import re

from mkdocs_perspectives.scenario.lint.any_language import has_a_question_mark
from mkdocs_perspectives.scenario.lint.korean_claims import makes_two_claims
from mkdocs_perspectives.scenario.lint.wording import Wording, has

__all__ = ["KOREAN"]

_RIEUL = 8
"""The number of the final consonant ㄹ in the order of Hangul syllables."""

_ASKING = re.compile(
    r"(?:까|나요|가요|는가|은가|던가|\S인가|느냐|으냐|이냐|하냐|야 하나|야 되나|"
    r"는지|은지|인지|던지|을지)(?:요)?[.。\s]*$"
)
_WHAT = re.compile(
    r"(?:^|\s)(?:무엇|무슨|어떻게|어떤|누가|누구|왜|언제|어디|얼마나|어느|몇)(?:[가-힣]*)(?:\s|$)"
)


def _asks(text: str) -> bool:
    """Whether a statement is a question, also as the end of one: 누가 결정할지."""
    plain = text.rstrip(" .。")
    if has_a_question_mark(text) or _ASKING.search(plain) or _ends_in_whether(plain):
        return True
    return _WHAT.search(plain) is not None and not plain.endswith(("다", "요", "자", "라", "함"))


def _ends_in_whether(text: str) -> bool:
    """Whether a text ends as 할지, 될지 or 정할지 do: with ㄹ before 지."""
    if len(text) < 2 or not text.endswith("지") or not "가" <= text[-2] <= "힣":
        return False
    return (ord(text[-2]) - ord("가")) % 28 == _RIEUL


_PREDICATE = ("다", "요", "죠", "까", "자", "함", "음", "됨", "것", "임", "네", "군", "라", "지")


def _names_a_topic(text: str) -> bool:
    """Whether a statement does not end in a predicate, as no title does."""
    plain = re.sub(r"\([^)]*\)\W*$", "", text).rstrip(" .。!\"'”’」』")
    if len(plain.split()) < 2:
        return not plain.endswith("다")
    return not plain.endswith(_PREDICATE)


_MEASURED = re.compile(
    "평가|책임|성과|실적|목표|지표|측정|점수|급여|월급|임금|보수를|수당|수입|매출|생계|벌이|먹고사|"
    "먹고산|벌어|심사|감사|보고|고과|선거|당선|득표|기준|달려|등급|순위|평점|별점|인정|합격|시험|"
    "성적|좌우|예산|이익|손익|마감|납기|할당|민원|승진|계약이|재계약|KPI",
    re.IGNORECASE,
)

# `The launch is ambitious`, as a sentence of a few words.
_EMPTY = re.compile(
    r"^(?:\S+\s){0,5}\S*\s?(?:야심\s?(?:차다|찹니다)|뛰어(?:나다|납니다)|어렵(?:다|습니다)|"
    r"힘들(?:다|습니다|ㅂ니다)|힘듭니다|좋(?:다|습니다)|기대(?:된다|됩니다|가 (?:크다|큽니다))|"
    r"(?:훌륭|우수|중요|완벽|유망|대단|특별|유능|성실|탁월)(?:하다|합니다)|"
    r"(?:획기|혁신|도전|매력|성공|독보|전략|야심|열정|헌신|전문)적(?:이다|입니다))\W*$"
    r"|^(?:(?:매우|아주|정말|참)\s)?(?:(?:유능한|훌륭한|뛰어난|열정적인|성실한|우수한|노련한|헌신적인|"
    r"경험 많은|경험이 많은|좋은|혁신적인|탁월한),?\s(?:그리고\s)?)+\S+(?:\s\S+){0,2}\W*$"
    r"|^\S*(?:예산|시간|인력|돈|자원|여유|자금)[이가은는도]\s(?:조금|어느 정도|충분히|많이|좀|"
    r"약간|넉넉히|꽤)\s(?:있다|있습니다)\W*$"
)


def _is_empty(sentence: str) -> bool:
    return not re.search(r"\d", sentence) and _EMPTY.search(sentence) is not None


# What makes a claim of it after all: a price, a limit, an order of precedence.
_DISPUTED = re.compile(
    r"더라도|보다|대신|먼저|우선|만(?:\s|이|을|은)|까지|이상|이하|않|없|아니라|\d|절반|전에|뒤에|앞서|"
    r"무료|전액|가장|제일|무릅쓰|해도|부터|마다"
)
_UNOPPOSED = re.compile(
    r"(?:(?:중요|소중)(?:하다|합니다)|핵심(?:이다|입니다)|필수(?:다|이다|입니다|적이다|적입니다))\W*$"
    r"|(?:최선을 다해야|노력해야|노력하여야|힘써야|애써야|존중해야|존중받아야|존중되어야|소통해야|"
    r"협력해야|배려해야|신경 써야|귀 기울여야|귀를 기울여야|개선해야|개선되어야|나아져야|"
    r"향상되어야|향상시켜야|좋아져야|좋아야|공정해야|안전해야|합리적이어야|충분해야|정직해야|친절해야|"
    r"효율적이어야|신중해야|신중하게 결정해야|신중히 결정해야|만족해야|만족시켜야|잘해야|잘 해야|"
    r"잘되어야|잘 되어야|적절해야|(?:품질|만족도|신뢰|안전|안전성|서비스|효율|효율성|경쟁력|완성도)"
    r"[을를]\s?(?:더\s)?(?:높여야|강화해야|지켜야))"
    r"\s?(?:한다|합니다|함|된다|됩니다)\W*$"
)


def _is_unopposed(statement: str) -> bool:
    return not _DISPUTED.search(statement) and _UNOPPOSED.search(statement) is not None


_MORE = re.compile(
    "늘려|늘리|높여|높이|올려|올리|확대|강화|도입|추가|개선|신설|투자|지원|더 |새 |새로|넓혀|넓히|"
    "열어|키워|키우|만들어|제공|허용|시작"
)
_BRAKE = re.compile(
    "않|말아|줄여|줄이|낮춰|낮추|멈춰|멈추|중단|폐지|금지|제한|유지|그대로|미뤄|미루|늦춰|늦추|만 |"
    "만을|만이|까지|대신|전에|이하|없|아니라|끝내|폐쇄|닫|내려|막아|보류|삭감|보다|절반|빼|거절"
)


KOREAN = Wording(
    asks=_asks,
    names_a_topic=_names_a_topic,
    makes_two_claims=makes_two_claims,
    is_unopposed=_is_unopposed,
    is_empty=_is_empty,
    has_a_measure=has(_MEASURED),
    wants_more=has(_MORE),
    holds_back=has(_BRAKE),
)
