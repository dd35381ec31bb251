"""As whom somebody tells their story: for themselves, for a child, as holder of a number, as who knows a debtor.

Careful: where words speak of anybody else's telephone, or of two of these, nothing is read, and it is asked.
"""

from __future__ import annotations

import re

from complaints.reading.came import that_came
from complaints.reading.folding import Folded, fold
from complaints.reading.sayings.words import ACQUAINTANCE, KIN

_CHILD = r"(?:儿子|女儿|闺女|孩子|小孩|娃|孙子|孙女)"
_MINOR = re.compile(
    r"(?:今年|才|刚|只有|还不到|不到|刚满)?(?:[1-9]|1[0-7]|[一二三四五六七八九]|十[一二三四五六七]?)(?:周)?岁(?!的?[老爸妈])"
    r"|未成年|上?(?:幼儿园|小学|初中)|小学生|初中生|(?:电话|儿童)手表"
)
_OF_ANOTHER = re.compile(
    rf"(?:{KIN}|(?<!吉)(?<!其)他|她|{ACQUAINTANCE})(?:的|用的|名下的)(?:手机号?|号码?|电话(?!号码是)|手表|卡)(?!标记)"
    rf"|(?<!家里)(?:{KIN})(?<!家里)(?<!家里人)(?<!家人)(?:的|那个|这个)?(?:老人机|老年机|手机号?|电话(?!里|中|打|说|号码是|标记))(?!标记)"
    rf"|(?:打|发|催|骚扰|找)(?:到|给)?(?:我)?(?:的)?(?:{KIN})(?:那里|那儿|那边|头上)"
    rf"|(?:帮|替|代)(?:我)?(?:的)?(?:{KIN}|{ACQUAINTANCE})"
)
# Who files for another adult says so: of a child the age decides, and that is asked.
_FOR_ANOTHER = re.compile(
    rf"(?:帮|替|代)(?:我)?的?(?!{_CHILD})(?:{KIN}|(?<=[替帮代])[他她])[^。;!?,]{{0,4}}"
    r"(?:登记|投诉|举报|申诉|填|维权|反映|写(?:的|这个|一下|下来)|来(?:问|说|告)|报(?:一下|个))"
)
_OF_CHILD = re.compile(rf"(?:他|她|{_CHILD})的?(?:电话|儿童)?(?:手机号?|号码?|电话|手表)")
_BOUGHT_FOR_CHILD = re.compile(
    rf"给(?:我)?(?:的)?{_CHILD}[^。;!?,]{{0,8}}(?:办|买|开)[^。;!?,]{{0,8}}(?:号|卡|手表)"
)
_ME = rf"(?:我|俺|本人)(?!们?(?:的)?(?:{KIN}|{ACQUAINTANCE}|爸妈|亲友|家|单位|公司|领导|老板|通讯录))"
_TO_ME = re.compile(
    rf"(?:给|打给|发给|打|骚扰|轰炸|催|影响){_ME}|{_ME}[^。;!?,]{{0,10}}(?:收到|接到)|{_ME}的?(?:手机|号码|电话)"
    rf"|(?:说|称)我(?:欠|借|贷|逾期)|我(?:从来?|根本|并)?没有?[^。;!?,]{{0,6}}(?:借|欠|贷|买|同意|注册)"
)
_SOMEBODY = re.compile(rf"{KIN}|{ACQUAINTANCE}|{_CHILD}")
_OF_ANOTHER_OR_CHILD = re.compile(rf"{_OF_ANOTHER.pattern}|{_OF_CHILD.pattern}")
_OF_SOMEBODY = re.compile(rf"{_CHILD}的?(?:电话|儿童)?(?:手机号?|号码?|电话|手表)")
# Whom the person knows rings them up to tell of it.
_TOLD_ME = re.compile(
    rf"(?:{KIN}|{ACQUAINTANCE}|她)[^。;!?,]{{0,4}}(?:打|发|来)[^。;!?,]{{0,4}}给?{_ME}|(?:{KIN}|{ACQUAINTANCE}|她)[^。;!?,]{{0,4}}给{_ME}(?:打|发|来)"
)
_CALLED_ME = re.compile(
    rf"(?:打|发|拨|打电话|发短信)(?:给|到){_ME}|给{_ME}(?:天天|一直|反复|不停|连续)?(?:打|发|来)"
    rf"|(?:催|骚扰|轰炸|打扰|威胁|恐吓|辱骂|打){_ME}(?:$|[。;!?,还要])"
)
_NEW = re.compile(
    r"(?:新|刚|我|去年|前年|今年|\d{1,2}月份?|[日号])[^。;!?,]{0,10}(?:办|买|领|开|换)(?:了|的|下)?[^。;!?,]{0,8}(?:手机号|号码|新号|卡|二次号|(?:移动|联通|电信|广电|[一这]个)的?号(?![码称]))|新号码?|新(?:手机)?卡|换的?(?:新)?手机号"
)
# Who had a number before is the other side of the matter, and nobody for whom it is told.
_HOLDERS = re.compile(r"(?:前|原|新|上一?[个任位]|以前的?)?(?:机主|号主)|别人|他人|人家")
_WHO = rf"(?:{KIN}|{ACQUAINTANCE}|{_CHILD})"
_NOT_ME = r"(?:(?!我)[^。;!?,])"
_STILL_THEY = r"(?:(?!我)[^。;!?])"  # 我妈今年70,9月份在营业厅办了个新号: nobody else came in between
_GOT = rf"(?:办|买|领|开|换){_NOT_ME}{{0,8}}(?:号|卡|手表)"
_NUMBER_OF_ANOTHER = re.compile(
    rf"(?:给|帮|替|为)(?:我)?(?:的)?{_WHO}{_NOT_ME}{{0,8}}{_GOT}|{_WHO}{_STILL_THEY}{{0,20}}{_GOT}"
    rf"|{_WHO}(?:以前|原来|之前|现在|旧|老|新)的?{_NOT_ME}{{0,4}}(?:号|卡)"
)
_GIVEN_UP = re.compile(
    r"(?:以前|原来|旧|老|之前)的?[^。;!?,]{0,6}(?:手机号|号码|号|卡)[^。;!?]{0,10}(?:停用|注销|销号|不用|停机|换掉|没用|过期|放弃)"
    r"|新机主|(?:换号|销号|停用|注销)[^。;!?]{0,12}(?:没|忘)[^。;!?,]{0,4}(?:解绑|换绑)"
)
_OWES = r"(?:的?(?:欠款|借款|贷款|网贷|债)|(?:(?!没|不|未)[^。;!?,]){0,4}(?:欠|借|贷))"
_KNOWN_DEBTOR = re.compile(
    rf"(?:说|催|找|讨|替|是|因为)(?:我)?(?:的)?(?:{KIN}|朋友|好友|同事|同学|亲戚|闺蜜|室友|战友|邻居){_OWES}"
    rf"|(?:我|^|[。;!?,])(?:的)?(?:{KIN}|朋友|好友|同事|同学|亲戚|闺蜜|室友|战友|邻居){_OWES}|紧急联系人"
)


