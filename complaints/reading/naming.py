"""A message as it may be kept: masked, and looked through once more for whom it still names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaints.reading.others import holds, people_in
from complaints.reading.people import GIVEN, STOP, SURNAMES, WORDS
from complaints.reading.template import LEFT_OUT, NUMBER, mask

_HOW_MANY = rf"[{NUMBER}一二三四五六七八九十]+"
_PART = r"(?:号|弄|栋|幢|楼|室|单元|组|层|座)"
# From the first name of a place up to its last number, with whatever stands between.
_ADDRESS = re.compile(
    rf"[㐀-鿿]{{0,24}}(?:路|街|道|巷|弄|胡同|小区|新村|花园|公寓|大厦|广场|苑|村|庄|镇|乡)[㐀-鿿]{{0,6}}"
    rf"{_HOW_MANY}{_PART}(?:[㐀-鿿]{{0,6}}{_HOW_MANY}{_PART}?)*"
)
_NAME = rf"{WORDS}[{SURNAMES}](?:{STOP}{GIVEN}){{1,2}}?"
_CALLED = (
    re.compile(
        rf"(?P<name>{_NAME})(?:律师|法官|警官|警察|经理|专员|主任|主管|总监|客服|顾问|医生|老师|师傅|的家属|的家人)"
    ),
    re.compile(
        rf"(?:我是|我叫|联系人|负责人|经办人|承办人|收件人|收货人|姓名|户名|专员|客户经理)[::]?(?P<name>{_NAME})(?![㐀-鿿])"
    ),
)


def unnamed(text: str, *, known: Iterable[str]) -> str:
    """A message without numbers, sums, links, codes, addresses and the names that are found or ``known``."""
    return _ADDRESS.sub(LEFT_OUT, mask(text, known=known))


def still_named(masked: str, *, known: Iterable[str]) -> list[str]:
    """What in a masked message is, or may be, somebody's name."""
    called = [match["name"] for one in _CALLED for match in one.finditer(masked)]
    own = [one for one in known if len(one) > 1 and holds(masked, one)]
    return list(dict.fromkeys([*own, *people_in(masked), *called]))
