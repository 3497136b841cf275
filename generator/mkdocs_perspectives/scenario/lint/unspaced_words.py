"""What single words say of a text in Japanese and Chinese, which put no spaces between them."""

from __future__ import annotations

import re

from mkdocs_perspectives.scenario.lint.any_language import by_single_words
from mkdocs_perspectives.scenario.lint.wording import Wording

__all__ = ["CHINESE", "JAPANESE"]


def _wording(unopposed: str, measured: str) -> Wording:
    """Judgements by how a text ends, and by words anywhere in it."""
    ends = re.compile(rf"(?:{unopposed})\W*$")
    return by_single_words(ends, re.compile(measured), commas="、，")


JAPANESE = _wording(
    unopposed="(?:重要|大切|不可欠|大事|肝心)(?:である|です|だ)|最善を尽くすべき(?:である|です|だ)",
    measured="評価|責任|責務|目標|成果|成績|実績|業績|指標|査定|採点|評点|順位|基準|判断|測|問われ|給与|給料|"
    "賃金|報酬|手当|収入|売上|売り上げ|利益|損益|予算|費用|生計|暮らし|稼|会計|監査|審査|検査|報告|"
    "説明|試験|合格|選挙|当選|得票|納期|期日|期限|締め切り|ノルマ|苦情|事故|契約|昇進|信用|KPI",
)

# In simplified and in traditional characters.
CHINESE = _wording(
    unopposed="(?:重要|关键|關鍵|必不可少|不可或缺)的?|(?:尽力|盡力|努力)",
    measured="考核|考评|考評|负责|負責|责任|責任|职责|職責|目标|目標|业绩|業績|绩效|績效|指标|指標|衡量|"
    "评价|評價|评估|評估|评分|評分|标准|標準|排名|成绩|成績|考试|考試|合格|验收|驗收|工资|工資|薪|收入|"
    "营业额|營業額|销售|銷售|利润|利潤|盈亏|盈虧|预算|預算|费用|費用|积蓄|積蓄|生计|生計|谋生|謀生|"
    "过日子|過日子|关心|關心|审计|審計|审查|審查|汇报|匯報|交代|选举|選舉|当选|當選|期限|工期|交期|"
    "投诉|投訴|事故|合同|晋升|晉升|KPI",
)
