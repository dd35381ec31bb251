"""Names and numbers in a story that may be those of other people: pointed out to whoever wrote it, never taken out.

Careful: a name counts where a word before or behind it says that somebody is meant.
"""

from __future__ import annotations

import re

from complaints.numbers import identity, is_identity
from complaints.reading.people import GIVEN, STOP, SURNAMES, WORDS
from core.written import plain

MOST = 10
_DOUBLE = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐"
# Behind a given name: no word that goes on, such as 陈先生 (a title is no name) or 张照片.
_ENDS = (
    r"(?=[\s,，。.;；:：、!！?？)）(（“”\"'《》]|$|的|是|在|和|与|跟|说|叫|让|把|被|也|又|都|就|没|不|已|还|打|发|给|欠|借|"
    r"来|去|接|收|向|从|对|曾|有|一|本人|先生|女士)"
)
NAME = rf"{WORDS}(?:(?:{_DOUBLE})(?:{STOP}{GIVEN}){{1,2}}|[{SURNAMES}](?:{STOP}{GIVEN}){{1,2}}?){_ENDS}"
_KIN = (
    r"(?:丈夫|妻子|老公|老婆|爱人|爸爸|妈妈|父亲|母亲|爸|妈|儿子|女儿|哥哥|弟弟|姐姐|妹妹|哥|弟|姐|妹|表哥|表姐|表弟|表妹|堂哥|堂弟|"
    r"爷爷|奶奶|外公|外婆|姥姥|姥爷|舅舅|叔叔|姑姑|姨妈|阿姨|岳父|岳母|公公|婆婆|女婿|儿媳|孙子|孙女|外甥|侄子|侄女|前夫|前妻|男友|女友|"
    r"男朋友|女朋友|朋友|同事|同学|邻居|室友|房东|老师|领导|经理|老板|亲戚|闺女|孩子|机主|债务人|借款人|欠款人|担保人|联系人|催收员)"
)
_SAID = r"(?:名叫|叫做|叫作|叫|姓名是|姓名为|姓名|名字是|名为|署名|户名|自称是|自称|本名|找一个叫)"
_PATTERNS = (
    re.compile(rf"{_KIN}(?:名叫|叫做|叫|是|，|,)?[“\"'（(：:]?(?P<name>{NAME})"),
    re.compile(rf"{_SAID}[“\"'（(：:]?(?P<name>{NAME})"),
    re.compile(rf"(?P<name>{NAME})(?:先生|女士)"),
    re.compile(rf"(?P<name>{NAME})(?:的)(?:欠款|借款|贷款|债务|家属|亲属|朋友|手机号|电话|号码)"),
)


def people_in(story: str) -> list[str]:
    """The names, each once, in the order of the story."""
    found = {match["name"]: match.start() for one in _PATTERNS for match in one.finditer(story)}
    return sorted(found, key=lambda name: found[name])[:MOST]


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
_GAP = r"[ .·-]?"
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx×](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<![0-9])(?:86{_GAP})?(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])")
_BETWEEN = re.compile(r"(?<=[0-9])[ .·-](?=[0-9Xx×])")


def identities_in(text: str) -> list[str]:
    """The valid identity numbers, each once, however they are spaced."""
    written = (match[0] for match in _IDENTITY.finditer(plain(text)))
    return list(dict.fromkeys(identity(one).number for one in written if is_identity(one)))


def mobiles_in(text: str) -> list[str]:
    """The mobile numbers, digits only, each once."""
    written = (match[1] for match in _MOBILE.finditer(plain(text)))
    return list(dict.fromkeys(re.sub(r"[^0-9]", "", one) for one in written))


def holds(text: str, value: str) -> bool:
    """Whether a text says this name, number or address, in whatever form and spacing."""
    wanted = _as_compared(value)
    digits = wanted.rstrip("X").isdigit()
    # 1390000123 is not said by 13900001234.
    bounds = (r"(?<![0-9])", r"(?![0-9])") if digits else ("", "")
    return bool(wanted and re.search(re.escape(wanted).join(bounds), _as_compared(text)))


def _as_compared(text: str) -> str:
    together = _BETWEEN.sub("", plain(text)).upper().replace("×", "X")
    return re.sub(r"(?<![0-9])86(?=1[3-9][0-9]{9}(?![0-9]))", "", re.sub(r"\s", "", together))
