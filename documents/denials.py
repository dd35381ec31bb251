"""Why nothing is owed, as a story tells it: in which ways a debt is denied, and the sentences that deny or explain it.

No more than was told, and nothing that may be held against whoever tells it: what the other side says of it is its own to prove.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from complaints.reading.people import SURNAMES
from documents.cautions import caution_of
from documents.clauses import pieces_in
from documents.debt_told import ends_in
from documents.sentences import folded, own_words

# ── In which ways ────────────────────────────────────────────────────────────────────────────────────────────────────
_FACE = re.compile(
    "刷(?:了|过|一下|个)*脸|人脸|扫(?:了|过)?脸|眨了?眨?眼|摇了?摇?头|张了?张?嘴|对着我(?:的脸)?"
)
_PRETEXT = re.compile(
    "(?:说|骗我|借口|让我)[^。；]{0,16}(?:帮|办|弄|领|认证|验证|业绩|刷单|抽奖|激活|注册|登记|补贴|社保|医保)|睡|迷迷?糊糊|不(?:知道|晓得)是"
)
_MOVED_ON = re.compile(
    "(?:分[两几2]次|当(?:天|晚)[^，。；]{0,6}|(?:钱|款|元|到账)[^，。；]{0,12}|全[部都]?|立刻|马上)(?:被|就)?(?:转走|转给|转到|取走|划走|提走)(?!我)"
    "|(?:款|钱)[^，。；]{0,10}(?:付|打|放)(?:给|到)(?:了)?(?:培训|机构|商家|店|中介|别人|[他她](?!们))"
)
_NO_BENEFIT = re.compile(
    "(?:没有?|未)(?:[^，。；]{0,3})(?:花|用|拿|得|收|见)(?:过|到|着|了)?(?:他们?|它|这)?的?(?:一分|一毛|半分)|一(?:分|毛)(?:钱)?(?:也|都)?(?:没有?|未)(?:花|用|拿|得|收|见)"
    "|(?:没有?|未)(?:收|拿|见|得)(?:到|着)?过?(?:他们?|它|这|那|放|的|笔|什么)*(?:钱|款)|(?:钱|款)[^，。；]{0,4}(?:没有?|未)(?:到|进)(?:过)?我"
)
_THEY_ADMIT = re.compile(
    "(?<!我)(?:说|承认|回复|写)(?:过|了|道)?[^“”。；我]{0,8}“[^”]{0,24}(?:钱是我|我借的|我用的|我贷的|我办的|我(?:会|慢慢|来)?还)[^”]*”"
    "|(?<!我)(?<!原告)(?:自己)?(?:都|也)?承认(?:了)?(?:是)?[他她](?:自己)?(?:借|办|贷|用)|(?:写|打)(?:了|过)(?:一张|个|张)?(?:欠条|借条|承诺书|说明)"
)
_THEY_PAID = re.compile(
    "(?:前|头)[几\\d一二两三四五六七八九十]+期[^。；]{0,8}是(?!我)[^，。；]{1,16}还|(?:一直|都)是(?!我)[^，。；]{1,6}在?还的"
)
_CARD_GONE = re.compile(
    "身份证[^，,。；]{0,8}(?:丢|掉了|遗失|不见|被偷|被盗|补办)|挂失|(?:丢|掉|遗失|补办)(?:了|过)[^，。；]{0,4}身份证"
)
_WAYS = {
    "moved_on": _MOVED_ON,
    "no_benefit": _NO_BENEFIT,
    "user_admits": _THEY_ADMIT,
    "repaid_by_another": _THEY_PAID,
    "card_gone": _CARD_GONE,
}
# ── What denies or explains besides ──────────────────────────────────────────────────────────────────────────────────
_NEVER = re.compile(
    "(?:没有?|从没|从未|未曾|从来没有?)[^，。；]{0,8}(?:借|贷|办|签|申请|注册|去|到|来|待|上班|工作|点|开户|住)过|(?:不|没)(?:知道|晓得)是(?:借|贷)"
)
_SHOWN = (
    "同名|重名|身份证[^。；]{0,24}(?:不一样|不同|对不上|不一致|不符)|(?:出生|生日)[^。；]{0,6}不(?:对|符)|我?不认识"
    "|(?:号|卡)[^，。；]{0,8}(?:才|刚)(?:办|买|用)|(?:打|弄|搞|找)错了?人"
)
_ANOTHER = re.compile(f"{_SHOWN}|不是我(?:的|本人|自己|借|欠|办|签)|我?不欠")
_SHOWS = re.compile(_SHOWN)
# Who is a party to nothing: the landlord of a debtor, a neighbour.
_NO_PARTY = re.compile(
    "我[^，。；不]{0,4}是(?:个|他的?|她的?)?(?:房东|邻居|(?:前|老)?同事|(?:老)?同学|老师|网友|客户|普通朋友)"
    "|我?不是(?:他|她)的?(?:亲戚|亲属|家人|家属|老婆|妻子|老公|丈夫|担保人)"
)
# Who the debtor is to them, told with it.
_TENANT = re.compile("(?:租客|房客|租户)[^。；]{0,16}(?:退租|退房|搬)")
# Where they were on the day of it.
_ELSEWHERE = re.compile(
    "我[^，。；]{0,6}在[^，。；]{0,12}(?:医院|住院|生(?:老|孩|娃)|分娩|坐月子|手术|病房|上班|上课|部队|国外|外地|出差|船上|车上|飞机)"
)
_THAT_DAY = re.compile("(?:放款|贷款|借款|签(?:约|字)|办(?:卡|理)|[借贷办签])的?(?:那|当)[天日时]")
_DAY = re.compile("(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日")
_LENT_ON = re.compile(f"(?P<day>{_DAY.pattern})[^，。；]{{0,8}}(?:放|借|贷|签|办|开(?!始))")
# What the other side makes of it, and what somebody else only thinks.
THEIR_SIDE = re.compile(
    "(?:说|称|回复|答复)[^。；]{0,24}(?:刷脸|本人(?:申请|签|操作|办)|你自己|手续齐全|核查一致)|以为我"
    "|(?:人脸|刷脸|身份|实名)[^，。；]{0,6}(?:核验|识别|认证|比对|验证)?[^，。；]{0,2}(?:通过|成功|一致)|系[您你]?本人"
)
# That it was denied, as somebody tells of it: no reason why.
_NOTICE = re.compile(
    "(?:当[天时场日]|马上|\\d日|我|也|都)[^，,。；]{0,4}(?:说|讲|告诉|回|答)(?:了|过|他|她|我|过了|[他她]们)*[^，,。；]*"
)
# What is left of a sentence of which the rest goes: it goes on from nothing.
_GOES_ON = re.compile("可(?!以)|但|不过|就|数是")
_MOST = 5
# What is said not to be owed at all, or no more.
_DENIED = frozenset({"none", "others", "settled"})


def ways_told(story: str, owed: str) -> list[str]:
    """In which ways a story denies a debt that is said not to be owed, by name."""
    if owed != "none":
        return []
    told = [folded(one) for one in _standing(story, owed)]
    found = ["face"] if any(_FACE.search(one) and _PRETEXT.search(one) for one in told) else []
    return [*found, *(name for name, words in _WAYS.items() if any(words.search(one) for one in told))]


def denying(story: str, owed: str) -> list[str]:
    """The sentences by which a story denies a debt or tells why nothing is owed, in its order, as they stand there."""
    return _of_these(story, owed, lambda told: told)


def reasons_told(story: str, owed: str) -> list[str]:
    """Those that tell why: no word of the other side, and none that tells only that it was denied."""
    return _of_these(story, owed, without_notice)


def without_notice(told: str) -> str:
    """A folded sentence without what was only answered: “当天就说不是我借的”."""
    return _NOTICE.sub("", told)


def _of_these(story: str, owed: str, heard: Callable[[str], str]) -> list[str]:
    if owed not in _DENIED:
        return []
    days = {_month_and_day(one["day"]) for one in _LENT_ON.finditer(folded(story))}
    found = [one for one in _standing(story, owed) if _denies(heard(folded(one)), owed, days)]
    best = sorted(found, key=lambda one: _least_telling(one, owed, days))[:_MOST]
    return [one for one in found if one in best]


def _month_and_day(day: str) -> str:
    return day.split("年")[-1]


def _least_telling(sentence: str, owed: str, days: Collection[str]) -> int:
    """What was done, or shows that it cannot be, comes before what is only denied."""
    return 0 if _excludes(folded(sentence), owed, days) else 1


def _excludes(told: str, owed: str, days: Collection[str]) -> bool:
    """Whether a folded sentence tells what leaves no room for a debt."""
    if (_FACE.search(told) and _PRETEXT.search(told)) or any(words.search(told) for words in _WAYS.values()):
        return True
    # Whose debt another's is has no contract of theirs that ended.
    if (owed != "others" and ends_in(told)) or _NO_PARTY.search(told):
        return True
    lent = {_month_and_day(one) for one in _DAY.findall(told)} & {*days}
    return _ELSEWHERE.search(told) is not None and bool(lent or _THAT_DAY.search(told))


def explains(sentence: str, story: str, owed: str) -> bool:
    """Whether a sentence of a story tells more than that nothing was borrowed."""
    days = {_month_and_day(one["day"]) for one in _LENT_ON.finditer(folded(story))}
    own = without_notice(folded(own_words(sentence)))
    return _excludes(without_notice(folded(sentence)), owed, days) or _SHOWS.search(own) is not None


def _denies(told: str, owed: str, days: Collection[str]) -> bool:
    if THEIR_SIDE.search(told) or _GOES_ON.match(told):
        return False
    own = own_words(told)
    by_face = _FACE.search(told) and _PRETEXT.search(told)
    if by_face or _excludes(own, owed, days) or any(words.search(told) for words in _WAYS.values()):
        return True
    if owed == "others" and _TENANT.search(own):
        return True
    return _NEVER.search(own) is not None or _ANOTHER.search(own) is not None


def _standing(story: str, owed: str) -> list[str]:
    """The pieces of a story that nothing leaves to the person."""
    return [
        one.text
        for one in pieces_in(story)
        if not one.kind and not caution_of(one.text, story, owed=owed, helped=False)
    ]


# ── Who “he” is that held the phone ──────────────────────────────────────────────────────────────────────────────────
# Whoever calls is nowhere near: who does something with one's phone, card or face is the one whom the story names.
_AT_HAND = re.compile(
    "(?P<he>[他她])(?![们〔])(?=(?:就|又|还|当时)?(?:拿|用|趁|抓|举|偷|翻)(?:着|了|走)?我(?:的)?(?:手机|身份证|脸|手|卡))"
)


_CLOSE = (
    "前?(?:男|女)朋?友|前夫|前妻|丈夫|妻子|老公|老婆|对象|同学"
    "|同事|室友|舍友|学姐|学长|老乡|朋友|工友|亲戚|[表堂][哥弟姐妹]|店长|店员|业务员"
)
_CLOSE_ONE = re.compile(f"(?:{_CLOSE})(?:叫)?(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})")
_TWICE = 2


def who_was_there(sentence: str, story: str, hidden: Collection[str]) -> str:
    """“他〔贾宏涛〕拿我手机”, where a story names again one person who is close, who is none of the ``hidden``."""
    if not _AT_HAND.search(sentence):
        return sentence
    found = {name for one in _CLOSE_ONE.finditer(story) if (name := _named_again(one["name"], story))}
    if len(found) != 1 or found & {*hidden} or any(name in sentence for name in found):
        return sentence
    return _AT_HAND.sub(f"\\g<he>〔{found.pop()}〕", sentence)


def _named_again(name: str, story: str) -> str:
    return next((one for one in (name, name[:-1]) if len(one) >= _TWICE and story.count(one) >= _TWICE), "")
