"""The kinds of news of a case, in the words that a mail, a push or a text may use: what sort of act, never of whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filings.moves import State


class News(models.TextChoices):
    SENT = "sent", _("材料发出")
    ARRIVED = "arrived", _("材料送到")
    UNKNOWN = "unknown", _("材料是否送达不明，要您核实")
    FAILED = "failed", _("材料发送失败，要您看一下")
    WAITING = "waiting", _("材料还没有送出，要您看一下")
    ASKED = "asked", _("有问题要您答复")
    SPOKEN = "spoken", _("记下了您的口头答复")
    ADDED = "added", _("补充材料有了结果")
    ACCEPTED = "accepted", _("受理")
    REFUSED = "refused", _("不予受理")
    TRANSFERRED = "transferred", _("转给了别的单位")
    DECIDED = "decided", _("有了处理结果")
    CLOSED = "closed", pgettext_lazy("已经发生", "结案")
    REOPENED = "reopened", _("重新办理")
    CORRECTED = "corrected", _("处理结果更正了")
    GIVEN = "given", _("给了您文件")
    EXTENDED = "extended", _("对方的期限有变化")
    MEDIATE = "mediate", _("请您决定要不要调解")
    MEDIATION = "mediation", _("调解有进展")
    REFERRAL = "referral", _("是否立案有进展")
    WITHDRAWN = "withdrawn", pgettext_lazy("已经发生", "撤回")
    SHARE = "share", _("授权有变化")
    COURT_DAY = "court_day", _("开庭、举证的日子有变化")
    NEAR = "near", _("对方的期限快到了")
    PASSED = "passed", _("对方的期限过了")
    NEXT = "next", _("对方的期限过了，下一步可以走了")
    LAST = "last", _("您往下走的最后一天快到了")
    STOPPED = "stopped", _("想问您：停了吗？")


OF_STATE = {
    State.QUEUED: News.SENT,
    State.SENT: News.SENT,
    State.ACKNOWLEDGED: News.ARRIVED,
    State.SENT_UNKNOWN: News.UNKNOWN,
    State.FAILED: News.FAILED,
    State.ACCEPTED: News.ACCEPTED,
    State.REFUSED: News.REFUSED,
    State.TRANSFERRED: News.TRANSFERRED,
    State.DECIDED: News.DECIDED,
    State.CLOSED: News.CLOSED,
    State.WITHDRAWN: News.WITHDRAWN,
}
"""What a move that the complainant did not make is news of."""
