"""What a caseworker may do now towards a mediation: one form a step, each ending in one function of ``filings.services``."""

from collections.abc import Callable
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings import services
from filings.admin.acts import MEDIATE, Field, Given, Offer, day_in
from filings.models import Filing, Mediation, MediationSession
from legal.reasoning.desk_rules import Mediation as Rule

State = Mediation.State


def offers(filing: Filing) -> list[Offer]:
    """The steps that its state allows; asking for a mediation, where the channel mediates and none goes on."""
    found = services.mediation_of(filing)
    if found is None or not found.under_way:
        return [_ask(filing)] if services.may_mediate(filing) else []
    rule = services.mediation_rule(filing)
    steps = []
    if found.state == State.AGREED:
        steps.append(_invite(found))
    if found.state in (State.INVITED, State.UNWILLING):
        steps.append(_reply(found))
    if found.state in (State.INVITED, State.WILLING):
        to_come = next((one for one in found.sessions.all() if not one.attendance), None)
        steps.append(_session(to_come))
        if to_come is not None and found.state == State.WILLING:
            steps.append(_attendance())
    if found.state == State.WILLING:
        steps.append(_settle(rule))
    return [*steps, _end(rule)]


def _ask(filing: Filing) -> Offer:
    rule = services.mediation_rule(filing)
    named = tuple((name, name) for name in services.respondents_of(filing))
    return Offer(
        name=f"{MEDIATE}ask",
        label=_("建议调解"),
        effect=_("依据：%s。投诉人决定要不要调解、让对方看到什么；投诉人同意以前，不要联系对方。期限照走。")
        % (rule.citation if rule else ""),
        asks=_("写给投诉人的话（投诉人会看到）"),
        fields=(Field(name="respondent", label=_("和谁调解"), kind="select", options=named, required=True),),
    )


def _invite(found: Mediation) -> Offer:
    return Offer(
        name=f"{MEDIATE}invite",
        label=_("登记：已邀请被投诉方"),
        effect=_(
            "给%s看的，只能是投诉人同意的内容（见上）。拟邀请书的，签发以后打印，寄给或者交给它，再登记送达；投诉人会看到邀请书。"
        )
        % found.respondent,
        fields=(
            Field(name="day", label=_("请它在哪天以前答复"), kind="day", required=True),
            Field(name="body", label=_("调解的时间、地点、主持人（还没有定的，可以不填）"), kind="line"),
        ),
    )


def _reply(found: Mediation) -> Offer:
    choices = ((value, str(label)) for value, label in Mediation.Reply.choices)
    if found.state == State.UNWILLING:
        choices = ((value, label) for value, label in choices if value == Mediation.Reply.AGREES)
    options = (("", _("请选择")), *choices)
    return Offer(
        name=f"{MEDIATE}reply",
        label=_("登记被投诉方的答复"),
        effect=_("投诉人会看到它怎么答复、哪天答复。"),
        fields=(
            Field(name="reply", label=_("怎么答复"), kind="select", options=options, required=True),
            Field(name="day", label=_("哪天"), kind="day", required=True),
        ),
    )


def _session(to_come: MediationSession | None) -> Offer:
    return Offer(
        name=f"{MEDIATE}session",
        label=_("改调解的时间") if to_come else _("定调解的时间"),
        effect=_("投诉人会看到时间、地点和主持人。被投诉方由您通知。"),
        fields=(
            Field(name="day", label=_("哪天"), kind="day", required=True),
            Field(name="time", label=_("几点（例如 14:30）"), kind="line", required=True),
            Field(name="place", label=_("在哪里，或者用什么方式"), kind="line", required=True),
            Field(name="mediator", label=_("由谁主持"), kind="line", required=True),
        ),
    )


def _attendance() -> Offer:
    choices = ((value, str(label)) for value, label in MediationSession.Attendance.choices)
    options = (("", _("请选择")), *choices)
    return Offer(
        name=f"{MEDIATE}attendance",
        label=_("登记谁到了"),
        effect=_("调解的时间过了才能登记。投诉人会看到谁到了、经过怎样。"),
        asks=_("经过（投诉人会看到）"),
        fields=(Field(name="attendance", label=_("谁到了"), kind="select", options=options, required=True),),
    )


