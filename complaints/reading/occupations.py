"""What somebody does for a living, where they say it of themselves in their story."""

from __future__ import annotations

import re

from complaints.reading.folding import fold

_BEING = (
    "护士|医生|药师|教师|老师|会计|出纳|律师|司机|快递员|外卖员|骑手|保安|保洁员|厨师|服务员|程序员|工程师|电工|焊工|木工|工人|公务员|警察|农民"
    "|学生|研究生|客服|销售|店员|收银员|文员|设计师|摄影师|记者|编辑|演员|个体户|家政|保姆"
)
# Said in the first person, at the head of a clause: with where, and no one else between.
_I = r"(?:^|[,。;!\n])(?:其实)?我(?:现在|目前)?(?:在[^,。;\n]{1,14}?|给人)?"
_TOLD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_I + pattern), said)
    for pattern, said in (
        (rf"是(?:一名|个)?(?:[^,。;\n我你他她]{{0,8}}的)?(?P<what>{_BEING})(?=[,。;\n])", ""),
        (rf"(?:当|做|干)(?P<what>{_BEING})(?=[,。;\n])", ""),
        ("(?:开|跑)网约车", "网约车司机"),
        ("(?:开|跑)(?:旅游)?(?:大巴|出租车?|货车|公交车?)", "司机"),
        ("(?:送外卖|跑外卖)", "外卖员"),
        ("送快递", "快递员"),
        ("读(?:研|研究生)", "在读研究生"),
        ("(?:读|上)(?:大学|大[一二三四])", "在校学生"),
        ("开(?:了)?[个家一]{0,2}小?(?:[\u4e00-\u9fff]{0,3})?(?:馆|店|铺|超市|饭庄)(?=[,。;\n])", "个体经营"),
    )
)
_RETIRED = re.compile(r"(?:^|[,。;\n])我?(?:已经|早就)?退休(?:了|[前以之]|工人|教师|\d+年)")
_PLAINLY = {"老师": "教师"}


def occupation_in(story: str) -> str:
    """“护士”, “网约车司机”; "" where nobody said, or said it of somebody else."""
    text = fold(story).text
    if _RETIRED.search(text):
        return "退休"
    for pattern, said in _TOLD:
        if found := pattern.search(text):
            what = said or found["what"]
            return _PLAINLY.get(what, what)
    return ""
