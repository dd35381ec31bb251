"""What a story tells by the way, by which a case is pleaded: a number that another person handed on, a fee after which another
is wanted, a form that was blank when it was signed, a purchase for one's trade; and which of the costs it gives up."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.sentences import folded, parted

_SIGNS = "，,。；;！!？?"
_FROM_ANOTHER = re.compile(
    "(?:朋友|同事|同学|亲戚|邻居|熟人)[^。；;]{0,4}帮(?:您|你|我)领|带(?:好友|朋友|人)[^，,。；;]{0,6}(?:送|领|换)"
    "|(?:[他她](?!们)|同事|朋友|同学|亲戚|邻居|阿[一-龥])[^。；;]{0,20}(?<![让叫要请]我)把我的?(?:号|电话)[^，,。；;]{0,4}(?:填|写|报|给|留)"
    "|(?:他|她|同事|朋友|同学|亲戚|邻居|阿[一-龥])[^，,。；;]{0,10}(?:填|写|报|留)(?:了|的)?我的?(?:号|电话|名字)"
)
_FEE_FIRST = re.compile(
    "(?:撤销|销户|注销|消除|清除|解除|手续|保证金|认证|验证)[^。；;]{0,40}?(?:转|付|交|打)了?"
)
_FEE_AGAIN = re.compile(
    "(?:还要|再要|又要|还得|再交|再付|再转|又让)[^。；;]{0,12}(?:解冻|激活|验证|保证金|手续费|刷流水)|解冻"
)
_BLANK = re.compile(
    "(?:单子|单|合约|合同|协议|表)[^，,。；;]{0,6}(?:是)?空(?:的|白)|空(?:白)?的?(?:单子|单|合约|合同|协议|表)"
)
_SIGNED = re.compile("签")
_FOR_TRADE = re.compile(
    "(?:送花|送货|拉货|跑运输|营运|拉客)的?(?:小)?(?:面包车|货车|车|三轮)|(?:店|铺|厂|公司)(?:里)?用的(?:车|号|电话)"
    "|(?:灯箱|门头|名片|会员卡|我[^，,。；;]{0,4}招牌)[^，,。；;]{0,10}(?:印|写)"
)
_WAIVED = re.compile("无所谓|算了(?:吧)?|不要了|不用(?:给|赔|退|还)|不要求|不计较")
_NOT_WAIVED = re.compile("不(?:能|可以?)(?:就)?(?:这么)?算了|难道就?算了")


def handed_on(story: str) -> bool:
    """Whether the number is told to have been given by somebody else whom the other side rewarded or asked."""
    return _FROM_ANOTHER.search(folded(story)) is not None


def wanted_a_fee_again(story: str) -> bool:
    """Whether a fee to cancel or release was paid and then another was wanted."""
    told = folded(story)
    paid = _FEE_FIRST.search(told)
    return paid is not None and _FEE_AGAIN.search(told, paid.end()) is not None


def signed_blank(story: str) -> bool:
    """Whether a form is told to have been blank when it was signed."""
    return any(_BLANK.search(one) and _SIGNED.search(one) for one in (folded(part) for part in parted(story)))


def for_trade(story: str) -> bool:
    """Whether what was bought, or the number, is told to serve the person's trade."""
    return _FOR_TRADE.search(folded(story)) is not None


def waived(story: str, yuan: Decimal) -> bool:
    """Whether a story gives up just this sum: “那12块给不给无所谓”."""
    plain = f"{yuan:f}".rstrip("0").rstrip(".") if "." in f"{yuan:f}" else f"{yuan:f}"
    sum_ = re.compile(rf"(?<![\d.]){re.escape(plain)}(?:元|块)")
    for clause in re.split(f"[{_SIGNS}\n]", folded(story)):
        found = sum_.search(clause)
        if found and _WAIVED.search(clause, found.end()) and not _NOT_WAIVED.search(clause):
            return True
    return False
