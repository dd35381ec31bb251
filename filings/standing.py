"""A filing in words for who complains: where it stands, by the way it goes and by who says so; what became of each day.

The desk has its own words (``filings.desk.standing``). The labels of ``State`` say what is so whichever way it goes.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.models import Act, LedgerEntry
from core.days import day_read
from filings.models import Acknowledgement, Deadline, Delivery, Filing
from filings.moves import State
from filings.ways.table import is_carried, part_of

# What somebody outside of this portal does is known by the complainant's word alone.
_AS_TOLD = (
    State.SENT,
    State.ACKNOWLEDGED,
    State.ACCEPTED,
    State.REFUSED,
    State.TRANSFERRED,
    State.DECIDED,
    State.CLOSED,
)
READ_FILING = "filing:"  # how the ledger begins the name of a filing that its desk read


def state_words(filing: Filing, *, owner: bool, opened: bool) -> str:
    """The state as the complainant reads it (``owner``), or whom the case was shared with.

    ``opened``: whether anybody at its desk has opened it (``opened_among``).
    """
    label = str(State(filing.state).label)
    if filing.state == State.PREPARED and not owner:
        return _("已备好，等投诉人确认")
    if part_of(filing.way).at_desk:
        if filing.state != State.ACKNOWLEDGED:
            return _("等待发出") if filing.state == State.QUEUED else label
        if filing.waiting_since is not None:
            return _("已送到办案台，在等答复")
        return _("已送到办案台，已有人打开") if opened else _("已送到办案台，还没有人看过")
    if filing.state == State.QUEUED:
        if is_carried(filing.way):
            return _("等待发出")
        return _("可以由您去递交了") if owner else _("等投诉人递交")
    if filing.state not in _AS_TOLD or (filing.state == State.SENT and is_carried(filing.way)):
        return label
    said = {State.SENT: _("已递交"), State.ACKNOWLEDGED: _("对方已收到")}.get(State(filing.state), label)
    if filing.state == State.ACKNOWLEDGED and (number := number_told(filing)):
        said = _("对方已收到（编号 %s）") % number
    return (_("您登记：%s") if owner else _("投诉人登记：%s")) % said


def sent_words(filing: Filing, *, owner: bool) -> str:
    """When it went out; of what somebody handed in themselves the day, as they say; "" before."""
    if filing.sent_at is None:
        return ""
    at = timezone.localtime(filing.sent_at)
    if is_carried(filing.way):
        return _("%s 发出") % date_format(at, "DATETIME_FORMAT")
    return (_("您登记 %s 递交") if owner else _("投诉人登记 %s 递交")) % day_read(at.date())


def again_at(deliveries: Iterable[Delivery]) -> datetime | None:
    """When what did not go out is tried again by itself; None where no attempt failed, or none follows."""
    waiting = [one.due_at for one in deliveries if one.state == Delivery.State.WAITING and one.tries > 1]
    return max(waiting, default=None)


def number_told(filing: Filing) -> str:
    """The number that the recipient gave, as the complainant wrote it down; "" for none."""
    told = [one for one in filing.acknowledgements.all() if one.source == Acknowledgement.Source.COMPLAINANT]
    return told[-1].reference if told else ""


def opened_among(entries: Iterable[LedgerEntry], filing: Filing) -> bool:
    """Whether an entry says that somebody of the organisation that it was sent to opened it."""
    name = f"{READ_FILING}{filing.pk}"
    return any(
        entry.act == Act.CASE_READ
        and entry.detail.get("what") == name
        and filing.organisation_id in entry.organisation_ids
        for entry in entries
    )


def readings_of(filing: Filing) -> Iterable[LedgerEntry]:
    """The entries that say that a filing was opened; for a page that does not read the whole ledger."""
    return LedgerEntry.objects.filter(
        complaint_id=filing.complaint_id, act=Act.CASE_READ, detail__what=f"{READ_FILING}{filing.pk}"
    )


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def day_words(due_on: date | None, not_before: date | None, paused_on: date | None = None) -> str:
    """A day by which something is due, or since when at the earliest; "" where nothing is known."""
    if paused_on is not None:
        since = f"{paused_on:%Y-%m-%d}"
        return _("%s 起暂停计算") % since
    if due_on is not None:
        return f"{due_on:%Y-%m-%d}"
    return _("不早于 %s，待放假安排") % f"{not_before:%Y-%m-%d}" if not_before is not None else ""


def met_words(deadline: Deadline, filing: Filing) -> str:
    """What ended a deadline, on which day and whether in time; that it runs anew; "" while it runs."""
    if deadline.restarted_at is not None:
        return _("%s 材料补齐，从那天重新起算") % f"{timezone.localdate(deadline.restarted_at):%Y-%m-%d}"
    if deadline.met_at is None:
        return ""
    day = timezone.localdate(deadline.met_at)
    # Of days before it was kept by what they were met, no more is known.
    done = {
        str(State.ACCEPTED): _("受理"),
        str(State.REFUSED): _("不予受理"),
        str(State.TRANSFERRED): _("转给了别的单位"),
        str(State.DECIDED): _("作出处理"),
        str(State.CLOSED): _("不作处理，结案"),
        "mediated": _("终止调解"),
        "opened": _("立案"),
        "not_opened": _("不予立案"),
        "told": _("告知"),
    }.get(deadline.met_by, _("办理"))
    last = deadline.due_on or deadline.not_before
    in_time = last is not None and day <= last
    if not part_of(filing.way).at_desk:
        # The day on which it was written down: the act itself was no later.
        words = _("%(day)s 登记：%(done)s") % {"day": f"{day:%Y-%m-%d}", "done": done}
        return f"{words}{_('，在期限内')}" if in_time else words
    words = _("%(day)s %(done)s") % {"day": f"{day:%Y-%m-%d}", "done": done}
    if in_time:
        return f"{words}{_('，在期限内')}"
    if deadline.due_on is None:
        return words
    return words + _("，晚了 %d 天") % (day - deadline.due_on).days
