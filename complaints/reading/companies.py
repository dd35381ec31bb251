"""The companies that a story names as those who wrote, called or dun: offered, never decided.

Careful: a name counts where words beside it say that it acted; what only some company is called is none.
"""

from __future__ import annotations

import re

from complaints.reading.folding import fold
from complaints.reading.people import SURNAMES
from complaints.reading.sayings.names import LENDERS, OPERATORS, SELLING

_ENDINGS = (
    "有限公司|公司|集团|旗舰店|专营店|专卖店|商城|商店|金服|消费金融|金融|小额贷款|小贷|贷(?!款)|银行|保险|教育|培训学校|律师事务所|律所|"
    "旅行社|健身房?|房产|地产|装饰|资产管理|资产"
)
# What is sold there is sold by somebody else.
_PLATFORM = rf"(?:{SELLING})(?!上|里|的?(?:卖家|店|商家|订单|购物|快递|客户|买))"
_NAME = (
    rf"(?P<name>(?:[㐀-鿿A-Za-z0-9()]{{2,20}}?(?:{_ENDINGS})|{LENDERS}|{_PLATFORM}|{OPERATORS})"
    r"(?:(?:(?!的)[㐀-鿿()]){0,8}?(?:有限公司|公司))?)"
)
_QUOTED = r"[“\"'‘「『](?P<quoted>[㐀-鿿A-Za-z0-9()]{2,20})[”\"'’」』]"
_ACTS = r"(?:打来|打给|打电话|打了|发来|发给|发的|发短信|发广告|给我(?:打|发)|催|骚扰|联系我|来电|说我|推销)"
_WHO = r"(?:的)?(?:人|客服|催收员?|业务员|销售|员工|工作人员|工号)?"
_PATTERNS = tuple(
    re.compile(one)
    for one in (
        rf"自称(?:是|叫|为|来自)?{_NAME}",
        rf"(?:一个|有个|有家|一家)(?:自称|叫做?|名叫){_NAME}",
        # Said in quotation marks, or to be one: “有个叫‘恒诚资产’的公司”, “自称是‘融信达’的”, “替‘快易花’收钱”.
        rf"(?:自称(?:是|叫|为|来自)?|叫做?|名叫)(?:{_QUOTED}|(?P<bare>[㐀-鿿A-Za-z0-9]{{2,12}}?)(?=的(?:公司|平台|机构)))",
        rf"(?:自称|说|称)[^。;!?]{{0,12}}(?:替|帮|代){_QUOTED}(?:收|催|要|讨)",
        rf"(?:签名|署名|落款|抬头)(?:是|写的?是?|为)?[:,\s]?[【\[“\"]?{_NAME}",
        rf"(?:^|[。;!?,\s])(?:一家叫|有个叫|有家叫)?{_NAME}{_WHO}[^。;!?,]{{0,14}}{_ACTS}",
        rf"(?:收到|接到)(?:了|过)?(?:一家叫|一个叫)?{_NAME}{_WHO}(?:发来|打来)?的?(?:广告|催收|推销|"
        r"营销)?(?:短信|电话|信息|来电)",
    )
)
_SIGNED = re.compile(r"【(?P<name>[^【】]{2,30})】")
# What begins like a name and is none: some company, their company, the teller's own.
_NOBODYS = re.compile(
    r"某|那?[一几多好哪这那各每]+[家个些]|什么|哪|不知|不明|陌生|我|他|她|你|您|对方|其他|别的|很多|"
    r"天天|每天|经常|总是|一直|说是|"
    r"自称|双十一|先生|女士|位|买|后|前|去|来|用|要|拿|没|不|被|有(?!限)|的|了|是|在|从|给|打|发|和|"
    r"跟|到|说|收|接|让|把|又|还|都"
)
_GENERIC = re.compile(
    r"(?:第三方|外包|小额|贷|网贷|正规|网络|网上|线上|借款|借贷|放贷|贷款|小额贷款|小贷|网贷|催收|"
    r"金融|消费|律师|保险|教育|培训|装修|装饰|房产|地产|中介|科技|"
    r"信用卡|理财|投资|银行|互联网|健身|旅游|通讯|通信|电信|快递|物流|游戏|资产|资产管理|追债|讨债|法务|公司)+"
    r"(?:有限公司|公司|集团|平台|律所|商城|银行|保险|教育|律师事务所)?"
)
# Who calls themselves 王经理, or by a name that people have, is no company.
_PERSON = re.compile(
    rf"[{SURNAMES}][㐀-鿿]{{1,2}}|[老小][{SURNAMES}]|.*(?:先生|女士|小姐|经理|老师|律师|警官|法官|客服|主任|专员|主管|工作人员)"
)
# In quotation marks the name of a house or a shop, however much it begins like a person's: “康寿堂”.
_HOUSE = re.compile("[堂坊斋阁轩馆铺社]$")
MOST = 3


def companies_named(story: str) -> list[tuple[str, str]]:
    """Each name once, with the words in which it stands, in the order of the story."""
    folded = fold(story)
    found: dict[str, tuple[int, str]] = {}
    for pattern in (*_PATTERNS, _SIGNED):
        for match in pattern.finditer(folded.text):
            part = next(one for one in ("name", "quoted", "bare") if match.groupdict().get(one))
            name = folded.words(*match.span(part)).strip()
            person = _PERSON.fullmatch(match[part]) and not (part == "quoted" and _HOUSE.search(match[part]))
            if not _is_a_name(match[part]) or (part != "name" and person):
                continue
            if re.fullmatch(OPERATORS, match[part]) and not name.startswith("中国"):
                name = f"中国{name}"
            found.setdefault(
                name, (match.start(part), folded.words(*match.span()).strip("。；！？，,;!? \n"))
            )
    kept = {
        one: place
        for one, place in found.items()
        if not any(one != other and one in other for other in found)
    }
    return [(name, words) for name, (_start, words) in sorted(kept.items(), key=lambda one: one[1][0])][:MOST]


def _is_a_name(name: str) -> bool:
    return bool(
        not _NOBODYS.search(name) and not _GENERIC.fullmatch(name) and re.search(r"[㐀-鿿A-Za-z]{2}", name)
    )
