"""How a mediation ends: an agreement, or none. The complainant reads what follows, and what can still be done until when."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.days import day_read
from core.language import gettext as _
from filings.models import Filing, Mediation
from filings.moves import State as OfFiling
from filings.news import News
from filings.services import deadlines
from filings.services.by_law import received_on, ways_left
from filings.services.mediation.moving import LONGEST, apply, check_way, hold_mediation, tell, written
from filings.services.mediation.rules import mediation_rule
from filings.services.movement import apply as move_filing
from filings.services.reach import Refused, colleagues
from filings.services.to_do import set_tasks
from legal.reasoning import workdays
from legal.reasoning.desk_rules import Mediation as Rule
from legal.reasoning.desk_rules import StatutoryGround

State = Mediation.State
MEDIATED = "mediated"  # by what a period was met that was for mediating alone


# ── With an agreement ────────────────────────────────────────────────────────────────────────────────────────────────


def settle_mediation(
    *,
    by: Actor,
    filing: Filing,
    terms: str,
    yuan: str = "",
    pay_by: date | None = None,
    no_paper: bool = False,
    at: datetime | None = None,
) -> Filing:
    """Both agreed: the terms, what the respondent pays and until when. ``no_paper``: it was done at once, or both want no
    paper; else its letter does the same, where the law asks for one. The filing is decided by it."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        rule = mediation_rule(held)
        if rule is not None and rule.letter and not no_paper:
            words = _(
                "达成协议的，应当制作调解书（%s）：请拟调解书；已经即时履行，或者双方同意不制作的，请勾选。没有改动任何内容。"
            )
            raise Refused(words % rule.letter)
        settle_held(by=by, held=held, mediation=mediation, terms=terms, yuan=yuan, pay_by=pay_by, at=at)
    return held


def settle_held(
    *,
    by: Actor,
    held: Filing,
    mediation: Mediation,
    terms: str,
    yuan: str,
    pay_by: date | None,
    at: datetime,
) -> None:
    """The same for what the caller has locked."""
    check_way(mediation, State.SETTLED, "desk")
    text = written(terms, _("请写双方达成的协议，最多 %d 字。没有改动任何内容。") % LONGEST)
    amount = amount_of(yuan)
    if pay_by is not None and pay_by < timezone.localdate(at):
        raise Refused(_("付款的日子不能早于今天。已经付了的，写进协议，日子不填。没有改动任何内容。"))
    apply(
        by=by,
        filing=held,
        held=mediation,
        to=State.SETTLED,
        who="desk",
        at=at,
        detail={"pay_by": pay_by.isoformat() if pay_by else None},
        terms=text,
        yuan=amount,
        pay_by=pay_by,
        ended_at=at,
    )
    parts = [_("调解达成协议：") + f"\n{text}"]
    if paid := payment_words(amount, pay_by):
        parts.append(paid)
    parts += ways_left(held, State.SETTLED, timezone.localdate(at))
    move_filing(by=by, held=held, to=OfFiling.DECIDED, reason="\n\n".join(parts), at=at)


def amount_of(yuan: str) -> Decimal | None:
    """What is paid; None for nothing. Refused for what is no sum."""
    if not (typed := yuan.replace(",", "").replace("，", "").strip().removesuffix("元").strip()):
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal(-1)
    if not (
        amount.is_finite() and 0 < amount < Decimal(10) ** 10 and amount == amount.quantize(Decimal("0.01"))
    ):
        raise Refused(_("金额请写成 320 或者 320.50 这样。没有改动任何内容。"))
    return amount


def payment_words(amount: Decimal | None, pay_by: date | None) -> str:
    """How much, until when; "" for nothing."""
    if amount is None:
        return ""
    named = {"yuan": f"{amount.normalize():f}", "day": day_read(pay_by) if pay_by else ""}
    return (_("付款：%(yuan)s 元，%(day)s 以前。") if pay_by else _("付款：%(yuan)s 元。")) % named


# ── Without one ──────────────────────────────────────────────────────────────────────────────────────────────────────


