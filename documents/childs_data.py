"""Of somebody's child, what a story tells that whoever calls the parent knows: the parent asks for it as guardian. Nobody is a
party by it but who told the story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.material import Case
from documents.sentences import folded
from legal.reasoning.conditions import lookup


@dataclass(frozen=True)
class Child:
    """``kin``: 女儿, 儿子, 孩子; ``known`` of their data, as it is called; ``sources``: the other side is told to have named more
    than one source of it."""

    kin: str
    known: tuple[str, ...]
    sources: bool = False

    @property
    def data(self) -> str:
        """“女儿的姓名、学校、班级、成绩”."""
        return f"{self.kin}的{'、'.join(self.known)}"


_CHILD = re.compile("女儿|闺女|儿子|孩子|小孩|娃[娃儿]?")
_KIN = {"女儿": re.compile("女儿|闺女"), "儿子": re.compile("儿子")}
_DATA = {
    "姓名": "叫什么|名字|姓名",
    "学校": "学校|哪(?:里|儿|所)?(?:上学|读书|念书)|[上读]哪所",
    "年级": "年级|上几年",
    "班级": "班级|几班|哪个班",
    "成绩": "成绩|没考好|考(?:了)?(?:多少|几|砸)|分数|名次",
}
# What only a pupil has: a name alone may be that of a child who is grown up.
_OF_A_PUPIL = frozenset({"学校", "年级", "班级", "成绩"})
# Not what the child, the teller or a teacher knows.
_KNEW = re.compile(
    "说得|报得|报出|说出|叫得出|念出|一个不差|清清楚楚|都对"
    "|(?<!女儿)(?<!儿子)(?<!孩子)(?<!闺女)(?<!我)(?<!老师)(?<!班主任)(?<!学校)(?<!不)(?:知道|晓得)"
)
_GROWN_UP = re.compile(
    "(?:女儿|闺女|儿子|孩子)[^。；]{0,10}?(?:大学|大专|研究生|参加工作|上班|结婚|(?:1[89]|[2-9]\\d)岁)"
)
_SOURCES = re.compile(
    "(?:说|称)(?:是)?[^。；]{1,24}[，,；;](?:还有|又|另|有的|后来|一会儿?)[^。；]{0,12}(?:说|称)"
)
_FROM_WHERE = re.compile("从哪|哪里来|哪来|来源|怎么(?:有|知道|晓得)|哪(?:里|儿)?(?:弄|得|拿)")


def childs_data(case: Case) -> Child | None:
    """The pupil of whom those who call the parent know something; None where the child is who complains."""
    facts = case.facts
    if lookup(facts, "kind") != "harassment" or case.representative is not None:
        return None
    if lookup(facts, "complainant.capacity") in ("guardian", "authorised_helper"):
        return None
    story = folded(case.story)
    if _GROWN_UP.search(story):
        return None
    known = {name for told in tellings(case.story) for name in _known_in(told)}
    if not known & _OF_A_PUPIL:
        return None
    named = [kin for kin, words in _KIN.items() if words.search(story)]
    sources = any(_FROM_WHERE.search(one) and _SOURCES.search(one) for one in re.split("[。！!\n]", story))
    return Child(
        named[0] if len(named) == 1 else "孩子", tuple(one for one in _DATA if one in known), sources
    )


def tellings(story: str) -> list[str]:
    """The sentences that tell what of a child is known to others, from where they speak of it."""
    every = re.split("[。！？!?\n]", folded(story))
    return [one[found.start() :] for one in every if (found := _CHILD.search(one)) and _KNEW.search(one)]


def _known_in(told: str) -> list[str]:
    return [name for name, words in _DATA.items() if re.search(f"(?<!我的)(?:{words})", told)]
