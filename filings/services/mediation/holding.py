"""The desk invites the respondent, records its answer, calls both together and records who came."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actors import Actor
from complaints.models import Act
from core.days import day_read
from core.language import gettext as _
from filings.models import Filing, Mediation, MediationSession
from filings.news import News
from filings.services.mediation.moving import (
    LONGEST,
    LONGEST_LINE,
    apply,
    check_way,
    enter,
    hold_mediation,
    line,
    tell,
    written,
)
from filings.services.reach import Refused

State, Reply = Mediation.State, Mediation.Reply
Attendance = MediationSession.Attendance


def invite_respondent(
    *, by: Actor, filing: Filing, answer_by: date | None, at: datetime | None = None
) -> Mediation:
    """Record that the respondent was invited, with what was consented to and nothing else; its letter does the same."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        invite_held(by=by, held=held, mediation=mediation, answer_by=answer_by, at=at)
    return mediation


def invite_held(
    *, by: Actor, held: Filing, mediation: Mediation, answer_by: date | None, at: datetime
) -> None:
    """The same for what the caller has locked."""
    check_way(mediation, State.INVITED, "desk")
    if answer_by is None or answer_by < timezone.localdate(at):
        raise Refused(_("请填请对方在哪天以前答复，不能早于今天。没有改动任何内容。"))
    apply(
        by=by,
        filing=held,
        held=mediation,
        to=State.INVITED,
        who="desk",
        at=at,
        detail={"content": mediation.content_digest, "answer_by": answer_by.isoformat()},
        invited_at=at,
        answer_by=answer_by,
    )
    told = _("已邀请%(who)s参加调解，请它在%(day)s以前答复。给它看的，只有您同意的内容。")
    tell(by, held, told % {"who": mediation.respondent, "day": day_read(answer_by)}, News.MEDIATION, at)


def record_reply(
    *, by: Actor, filing: Filing, reply: str, on: date | None, at: datetime | None = None
) -> Mediation:
    """What the respondent answered, on which day; that it did not, once the day by which it should have is over."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        if reply not in Reply.values:
            raise Refused(_("请选对方怎么答复。没有改动任何内容。"))
        to = State.WILLING if reply == Reply.AGREES else State.UNWILLING
        check_way(mediation, to, "desk")
        invited = timezone.localdate(mediation.invited_at)
        if on is None or not invited <= on <= today:
            raise Refused(_("请填对方答复的日期：不能早于邀请，也不能晚于今天。没有改动任何内容。"))
        if reply == Reply.SILENT and mediation.answer_by is not None and mediation.answer_by >= today:
            raise Refused(_("请对方答复的日子还没有过，不能记为没有答复。没有改动任何内容。"))
        detail = {"reply": reply, "on": on.isoformat()}
        apply(
            by=by,
            filing=held,
            held=mediation,
            to=to,
            who="desk",
            at=at,
            detail=detail,
            reply=reply,
            replied_on=on,
        )
        told = _("%(who)s：%(reply)s（%(day)s）。")
        named = {"who": mediation.respondent, "reply": Reply(reply).label, "day": day_read(on)}
        tell(by, held, told % named, News.MEDIATION, at)
    return mediation


def call_session(
    *,
    by: Actor,
    filing: Filing,
    meets_at: datetime | None,
    place: str,
    mediator: str,
    at: datetime | None = None,
) -> MediationSession:
    """Ask both to come on a day: day, place and who leads it are told beforehand. Called again, the new day stands."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        if mediation.state not in (State.INVITED, State.WILLING):
            raise Refused(_("邀请了对方，才能定调解的时间。没有改动任何内容。"))
        if meets_at is None or meets_at <= at:
            raise Refused(_("请填调解的日期和时间，要晚于现在。没有改动任何内容。"))
        where = line(place, _("请写在哪里、怎样调解，最多 %d 字。没有改动任何内容。") % LONGEST_LINE)
        who = line(mediator, _("请写由谁主持，最多 %d 字。没有改动任何内容。") % LONGEST_LINE)
        to_come = mediation.sessions.filter(attendance="").first()
        made = to_come or MediationSession(mediation=mediation)
        made.meets_at, made.place, made.mediator = meets_at, where, who
        made.called_by, made.called_at = by.label, at
        made.save()
        detail = {"called": made.pk, "on": timezone.localdate(meets_at).isoformat()}
        enter(by, held, mediation, Act.MEDIATION_MOVED, {"to": mediation.state, **detail}, at)
        again = _("调解改到：%s") if to_come else _("调解定在：%s")
        tell(by, held, again % session_words(made), News.MEDIATION, at)
    return made


def session_words(session: MediationSession) -> str:
    """When, where, led by whom, in one line."""
    when = date_format(timezone.localtime(session.meets_at), "DATETIME_FORMAT")
    named = {"when": when, "place": session.place, "who": session.mediator}
    return _("%(when)s，%(place)s，由%(who)s主持") % named


def record_attendance(
    *, by: Actor, filing: Filing, attendance: str, course: str, at: datetime | None = None
) -> MediationSession:
    """Who came to the session that was called, and how it went; for both to read."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        session = mediation.sessions.filter(attendance="").first()
        if session is None:
            raise Refused(_("没有定过、还没有登记的调解。没有改动任何内容。"))
        if attendance not in Attendance.values:
            raise Refused(_("请选谁到了。没有改动任何内容。"))
        if session.meets_at > at:
            raise Refused(_("调解的时间还没有到。改了时间的，请重新定时间。没有改动任何内容。"))
        session.course = written(course, _("请写经过，最多 %d 字。没有改动任何内容。") % LONGEST)
        session.attendance, session.recorded_at = attendance, at
        session.save()
        detail = {"session": session.pk, "attendance": attendance}
        enter(by, held, mediation, Act.MEDIATION_MOVED, {"to": mediation.state, **detail}, at)
        told = _("调解（%(when)s）：%(who)s。\n%(course)s")
        when = day_read(timezone.localdate(session.meets_at))
        named = {"when": when, "who": Attendance(attendance).label, "course": session.course}
        tell(by, held, told % named, News.MEDIATION, at)
    return session
