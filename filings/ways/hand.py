"""By hand: the complainant prints it and hands it in, or fills in the official form; nothing is sent from here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.models import Filing, Way
from filings.ways import Words


class Hand:
    way = Way.HAND
    at_desk = False
    printed = True
    travels: Words = gettext_lazy("由本平台生成文书和填写单，由您自己递交给接收方；本平台不发送")
    letter_with_supplement = True
    supplement_travels: Words = gettext_lazy(
        "由本平台生成补充材料的函，由您连同文件自己递交给接收方；本平台不发送"
    )
    supplement_arrived: Words = gettext_lazy("您已登记递交")
    supplement_waits: Words = gettext_lazy("已定稿，等您自己递交")
    release: Words = gettext_lazy("定稿，我自己去递交")
    released: Words = gettext_lazy("材料已定稿，可以由您去递交了。打开“怎样递交”照着做，交完回来登记。")
    made: Words = gettext_lazy("这一步只生成材料。看过、定稿以后由您自己递交，本平台不发送。")
    withdrawn: Words = gettext_lazy("您自己递交的，请您自己告诉接收方撤回了同意；已经递交的收不回。")

    def lacks(self, recipient: Mapping[str, Any]) -> dict[str, str]:
        return {}

    def tell_withdrawn(self, filing: Filing, at: datetime) -> Words:
        return _("这份材料由您自己递交，请您把撤回同意告诉接收方；本平台没有它的收件地址。")

    def tell_erased(self, filing: Filing, ordinal: int, at: datetime) -> Words:
        told = _(
            "第 %(ordinal)d 号证据的内容已从本平台删除。这份材料由您自己递交，请您告诉接收方；对方收到的收不回。"
        )
        return told % {"ordinal": ordinal}
