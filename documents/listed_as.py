"""As what of a shop on a platform a number stands that is somebody else's now: its returns line, its service line."""

from __future__ import annotations

import re

from documents.sentences import folded, sentences_of

_LISTED = re.compile(
    "(?P<line>(?:退货|联系|客服|店铺|商家|售后|预约|订餐|门店|收货)(?:联系)?电话)(?:一栏)?(?:上|里)?[^，,。；]{0,4}"
    "(?:写|留|填|登记|挂|印|显示|是)[^，,。；]{0,6}(?:我|这个号)"
)
_SHOP = re.compile("(?:开|有)(?:了|着|过)?(?:一?[个家间])?(?P<shop>[一-龥]{1,5}店)(?=[，,。；])")


def listed_as(story: str) -> str:
    """“童鞋店的退货电话”; "" where a story tells of none."""
    for sentence in sentences_of(story):
        if found := _LISTED.search(folded(sentence)):
            shop = _SHOP.search(folded(sentence)) or _SHOP.search(folded(story))
            return f"{shop['shop'] if shop else '店铺'}的{found['line']}"
    return ""