def capacity_told(folded: Folded, kind: str) -> tuple[str, str] | None:
    """The capacity, as the question about it takes it, and the words that tell it; None where they leave it open."""
    text = folded.text
    minor = _MINOR.search(text)
    of_child = _OF_CHILD.search(text) if kind != "second_hand_number" else _BOUGHT_FOR_CHILD.search(text)
    if minor and of_child:
        return "guardian", f"{folded.words(*minor.span())}、{folded.words(*of_child.span())}"
    if (helping := _FOR_ANOTHER.search(text)) and not _OF_SOMEBODY.search(text):
        return "authorised_helper", folded.words(*helping.span())
    if kind == "second_hand_number":
        return _of_number(folded)
    if of_child or _OF_ANOTHER.search(text):
        return None
    if kind == "fake_collection" and (known := _KNOWN_DEBTOR.search(text)):
        return "debtors_contact", folded.words(*known.span())
    mine = that_came(text, [match.span() for match in _TO_ME.finditer(text)])
    return ("recipient", folded.words(*mine[0])) if mine else None


def tells_of_another(story: str) -> bool:
    """Whether a story speaks of somebody else's telephone: then nobody files it as their own without having said so.

    Not where it says that the person was called, and not of a “he” who is nobody they know: that is who called.
    """
    text = fold(story).text
    if _CALLED_ME.search(_TOLD_ME.sub("", text)):
        return False
    return bool(_OF_SOMEBODY.search(text) or (_SOMEBODY.search(text) and _OF_ANOTHER_OR_CHILD.search(text)))


def tells_of_anothers_number(story: str) -> bool:
    """The same of a number that somebody had before. Whoever is called on it, it may have been got by another, or for them."""
    text = _HOLDERS.sub("", fold(story).text)
    if _NUMBER_OF_ANOTHER.search(text):
        return True
    return bool(_SOMEBODY.search(text) and _OF_ANOTHER_OR_CHILD.search(text))


def _of_number(folded: Folded) -> tuple[str, str] | None:
    if tells_of_anothers_number(folded.text):
        return None
    new, old = _NEW.search(folded.text), _GIVEN_UP.search(folded.text)
    if (new is None) == (old is None):
        return None
    match, value = (new, "subscriber") if new else (old, "former_holder")
    return (value, folded.words(*match.span())) if match else None
