"""Which telephone operator a text names as that of the number: by its shops, its hotline, its cards."""

from __future__ import annotations

import re

from complaints.reading.folding import fold

_HOTLINES = {"移动": "10086", "联通": "10010", "电信": "10000", "广电": "10099"}
_OF_IT = r"(?:公司|集团|营业厅|客服|网点|代理点|的?(?:手机|二次|新)?(?:号码?|卡|SIM|套餐|宽带))"
_BEFORE_IT = r"(?:中国|在|去|到|找|打|向|给)"


def operators_in(text: str) -> list[str]:
    """The operators, each by its full name and once; more than one where the text leaves open which it is."""
    folded = fold(text).text
    return [
        f"中国{name}"
        for name, hotline in _HOTLINES.items()
        if re.search(
            rf"中国{name}|{name}{_OF_IT}|{_BEFORE_IT}{name}(?:办|买|开|投诉|反映|的)|(?<!\d){hotline}(?!\d)",
            folded,
        )
    ]
