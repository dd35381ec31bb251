"""How far a filing is, for who complained: five steps, what happens next and until when, and whether it waits for them.

Drawn from the state and the days of the filing alone; where it stands in words: ``filings.standing``.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.models import Filing
from filings.moves import MediationState, ReferralState, State
from filings.ways.table import is_carried, part_of

# Whose turn it is: nobody's, the recipient's, the complainant's.
OVER, THEIRS, YOURS = "over", "theirs", "yours"
STEPS = (
    gettext_lazy("登记"),
    gettext_lazy("发出"),
    gettext_lazy("收到"),
    gettext_lazy("受理"),
    gettext_lazy("结果"),
)
_REACHED = {
    State.PREPARED: 1,
    State.QUEUED: 1,
    State.FAILED: 1,
    State.SENT_UNKNOWN: 1,
    State.SENT: 2,
    State.ACKNOWLEDGED: 3,
    State.ACCEPTED: 4,
    State.REFUSED: 5,
    State.TRANSFERRED: 5,
    State.DECIDED: 5,
    State.CLOSED: 5,
}


@dataclass(frozen=True)
class Stage:
    """``reached`` of the five steps are done, 0 of a withdrawn filing; ``next`` says what happens now, ``press`` what the
    complainant can do about it."""

    reached: int
    turn: str
    next: str
    until: date | None = None
    press: str = ""

    @property
    def yours(self) -> bool:
        return self.turn == YOURS


def stage_of(filing: Filing, *, today: date, parked: bool = False) -> Stage:
    state, reached = State(filing.state), _REACHED.get(State(filing.state), 0)
    if state == State.WITHDRAWN:
        return Stage(0, OVER, _("撤回了，不用再做什么。"))
    if filing.waiting_since is not None:
        return Stage(reached, YOURS, _("它在等您答复。"), press=_("去答复"))
    if state == State.ACCEPTED and filing.mediation == MediationState.ASKED:
        return Stage(reached, YOURS, _("它问您要不要调解。"), filing.due_on, _("去看，再决定"))
    if (before := _before_it_is_there(filing, state, parked)) is not None:
        return before
    if state == State.TRANSFERRED:
        return Stage(reached, THEIRS, _("等转去的单位找您；它的期限另算，这里不知道。"))
    if filing.settled:
        return Stage(reached, OVER, _("双方达成了协议。对方不照做的，还可以往下走。"))
    if state in (State.REFUSED, State.DECIDED, State.CLOSED):
        leads_on = state != State.CLOSED or filing.dismissed
        return Stage(reached, OVER, _("不满意的，还可以往下走。") if leads_on else _("办结了。"))
    return _with_them(filing, state, reached, today)


def _before_it_is_there(filing: Filing, state: State, parked: bool) -> Stage | None:
    """What has not left, or of which nobody knows whether it did."""
    if state == State.PREPARED:
        return Stage(1, YOURS, _("还在您手里。看一遍，再确认。"), press=_("去看，再确认"))
    if state == State.FAILED:
        return Stage(1, YOURS, _("发送失败。看看原因，可以再发。"), press=_("去看原因"))
    if state == State.SENT_UNKNOWN:
        return Stage(1, YOURS, _("不知道对方收到没有。打电话问它，再登记。"), press=_("去登记"))
    if state == State.QUEUED and not is_carried(filing.way):
        return Stage(1, YOURS, _("可以由您去递交了。递交以后，登记日期和编号。"), press=_("怎么递交、去登记"))
    if state == State.QUEUED and parked:
        return Stage(1, YOURS, _("接收方现在不收。可以等，也可以换一个。"), press=_("去看"))
    if state == State.QUEUED:
        return Stage(1, THEIRS, _("正在送出，不用您做什么。"))
    return None


def _with_them(filing: Filing, state: State, reached: int, today: date) -> Stage:
    due = filing.due_on
    if due is not None and due < today:
        if part_of(filing.way).at_desk:
            return Stage(reached, YOURS, _("它的期限过了，还没有办。"), due)
        return Stage(
            reached, YOURS, _("它的期限过了。收到过答复的，先登记；没有的，往下走。"), due, _("登记答复")
        )
    if filing.paused_on is not None:
        return Stage(reached, THEIRS, _("它的期限依法暂停计算，原因它写给您了。"))
    waits = {
        State.SENT: _("等它答复。收到了，来登记。"),
        State.ACKNOWLEDGED: _("等它决定受不受理。"),
        State.ACCEPTED: _("等它作出处理。"),
    }[state]
    if state == State.ACCEPTED:
        waits = _mediating().get(filing.mediation) or _referred().get(filing.referral, waits)
    return Stage(reached, THEIRS, waits, due)


def _mediating() -> dict[str, str]:
    """What happens next in a mediation that goes on, once who complained was heard."""
    of = MediationState
    return {
        of.AGREED: _("您同意调解，等它邀请对方。"),
        of.INVITED: _("邀请了对方调解，等对方答复。"),
        of.WILLING: _("调解中：双方都同意，按定的时间参加；还没有定的，等它通知。"),
        of.UNWILLING: _("对方不参加调解，等它终止调解，告诉您结果。"),
        of.DECLINED: _("您不要调解，等它终止调解，告诉您结果。"),
    }


def _referred() -> dict[str, str]:
    """What is known of a case of penalty, while the filing is still to be answered."""
    return {
        ReferralState.REFERRED: _("等对方作出处理。它移交了线索，还没有决定是否立案。"),
        ReferralState.OPENED: _("立案了，等对方作出处理。"),
    }