def end_mediation(
    *, by: Actor, filing: Filing, ground: str, reason: str, at: datetime | None = None
) -> Filing:
    """End it without agreement, on a ground of the channel where its law names some. Where the case is still to be answered
    it stays accepted, else it is decided by it. Refused for a ground that is none."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "desk")
        end_held(by=by, held=held, mediation=mediation, ground=ground, reason=reason, at=at)
    return held


def end_held(
    *, by: Actor, held: Filing, mediation: Mediation, ground: str, reason: str, at: datetime
) -> None:
    """The same for what the caller has locked."""
    check_way(mediation, State.ENDED, "desk")
    rule, chosen = mediation_rule(held), end_ground(held, ground)
    text = written(reason, _("请写终止调解的理由，最多 %d 字。投诉人会看到。没有改动任何内容。") % LONGEST)
    goes_on = rule is not None and rule.goes_on
    apply(
        by=by,
        filing=held,
        held=mediation,
        to=State.ENDED,
        who="desk",
        at=at,
        detail={"ground": ground},
        ground=ground if chosen else "",
        why_ended=text,
        ended_at=at,
    )
    words = ended_words(held, chosen, text, at)
    if mediation.invited_at is not None and rule is not None and rule.tells:
        _set_telling(by, held, mediation, rule, at)
    if goes_on:
        _met(held, rule, at)
        tell(by, held, words, News.MEDIATION, at)
    else:
        move_filing(by=by, held=held, to=OfFiling.DECIDED, reason=words, at=at)


def end_ground(filing: Filing, ground: str) -> StatutoryGround | None:
    """The ground by its key; None where the channel knows none at all."""
    rule = mediation_rule(filing)
    grounds = rule.ends if rule is not None else ()
    chosen = next((one for one in grounds if one.key == ground), None)
    if grounds and chosen is None:
        raise Refused(_("请选终止调解的法定情形。没有改动任何内容。"))
    return chosen


def ended_words(held: Filing, chosen: StatutoryGround | None, reason: str, at: datetime) -> str:
    """What the complainant reads: the ground as the article says it, why, what is left, and that limitation begins anew."""
    rule = mediation_rule(held)
    parts = [_("终止调解。")]
    if chosen is not None:
        parts.append(
            _("依据：%(citation)s：“%(words)s”。") % {"citation": chosen.citation, "words": chosen.words}
        )
    parts.append(_("理由：%s") % reason)
    if rule is not None and rule.goes_on:
        parts.append(_("调解终止了，这件还要给您答复，期限照算。"))
    parts += ways_left(held, OfFiling.DECIDED, timezone.localdate(at))
    if rule is not None:
        parts.append(limitation_words(held, rule))
    return "\n\n".join(parts)


def limitation_words(held: Filing, rule: Rule) -> str:
    """Counted from the request itself, the earliest day that it can be."""
    asked = received_on(held)
    named = {
        "asked": day_read(asked),
        "citation": rule.interrupts,
        "period": rule.period,
        "years": rule.years,
        "last": day_read(workdays.add_months(asked, 12 * rule.years)),
    }
    return (
        _(
            "诉讼时效：您%(asked)s提出的请求使它中断（%(citation)s），从那天起重新算%(years)d年（%(period)s），最早到%(last)s。"
            "要起诉的，别等到那天。"
        )
        % named
    )


def _set_telling(by: Actor, held: Filing, mediation: Mediation, rule: Rule, at: datetime) -> None:
    """That the respondent is told too, by the day that the law sets; who complained reads it with the act itself."""
    try:
        due = workdays.add_working_days(timezone.localdate(at), rule.tells)
    except workdays.UnknownYear:
        due = None
    person = held.assigned_to if held.assigned_to and held.assigned_to in colleagues(held, at) else None
    text = _("把终止调解告知%(who)s（%(citation)s，%(days)d个工作日内）")
    named = {"who": mediation.respondent, "citation": rule.tells_by, "days": rule.tells}
    set_tasks(by=by, filing=held, text=text % named, person=person, due_on=due, at=at)


def _met(held: Filing, rule: Rule | None, at: datetime) -> None:
    """The period for mediating is met, that of the answer goes on."""
    rows = list(held.deadlines.running())
    for row in rows:
        due = deadlines.counted(held, row, row.counted_from)
        if rule is not None and due is not None and due.beside and due.basis == rule.basis:
            row.met_at, row.met_by = at, MEDIATED
            row.save(update_fields=["met_at", "met_by"])
    deadlines.show_nearest(held)
    held.save(update_fields=["due_on", "not_before"])
