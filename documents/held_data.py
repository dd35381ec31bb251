"""Of the person's data, what a story tells the other side to have taken: what is to be deleted is named. And how what they
showed to others was shown: to each alone, or where everybody sees it."""

from __future__ import annotations

import re

from documents.childs_data import childs_data
from documents.material import Case
from documents.named_data import named_data
from documents.sentences import folded
from legal.reasoning.conditions import lookup

FACE = "采集的人脸图像"
_HELD = {
    "读取的通讯录": re.compile(
        "(?:读取?|授权|权限|同意|允许|打开|爆|翻|拿走)[^，,。；;]{0,8}通讯录|通讯录[^，,。；;]{0,10}(?:删|读|权限)"
    ),
    FACE: re.compile("刷(?:了|过)?脸|人脸|扫脸"),
    "身份证件的信息": re.compile("(?:填|上传|拍|录入|要)[^，,。；;]{0,6}身份证"),
}
# What they would do is not what they did.
_THREATENED = re.compile("(?:再不|如果不|要是不|不还就|不交就|威胁|扬言|说要)[^。；;！!？?\n]*")
_OF_A_GROUP = re.compile(
    "(?:发|传|挂|贴|晒)[^，,。；;]{0,10}(?:群|朋友圈|抖音|快手|微博|贴吧|网上|论坛|短视频|小红书|视频号|公众号|网站|直播)|群里|朋友圈|门上|墙上|张贴|公告栏|横幅|喇叭"
)
_THEM = (
    "同事|亲戚|亲友|朋友|家人|同学|工友|领导|老板|院长|主任|组长|邻居|[爸妈哥姐弟妹舅姨叔姑]|父母|老婆|老公|丈夫|妻子|儿子|女儿"
    "|单位|公司|前台|座机|通讯录"
)
# What was only said to follow.
_THREATENED = re.compile("(?:再不|要是不|不然|否则|扬言|威胁|说要|声称要)[^。;；！!?？\n]*")
# To somebody else than the person themselves.
_EACH = re.compile(
    f"(?:{_THEM})[^，,。；;]{{0,10}}(?:收到|接到)|(?:给|向|跟|对)[^，,。；;]{{0,8}}(?:{_THEM})[^，,。；;]{{0,8}}(?:发|打|说|讲)"
    f"|(?:打|发|转)(?:给|到|了|遍)[^，,。；;]{{0,8}}(?:{_THEM})"
)


def held(case: Case) -> tuple[str, ...]:
    """“读取的通讯录”, “采集的人脸图像”: of whoever says that there is a loan, which an app was asked for; of who advertises what
    was filled in, or what they knew."""
    if lookup(case.facts, "kind") == "harassment":
        return named_data(case)
    if lookup(case.facts, "kind") != "fake_collection" or lookup(case.facts, "debt.owed") == "others":
        return ()
    told = folded(case.story)
    return tuple(name for name, pattern in _HELD.items() if pattern.search(told))


# What a caller is told to have said of the person, of which nobody knows from whom they have it.
# A parent goes to no school: there it is the child's.
_OF_SCHOOL = "所在的学校、班级"
_SAID = {
    "车牌号": "车牌",
    "车架号": "车架号",
    "发动机号": "发动机号",
    "保险到期的日期": "(?:哪天|几时|什么时候|几号)到期|到期日",
    "住址": "(?:家庭)?(?:住址|地址)|住(?:在)?哪(?!个?(?:家|所)?(?:医院|科|病房|病区|楼层|床))",
    "楼盘、房号": "楼盘|房号|几栋几",
    _OF_SCHOOL: "(?:班级|哪个班|几年级|学校)",
}
_KNEW = re.compile("说得|报得|报出|说出|叫得出|念出|知道|晓得|一个不差|清清楚楚|都对")


def known_to_them(case: Case) -> tuple[str, ...]:
    """“车牌号”, “发动机号”: of the person's data and of their child's what the story tells that they knew, where they
    advertise."""
    if lookup(case.facts, "kind") != "harassment":
        return ()
    child = childs_data(case)
    telling = [one for one in re.split("[。！？!?\n]", folded(case.story)) if _KNEW.search(one)]
    own = [
        name
        for name, words in _SAID.items()
        if not (child and name == _OF_SCHOOL) and any(re.search(words, one) for one in telling)
    ]
    return (*own, *([child.data] if child else []))


def shown_singly(case: Case) -> bool:
    """Whether what was shown to others went to each of them alone: there is nothing published that could be taken down."""
    shown = {*(lookup(case.facts, "debt.published") or ())}
    if "debt" not in shown or shown - {"debt", "insult"} or case.details.get("published_where"):
        return False
    # A letter to a lender has some of the story, and every message, marked by whoever got it.
    told = folded(
        " ".join([case.story, case.details.get("published", ""), *(one.text for one in case.messages)])
    )
    # Who was told is known of each, or how many they were: nobody speaks of a group, a site or a wall.
    each = _EACH.search(told) is not None or bool(case.story and lookup(case.facts, "debt.contacts_told"))
    return each and _OF_A_GROUP.search(_THREATENED.sub("", told)) is None
