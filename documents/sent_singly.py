"""What was sent or said to people whom somebody knows, to each alone: it was told them, published nowhere. And in which
words, where it is another's debt: that the person owes it is said only where that was told."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.held_data import shown_singly
from documents.law import Ground
from documents.material import Case
from documents.sentences import parted
from documents.wording import paragraphs
from legal.corpus import load
from legal.reasoning.conditions import lookup

_IN_A_MESSAGE = re.compile(
    "(?:短信|信息|彩信|微信)[^。；;“]{0,8}(?:写|说|称|内容)[^。；;“]{0,4}“(?P<words>[^”]{4,40})”"
)
_IN_A_CALL = re.compile(
    "(?:跟|对|向)[^，,。；]{1,6}(?:说|讲)我(?P<words>家[^，,。；我]{0,6}(?:欠|赖|不还)[^，,。；我]{0,6})"
)
_OWES = re.compile("(?:说|称|写|讲)(?:是)?我(?!家)[^，,。；]{0,6}(?:欠|借钱|借了钱|赖账|老赖)")
_TOLD_OTHERS = re.compile(
    "(?:打|发|说|讲)[^。；]{0,16}(?:座机|总机|前台|单位|同事|院长|领导|老板|亲戚|朋友|邻居|家人)"
    "|(?:给|向)[^，,。；]{0,8}(?:同事|亲戚|朋友|邻居|家人|领导|老板)[^，,。；]{0,4}发|(?:同事|亲戚|朋友|邻居|家人)[^，,。；]{0,6}收到"
)
_BEGAN_AGAIN = re.compile("(?:派出所|报警|民警)[^。；]*(?:又|接着|照样|还是)[^，,。；]{0,3}(?:来|打|发|开始)")
_LINES = "（发布的内容、日期、方式和看到的人：{?published}；发布在哪个群组、平台：{?published_where}）"
_LINE = "（内容、日期、方式和收到的人：{?published}）"
_OWED = "称{本人}欠款的内容"
_CREDIT = "{本人}并不欠该笔款项，向他人称{本人}欠款，贬损了{本人}的信用"


def _said_to_owe(case: Case) -> bool:
    return lookup(case.facts, "debt.owed") != "others" or _OWES.search(case.story) is not None


def _quoted(case: Case) -> str:
    found = [one["words"] for way in (_IN_A_CALL, _IN_A_MESSAGE) for one in way.finditer(case.story)]
    return "、".join(f"“{one}”" for one in dict.fromkeys(found))


def words_told(case: Case, who: str) -> str:
    """What those who got it were told of ``who``, where it is another's debt; "" where nobody said it."""
    return f"{who}欠款" if _said_to_owe(case) else _quoted(case)


def as_sent(one: Sentence, case: Case) -> Sentence:
    """A sentence of the corpus on what was published, as one on what each of them was told."""
    if not ("发布" in one.text or one.text.startswith(_CREDIT)) or not shown_singly(case):
        return one
    text = one.text.replace(_LINES, _LINE).replace("并发布有关", "并向其告知有关")
    text = text.replace("向他人发布了", "向他人发布").replace("上述发布贬损", "上述内容贬损")
    text = text.replace("向他人发布", "向{本人}的亲友、同事发送、告知")
    if not _said_to_owe(case):
        words = _quoted(case)
        text = text.replace(_OWED, f"有关{{本人}}的内容{f'，称{words}' if words else ''}")
        told = f"向他人称{words}" if words else "向他人告知上述内容"
        text = text.replace(_CREDIT, f"{{本人}}不是债务人，{told}，贬损了{{本人}}的名誉")
    return replace(one, text=text, rests=(*one.rests, "story")) if text != one.text else one


def told_singly(ground: Ground, case: Case) -> Ground:
    """Without the law on what is made public, where each of them was told it alone."""
    of_publication = load().requests["of_publication"]
    if not any(one.id in of_publication for one in ground.provisions) or not shown_singly(case):
        return ground
    return replace(
        ground,
        provisions=tuple(one for one in ground.provisions if one.id not in of_publication),
        reasons=tuple(one for one in ground.reasons if "不得向他人公开" not in one.text),
    )


def of_others(case: Case) -> list[str]:
    """The sentences of the story on what the people around somebody were told, and that it began again after a report."""
    among = [one for line in paragraphs(case.story) for one in parted(line)]
    return [
        one for one in among if (_TOLD_OTHERS.search(one) and "要求" not in one) or _BEGAN_AGAIN.search(one)
    ]
