"""Who was called besides, by what they are to the person, where the story tells of as many as the person counts.

Pure. A wife is no “someone around”, and two of the family are no colleagues.
"""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case
from documents.sentences import folded, own_words, sentences_of
from legal.reasoning.conditions import lookup

_KIN = {
    "妻子": "老婆|妻子|媳妇儿?",
    "丈夫": "老公|丈夫",
    "配偶": "老伴儿?|爱人",
    "婆婆": "婆婆",
    "公公": "公公",
    "岳母": "岳母|丈母娘",
    "岳父": "岳父|老丈人|丈人",
    "母亲": "(?:老)?母亲|妈妈?|老娘",
    "父亲": "(?:老)?父亲|爸爸?|爹",
    "儿子": "儿子",
    "女儿": "女儿|闺女",
    "儿媳": "儿媳妇?",
    "女婿": "女婿",
    "哥哥": "哥哥?",
    "姐姐": "姐姐?",
    "弟弟": "弟弟?",
    "妹妹": "妹妹?",
}
# Whom they called: not whom the person called themselves, nor whom one of these called.
_CALLED = re.compile(
    "(?<![我俺])(?:打|发)(?:了|过)?(?:电话|短信)?(?:给|到)(?:了)?(?:我|俺)?(?P<who>[^，,。；、：]{1,12})"
)
_OF = {
    name: re.compile(f"(?:{said})(?=$|单位|公司|厂|学校|那|家|手机|[，,。；、]|说|，)")
    for name, said in _KIN.items()
}
_SAID = re.compile(
    "(?P<verb>联系(?:了)?)(?P<own>原告|本人|{本人})(?:身边的一人|的亲友、同事共(?P<count>\\d+)人)"
)


def as_they_are(one: Sentence, case: Case) -> Sentence:
    """“联系了原告的配偶、儿子” for “联系了原告的亲友、同事共2人”, where the story tells of just those."""
    found = _SAID.search(one.text)
    if found is None:
        return one
    kin = kin_called(case.story)
    if len(kin) != int(found["count"] or 1) or lookup(case.facts, "debt.contacts_told") != len(kin):
        return one
    told = f"{found['verb']}{found['own']}的{'、'.join(kin)}"
    return replace(one, text=one.text.replace(found[0], told), rests=(*one.rests, "story"))


def kin_called(story: str) -> list[str]:
    """“配偶”, “儿子”: whom the story tells them to have called, each once, in its order."""
    named: list[str] = []
    for sentence in sentences_of(story):
        for found in _CALLED.finditer(folded(own_words(sentence))):
            who = found["who"]
            near = [(at.start(), name) for name, kind in _OF.items() if (at := kind.match(who)) is not None]
            named += [name for _at, name in sorted(near)][:1]
    return list(dict.fromkeys(named))
