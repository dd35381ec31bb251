"""What was said to sell something, as the person told it: the words of the seller that they bought for."""

from __future__ import annotations

import re

from documents.material import Case
from documents.sentences import sentences_of

_WORDS = "(?:“([^”]{2,40})”|([^，,。；;？?！!“”]{2,30}?))"
_SAID = f"(?:说|讲|称|保证|承诺|宣传|推荐)(?:的是|是|过)?[，,：:]?{_WORDS}"
_BOUGHT = "(?:去|肯|会)?(?:买|报|办|充|交|付|订|签)"
_GOT = "(?:结果|其实|实际上?|可是|但是|可|但)?(?:到手|收到|打开|拿到|到货|发来)(?:一看)?(?:的)?[，,]?(?:是|却|根本|全|都|没)"
# Bought for what was said, or got something else.
SOLD_BY = (f"{_SAID}[，,]?我?(?:是)?(?:这|因此)?才{_BOUGHT}", f"{_SAID}[，,]{_GOT}")
_AS_TOLD = tuple(map(re.compile, SOLD_BY))


def said_to_sell(case: Case) -> str:
    """The words of a seller for which the person bought, out of their story; "" where it tells none."""
    found = (way.search(one) for one in sentences_of(case.story) for way in _AS_TOLD)
    return next((one[1] or one[2] for one in found if one is not None), "")
