"""Whether somebody complained about is named so that a court or an authority knows who it is (民事诉讼法 122(二)). Pure."""

from __future__ import annotations

import re

# What stands for “I do not know who”: a hint instead of a name.
_UNKNOWN = re.compile(
    r"不详|不明|未知|不知|不清楚|不确定|无名|匿名|自称|待查|待补|未查明|陌生|骗子|诈骗犯|某人"
)
# What somebody calls themselves on a platform: who they are, it knows.
_HANDLE = re.compile(
    r"(?:昵称|网名|账号|微信号|用户|卖家|买家|群主)[：:]?[“\"'「]|(?:昵称|网名|微信名|用户名|ID)[：:]", re.I
)
# What somebody does or has, and nobody is called.
_DOES = re.compile(r".*的(?:那个|那位|某个)?(?:人|男人|女人|男的|女的|人员|机主|号主|用户|买家|卖家)")
_ROLES = re.compile(
    r"某某?|对方|他人|(现|前|原|新|旧)?(机主|号主|使用人|持卡人|登记人|发送者|发送人|发件人|来电人|催收员|催收人员?|客服|业务员|商家|公司|平台|运营商|银行|贷款公司|催收公司)"
)
# How a registered company is called, whatever else stands in its name.
_REGISTERED = re.compile(r"^(?!不|自称|某个)\w{2}.*(有限公司|有限责任公司|股份公司|分公司|分行|支行)$")
_NUMBER = re.compile(r"[\d\s+*＊xX#\-－()（）]+")


def is_named(name: str) -> bool:
    """Whether this is the name of somebody: not empty, not a number, not “现机主（姓名不详）”."""
    plain = name.strip()
    if _REGISTERED.search(plain):
        return True
    return (
        len(plain) > 1
        and not _UNKNOWN.search(plain)
        and not _ROLES.fullmatch(plain)
        and not _DOES.fullmatch(plain)
        and not _HANDLE.search(plain)
        and not _NUMBER.fullmatch(plain)
    )


# What stands where a name was left out: “某银行”, “张某强”, “XX科技公司”. A story may tell of them, nobody can be sued by it.
_LEFT_OUT = re.compile(r"某|[xXｘＸ×*＊○_＿]{2,}")


def is_definite(name: str, uscc: str = "") -> bool:
    """Whether a claim, a letter or a report can go against this name as it stands. A company with its number
    (统一社会信用代码) is found by that, whatever its name leaves out."""
    return is_named(name) and (bool(uscc) or not _LEFT_OUT.search(name))


# “某软件（可能是甲科技）”, “好像叫甲科技”: who it is, whoever told it does not know.
_UNSURE = re.compile(r"可能|好像|疑似|或许|也许|大概|估计|应该(?:是|叫)|听说|据说")
_GUESSED = re.compile(rf"(?:{_UNSURE.pattern})(?:是|叫|为|就是)?[“\"]?(?P<lead>[^”\"（）()，。？?]{{2,40}})")


def is_suable(name: str, uscc: str = "") -> bool:
    """Whether a suit can go against this name: definite, and no guess at whose it is (民事诉讼法 122(二))."""
    return is_definite(name, uscc) and (bool(uscc) or not _UNSURE.search(name))


def lead_in(name: str) -> str:
    """The name that is guessed at in “某软件（可能是甲科技）”: to be looked up, not to be sued by; "" where nothing is."""
    found = _GUESSED.search(name)
    return found["lead"].strip() if found and is_named(found["lead"]) else ""


_BRANCH = re.compile(
    r"(分公司|分行|支行|分店|分社|营业部|营业厅|营业所|营业室|办事处|分理处|(信用卡|银行卡|卡|客户服务|客服|营业|服务)中心)$"
)


def is_branch(name: str) -> bool:
    """Whether this is a branch, which has a head (负责人) and no legal representative of its own."""
    return bool(_BRANCH.search(name.strip()))
