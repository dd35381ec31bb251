"""The life of a filing: one table of moves, read top to bottom. ``filings.services.move`` is the only code that moves.

Who: ``owner`` the complainant; ``witness`` the same person where the recipient answers outside this portal (e-mail, by
hand), recording what it answered; ``bearer`` the same person who hands it in; ``desk`` a caseworker of the organisation
it was sent to; ``outbox`` the portal's worker; ``portal`` the people who run it.
A move that must be explained to the complainant asks for a reason. Withdrawing needs none (个人信息保护法 15).

Beside it the ways of a mediation and of a hand-off to whoever opens cases of penalty (立案), while the filing stands as
accepted; ``filings.services.mediation`` and ``filings.services.referring`` alone move along them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class State(models.TextChoices):
    PREPARED = "prepared", _("已备好，等您确认")
    # What is so whichever way it goes; pages say more, see ``filings.standing``.
    QUEUED = "queued", _("已定稿，还没有发出或递交")
    SENT = "sent", _("已发出")
    SENT_UNKNOWN = "sent_unknown", _("是否送达不明，需核实")
    ACKNOWLEDGED = "acknowledged", _("已送到")
    ACCEPTED = "accepted", _("已受理")
    REFUSED = "refused", _("不予受理")
    TRANSFERRED = "transferred", _("转给了别的单位")
    FAILED = "failed", _("未能发出")
    WITHDRAWN = "withdrawn", _("已撤回")
    DECIDED = "decided", _("已作出处理")
    CLOSED = "closed", _("已结案")


class MediationState(models.TextChoices):
    ASKED = "asked", _("等投诉人决定")
    AGREED = "agreed", _("投诉人同意，还没有邀请被投诉方")
    DECLINED = "declined", _("投诉人不要调解")
    INVITED = "invited", _("邀请了被投诉方，等它答复")
    WILLING = "willing", _("双方同意，调解中")
    UNWILLING = "unwilling", _("被投诉方不参加")
    SETTLED = "settled", _("达成协议")
    ENDED = "ended", _("终止调解")
    # The filing went another way: withdrawn, transferred, closed.
    LAPSED = "lapsed", _("投诉另有结果，不再调解")


class ReferralState(models.TextChoices):
    REFERRED = "referred", _("已移交，等它决定是否立案")
    OPENED = "opened", _("已立案")
    NOT_OPENED = "not_opened", _("不予立案")
    RETURNED = "returned", _("退回了，没有决定")
    # The filing went another way: withdrawn, transferred.
    LAPSED = "lapsed", _("投诉另有结果，不再等它决定")


@dataclass(frozen=True)
class Move:
    to: str
    who: tuple[str, ...]
    label: "StrOrPromise"
    needs_reason: bool = False
    two_persons: bool = (
        False  # asked for by one at the desk, done by another (``filings.services.approving``)
    )


S = State
MOVES: dict[str, tuple[Move, ...]] = {
    S.PREPARED: (
        Move(S.QUEUED, ("owner",), _("确认并发出")),
        Move(S.WITHDRAWN, ("owner",), _("不发了")),
    ),
    S.QUEUED: (
        Move(S.SENT, ("outbox", "bearer"), _("已发出")),
        Move(S.ACKNOWLEDGED, ("outbox",), _("已送到")),
        Move(S.SENT_UNKNOWN, ("outbox",), _("是否送达不明")),
        Move(S.FAILED, ("outbox",), _("未能发出"), needs_reason=True),
        Move(S.WITHDRAWN, ("owner",), _("不发了")),
    ),
    S.SENT_UNKNOWN: (
        # A worker that was given up for dead may still bring the server's answer.
        Move(S.SENT, ("outbox",), _("收到服务器的回答：已送达")),
        Move(S.FAILED, ("outbox",), _("收到服务器的回答：未送达"), needs_reason=True),
        Move(S.SENT, ("owner", "portal"), _("核实：已送达"), needs_reason=True),
        Move(S.QUEUED, ("owner", "portal"), _("核实：没有送达，重新发送"), needs_reason=True),
        Move(S.WITHDRAWN, ("owner",), _("撤回")),
    ),
    S.FAILED: (
        Move(S.QUEUED, ("owner", "portal"), _("重新发送")),
        Move(S.WITHDRAWN, ("owner",), _("不发了")),
    ),
    S.SENT: (
        Move(S.ACKNOWLEDGED, ("witness",), _("登记对方的受理编号")),
        Move(S.REFUSED, ("witness",), _("对方不予受理"), needs_reason=True),
        Move(S.TRANSFERRED, ("witness",), _("对方转给了别的单位"), needs_reason=True),
        Move(S.DECIDED, ("witness",), _("对方已答复"), needs_reason=True),
        Move(S.WITHDRAWN, ("owner",), _("撤回")),
    ),
    S.ACKNOWLEDGED: (
        Move(S.ACCEPTED, ("desk", "witness"), _("受理")),
        Move(S.REFUSED, ("desk", "witness"), _("不予受理"), needs_reason=True),
        Move(S.TRANSFERRED, ("desk", "witness"), _("转给别的单位"), needs_reason=True),
        Move(S.DECIDED, ("witness",), _("对方已答复"), needs_reason=True),
        Move(S.WITHDRAWN, ("owner",), _("撤回")),
    ),
    S.ACCEPTED: (
        Move(S.DECIDED, ("desk", "witness"), _("作出处理"), needs_reason=True),
        Move(S.TRANSFERRED, ("desk", "witness"), _("转给别的单位"), needs_reason=True),
        Move(S.CLOSED, ("desk",), _("不作处理，结案"), needs_reason=True, two_persons=True),
        Move(S.WITHDRAWN, ("owner",), _("撤回")),
    ),
    # What whoever got it answers is no answer of this recipient, and its days are others.
    S.TRANSFERRED: (
        Move(S.ACCEPTED, ("desk",), _("收回，由本机构办理"), needs_reason=True),
        Move(S.WITHDRAWN, ("owner",), _("撤回")),
    ),
    S.DECIDED: (
        Move(S.CLOSED, ("desk", "witness"), _("结案")),
        Move(S.ACCEPTED, ("desk",), _("重新办理"), needs_reason=True),
    ),
    S.REFUSED: (
        Move(S.CLOSED, ("desk", "witness"), _("结案")),
        Move(S.ACCEPTED, ("desk",), _("改为受理"), needs_reason=True),
    ),
    S.WITHDRAWN: (),
    S.CLOSED: (Move(S.ACCEPTED, ("desk",), _("重新办理"), needs_reason=True),),
}

M = MediationState
_END = Move(M.ENDED, ("desk",), _("终止调解"), needs_reason=True)
_LAPSE = Move(M.LAPSED, ("portal",), _("不再调解"))
_NO = Move(M.DECLINED, ("owner",), _("不要调解"))
MEDIATION_MOVES: dict[str, tuple[Move, ...]] = {
    M.ASKED: (Move(M.AGREED, ("owner",), _("同意调解")), _NO, _END, _LAPSE),
    M.AGREED: (Move(M.INVITED, ("desk",), _("邀请被投诉方")), _NO, _END, _LAPSE),
    M.DECLINED: (_END, _LAPSE),
    M.INVITED: (
        Move(M.WILLING, ("desk",), _("被投诉方同意")),
        Move(M.UNWILLING, ("desk",), _("被投诉方不参加")),
        _NO,
        _END,
        _LAPSE,
    ),
    M.WILLING: (Move(M.SETTLED, ("desk",), _("达成协议"), needs_reason=True), _NO, _END, _LAPSE),
    M.UNWILLING: (Move(M.WILLING, ("desk",), _("被投诉方同意")), _END, _LAPSE),
    M.SETTLED: (),
    M.ENDED: (),
    M.LAPSED: (),
}
MEDIATING = tuple(state for state, ways in MEDIATION_MOVES.items() if ways)

R = ReferralState
REFERRAL_MOVES: dict[str, tuple[Move, ...]] = {
    R.REFERRED: (
        Move(R.OPENED, ("desk",), _("已立案")),
        Move(R.NOT_OPENED, ("desk",), _("不予立案"), needs_reason=True),
        Move(R.RETURNED, ("desk",), _("退回，没有决定"), needs_reason=True),
        Move(R.LAPSED, ("portal",), _("不再等它决定")),
    ),
    R.OPENED: (),
    R.NOT_OPENED: (),
    R.RETURNED: (),
    R.LAPSED: (),
}

# From where a desk takes a case up again.
ENDED = (S.TRANSFERRED, S.DECIDED, S.REFUSED, S.CLOSED)

# What the recipient has in hand once a filing stands here; withdrawing consent then means telling them (个保法 15).
GONE_OUT = (
    S.SENT,
    S.SENT_UNKNOWN,
    S.ACKNOWLEDGED,
    S.ACCEPTED,
    S.REFUSED,
    S.TRANSFERRED,
    S.DECIDED,
    S.CLOSED,
)


def allowed(state: str, who: set[str]) -> list[Move]:
    """The moves that someone acting as any of ``who`` may make from ``state``."""
    return [move for move in MOVES[state] if who & set(move.who)]


def find(state: str, to: str, who: set[str]) -> Move | None:
    """The move from ``state`` to ``to`` that someone acting as any of ``who`` may make; None when there is none."""
    return next((move for move in allowed(state, who) if move.to == to), None)