def _settle(rule: Rule | None) -> Offer:
    needs = (
        _("应当制作调解书（%s）：双方签字、盖章以后上传，才算办理。") % rule.letter
        if rule and rule.letter
        else ""
    )
    return Offer(
        name=f"{MEDIATE}settle",
        label=_("达成协议"),
        effect=_("本件以协议办结，投诉人会看到协议和对方不照做时可以怎么办。") + needs,
        asks=_("协议的内容（双方会看到）"),
        fields=(
            Field(name="yuan", label=_("对方付多少元（不付钱的不填）"), kind="line"),
            Field(name="day", label=_("哪天以前付"), kind="day"),
        ),
        tick=_("不制作调解书：已经即时履行，或者双方同意不制作。") if needs else "",
    )


def _end(rule: Rule | None) -> Offer:
    grounds = rule.ends if rule else ()
    options = tuple((one.key, f"{one.citation.rpartition('）')[2]} {one.words}") for one in grounds)
    choose = (("", _("请选择")), *options)
    field = Field(name="ground", label=_("法定情形"), kind="select", options=choose, required=True)
    ends = _("投诉人会看到法定情形、理由、还可以走的途径和诉讼时效；本件办结。")
    goes_on = _("投诉人会看到理由、还可以走的途径和诉讼时效；这件还要答复，期限照走。")
    return Offer(
        name=f"{MEDIATE}end",
        label=_("终止调解"),
        effect=goes_on if rule and rule.goes_on else ends,
        asks=_("理由（投诉人会看到）"),
        fields=(field,) if grounds else (),
        grave=True,
    )


def perform(*, by: Actor, filing: Filing, act: str, text: str, given: Given) -> str:
    """Do a step that was offered; what to tell the caseworker. Raise services.Refused with words for them."""

    def typed(name: str) -> str:
        return str(given.get(name, "")).strip()

    done: dict[str, tuple[Callable[[], object], str]] = {
        "ask": (
            lambda: services.ask_mediation(by=by, filing=filing, respondent=typed("respondent"), words=text),
            _("已问投诉人。投诉人同意以前，被投诉方什么都不知道。"),
        ),
        "invite": (
            lambda: services.invite_respondent(by=by, filing=filing, answer_by=day_in(given)),
            _("已登记：邀请了被投诉方。"),
        ),
        "reply": (
            lambda: services.record_reply(by=by, filing=filing, reply=typed("reply"), on=day_in(given)),
            _("已登记被投诉方的答复。投诉人能看到。"),
        ),
        "session": (
            lambda: services.call_session(
                by=by,
                filing=filing,
                meets_at=moment_in(given),
                place=typed("place"),
                mediator=typed("mediator"),
            ),
            _("已定调解的时间。投诉人能看到；请通知被投诉方。"),
        ),
        "attendance": (
            lambda: services.record_attendance(
                by=by, filing=filing, attendance=typed("attendance"), course=text
            ),
            _("已登记。投诉人能看到。"),
        ),
        "settle": (
            lambda: services.settle_mediation(
                by=by,
                filing=filing,
                terms=text,
                yuan=typed("yuan"),
                pay_by=day_in(given),
                no_paper="tick" in given,
            ),
            _("已办结：达成协议。投诉人能看到。"),
        ),
        "end": (
            lambda: services.end_mediation(by=by, filing=filing, ground=typed("ground"), reason=text),
            _("已终止调解。投诉人能看到理由和还可以走的途径。"),
        ),
    }
    run, words = done[act.removeprefix(MEDIATE)]
    run()
    return words


def moment_in(given: Given) -> datetime | None:
    """Day and time of day as typed; None where one of them is missing or is none."""
    day, clock = day_in(given), str(given.get("time", "")).strip().replace("：", ":")
    try:
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock.zfill(5)))) if day else None
    except ValueError:
        return None
