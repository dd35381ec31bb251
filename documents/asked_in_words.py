"""What a person asks for in the words of their story, beside what they chose: a certificate of whose a number is, the contract
that they are said to have signed, and in writing that what they paid is paid."""

import re
from collections.abc import Sequence

from complaints.reading.folding import fold
from complaints.reading.once import once
from documents.sentences import folded, sentences_of

_PROOF = re.compile(
    "(?:开|出具?)(?:个|一?[份张个])?(?:书面)?(?:的)?(?:证明|说明书)|(?:证明|证实)(?:一下)?(?:这|该|这个)号(?:码)?(?:就)?是我"
)
_CONTRACT = re.compile(
    "(?:合同|协议|借条|担保书|签字|签名)[^，,。；]{0,6}(?:拿出来|给我|发给我|出示|提供|看看|看一下)"
    "|(?:拿出|出示|提供|给我看|发我|看)[^，,。；]{0,6}(?:合同|协议|借条|担保书|签字|签名)"
)
# That whoever was paid says so in writing.
_SETTLED = re.compile(
    "(?:要|让|请|给我|希望|写)[^。；;]*?(?:写|开|出)(?:个|一?[份张个])?(?:东西|字据|证明|结清证明|书面|说明|清楚|明白)[^。；;]*?(?:还清|结清|付清)"
    "|(?:给我|要)[^。；;]{0,8}(?:开|出|补)[^。；;]{0,4}结清证明|书面[^。；;]{0,10}(?:还清|结清)"
)
_HAS_IT = re.compile("(?:有|给了|开了|出了|拿到|收到)[^，,。；;]{0,10}结清证明|结清证明(?:在|我有|给过|发过)")
# Who is told to have given it, or to have asked for one of the person.
_GIVEN = re.compile(
    "已经?(?:开|出|给)|(?:开|出|给)了|让我(?:提供|出示|拿出|签)|要我(?:提供|出示|拿出|签)|结清证明"
)


def asks_proof(story: str) -> bool:
    """That an operator certifies whose a number is, and since when."""
    return _asks(_PROOF, story)


def asks_contract(story: str) -> bool:
    """That somebody who says there is one shows the contract."""
    return _asks(_CONTRACT, story)


def asks_settlement(story: str) -> bool:
    """That whoever was paid certifies it, where nobody says that they have a certificate."""
    told = [folded(one) for one in sentences_of(story)]
    return any(_SETTLED.search(one) for one in told) and not any(_HAS_IT.search(one) for one in told)


# That a mortgage is struck off the register; where somebody only went to have it done, nothing is asked yet.
_RELEASE = re.compile(
    "把[^，,。；]{0,6}押[^，,。；]{0,3}(?:解|消|注销|撤)"
    "|(?:要|让|请|给我|帮我|配合|协助|尽快|赶紧)(?![^，,。；]*[去来])[^，,。；]{0,14}(?:解押|(?:解除|注销|撤销|解)(?:了)?[^，,。；]{0,4}抵押)"
    "|抵押[^，,。；]{0,6}(?:解|注销|撤)(?:了|掉|除)"
)
_RELEASED = re.compile("已经|早就|(?:解押|注销|解除)(?:了|过)(?!$)|押(?:也|都)(?:解|注销)了")


def asks_release(story: str) -> bool:
    """That whoever was paid has the mortgage of a car or a home struck off the register."""
    told = (folded(part) for one in sentences_of(story) for part in re.split("[，,；;]", one))
    return any(_RELEASE.search(one) and not _RELEASED.search(one) for one in told)


def mortgaged(story: str) -> str:
    """What is mortgaged, as far as the story tells: a car, a home, or ""."""
    told = folded(story)
    car, home = (
        re.search("车贷|[买卖]了?[^，,。；]{0,6}车|把车|车辆", told),
        re.search("房贷|[买卖]了?[^，,。；]{0,6}房|把房|房屋", told),
    )
    return "" if bool(car) is bool(home) else "车辆" if car else "房屋"


# That the other side lays what was done to those who work for it.
_OF_STAFF = re.compile(
    "(?<!我)(?:说|称|回复|答复|表示)[^。；;]{0,12}(?:个人|员工自己|业务员自己|私自|私下)(?:的)?(?:行为|打的|发的|联系)"
)


def blames_staff(story: str) -> bool:
    return any(_OF_STAFF.search(folded(one)) for one in sentences_of(story))


_ADDRESS = re.compile("(?P<what>默认(?:收货|寄件|收件)?地址)")


def address_of(story: str) -> str:
    """The address that somebody else left under a number, as the story calls it; "" where it tells of none."""
    found = _ADDRESS.search(folded(story))
    return found["what"] if found else ""


_ACCOUNT = re.compile("[号名户]字?[，,]?(?:叫做?|是|：|:)[“\"'‘](?P<name>[^”\"'’，。；]{2,16})[”\"'’]")


def account_name(story: str, accounts: Sequence[str]) -> str:
    """“沂水小涛”: what the only account of somebody else is called that a number is bound to; "" where it is not told."""
    if len(accounts) != 1:
        return ""
    for sentence in sentences_of(story):
        found = _ACCOUNT.search(fold(sentence).text)
        if found and found["name"] not in accounts[0] and accounts[0] not in found["name"]:
            return found["name"]
    return ""


def _asks(what: re.Pattern[str], story: str) -> bool:
    told = (folded(part) for one in sentences_of(story) for part in re.split("[，,；;]", one))
    return any(what.search(one) and not _GIVEN.search(one) for one in told)


@once
def in_words(story: str) -> dict[str, bool]:
    """The facts that are made of it."""
    return {
        "asks_proof": asks_proof(story),
        "asks_contract": asks_contract(story),
        "asks_settlement": asks_settlement(story),
        "asks_release": asks_release(story),
        "blames_staff": blames_staff(story),
    }
