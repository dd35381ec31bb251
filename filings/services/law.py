"""What the law says to a sending: the assessment that its letter cites, whether the channel is open, what is due when,
whom it writes to, what came too late for a paper or may be asked back in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.standing import standing_facts
from complaints.stated import Charges, Facts, Groups, role_read
from core.canonical import canonical, digest
from core.language import gettext as _
from documents import frozen
from documents.charged import charged
from documents.law import Ground, grounds_from
from documents.material import Respondent
from documents.official import form_of
from documents.others import only_bound, only_runs
from filings.models import Deadline, Recipient
from filings.services.reach import Refused
from filings.services.sending.content import facts_now
from legal.corpus import load
from legal.corpus.reader import Rule
from legal.models import Assessment
from legal.reasoning import answers, workdays
from legal.reasoning.assessment import plan, understand, weigh_grounds
from legal.reasoning.citing import cited_as
from legal.reasoning.naming import is_definite
from legal.reasoning.notices import months_lost
from legal.reasoning.regions import region_for
from legal.reasoning.steps import in_time
from legal.services import assess_complaint


def assessment_for(*, by: Actor, complaint: Complaint, at: datetime) -> Assessment:
    """The newest assessment when it was made of these facts, for this day, by the law on file; else a new one."""
    latest = Assessment.objects.latest_of(complaint)
    today = timezone.localdate(at)
    if latest and latest.filing_on == today and latest.corpus_version == load().version:
        same_facts = latest.facts_digest == digest(canonical(standing_facts(complaint)))
        return latest if same_facts else assess_complaint(by=by, complaint=complaint, at=at)
    return assess_complaint(by=by, complaint=complaint, at=at)


def plan_of(complaint: Complaint, on: date) -> list[answers.Way]:
    """The channels as they stand on a day, what was sent from here since counted in."""
    return plan(facts_now(complaint), on=on)


def entry_for(complaint: Complaint, channel: str, on: date) -> answers.Way | None:
    return next((row for row in plan_of(complaint, on) if row["channel"] == channel), None)


def way_today(complaint: Complaint, channel: str) -> answers.Way | None:
    """The plan's entry for a channel as it stands today."""
    return entry_for(complaint, channel, timezone.localdate())


def check_open(complaint: Complaint, channel: str, on: date) -> answers.Way:
    """The plan's entry for a channel; Refused, with why and from when, when it is not open."""
    entry = entry_for(complaint, channel, on)
    if entry is None:
        raise Refused(_("按您说的情况，这个渠道不适用于这个投诉，没有备材料。请看“可走的渠道”。"))
    if not entry["open"]:
        raise Refused(closed_because(entry))
    return entry


def closed_because(entry: answers.Way) -> str:
    """Why a channel takes nothing: that it is not for this case, that it is too early or something is not known yet, or that
    it stays shut. What else is to be known of a channel belongs to one that can still be gone."""
    why = "".join(entry["reasons"]) or entry["why"]
    if not entry["relevant"]:
        return _("按您说的情况，用不上这个渠道：%s") % why
    if entry["waits_for"]:
        return _("这个渠道现在还不能走：%s") % entry["why"]
    # In which province an operator is changes who decides, and opens nothing.
    if {*entry.get("missing", ())} - {"derived.operator_region"}:
        return _("这个渠道现在还不能走：%s") % why
    return _("这个渠道走不了：%s") % why


@dataclass(frozen=True)
class Due:
    """A day by which something must be done, or why the day cannot be known."""

    step: str
    what: str
    due_on: date | None
    reason: str
    not_before: date | None  # where there is no day yet
    provision: str  # as it is written down
    basis: str  # its identity in the corpus
    beside: bool = False  # what ran before runs on
    count: str = "natural"  # or working
    all_material: bool = False  # begins when all the material is there: anew, where some of it was asked for
    from_opening: bool = False  # counts from when a case was opened


# Which periods of a channel's rule begin with which event: (key of the rule, step).
_PERIODS = {
    "sent": (("acceptance", Deadline.Step.ACCEPTANCE), ("answers", Deadline.Step.ANSWER)),
    "accepted": (("after_acceptance", Deadline.Step.ANSWER),),
    # Of a case of penalty: what the desk owes by the same file.
    "referred": (("before_opening", Deadline.Step.OPENING),),
    "opening_decided": (("told_of_opening", Deadline.Step.TELLING),),
    "opened": (("after_opening", Deadline.Step.PENALTY),),
}
FROM_OPENING = "立案之日"  # as the rules say from when such a period counts


def deadlines_of(
    complaint: Complaint,
    channel: str,
    *,
    event: str,
    begin: date,
    known: Callable[[], Facts] | None = None,
    added: int = 0,
) -> list[Due]:
    """What a recipient owes from ``begin`` on; ``event`` is what began that day: a key of ``_PERIODS``.

    ``known`` are the facts that choose a province's own period, where the recipient may know no others of the case. A day
    in a year without an official calendar is absent, with the reason (never guessed).
    """
    found = load().channels.get(channel)
    if found is None:
        return []
    dues, region = [], ""
    own = found.parts.get("desk", {})
    periods = [(found.rule.get(key, own.get(key, ())), step) for key, step in _PERIODS[event]]
    if any("regions" in row for rows, _step in periods for row in rows):
        region = region_for(found.rule, known() if known else standing_facts(complaint)).code
        region = region or ("" if known else complaint.complainant.region)
    for rows, step in periods:
        row = next((one for one in rows if in_time(one, begin, region)), None)
        if row is not None:
            dues.append(_due(row, str(step), begin, added))
    return dues


def _due(row: Rule, step: str, begin: date, added: int) -> Due:
    days = row["days"] + added
    try:
        day, reason, earliest = workdays.answer_due(begin, days, row["count"]), "", None
    except workdays.UnknownYear as unknown:
        day, reason = None, str(unknown)
        earliest = workdays.not_before(begin, days, row["count"])
    return Due(
        step,
        _owed(row, step),
        day,
        reason,
        earliest,
        cited_as(row["basis"], begin, load()),
        row["basis"],
        row.get("beside", False),
        row["count"],
        row.get("all_material", False),
        row["from"] == FROM_OPENING,
    )


def _owed(row: Rule, step: str) -> str:
    """What is owed within which time, as the rule says it; where it names only the time, the step."""
    words = {
        "what": row.get("owed") or Deadline.Step(step).label,
        "begin": row["from"].removeprefix("自").removesuffix("起"),
        "days": row["days"],
        "unit": _("个工作日") if row["count"] == "working" else _("日"),
    }
    if not row["days"]:
        return _("%(what)s：%(begin)s") % words
    return _("%(what)s：自%(begin)s起%(days)d%(unit)s") % words


# ── Whom a channel writes to ─────────────────────────────────────────────────────────────────────────────────────────────


def companies_of(complaint: Complaint, channel: str) -> list[str]:
    """The companies that a channel writes to one by one, for what each of them did; none for a channel that ends elsewhere."""
    form = form_of(channel)
    if not form.each:
        return []
    known = [
        Respondent(role=role_read(one.role, complaint.kind), name=one.organisation_name)
        for one in complaint.respondents
        if is_definite(one.organisation_name, one.uscc)
    ]
    among = (
        [one for one in known if one.role in roles]
        for roles in (form.respondent_roles, form.respondent_otherwise)
    )
    named = next((some for some in among if some), [])
    facts = facts_now(complaint)
    if "collector" in form.respondent_roles:
        # A bank that only runs the account of somebody else has nobody collect.
        there = [(one.name, one.role) for one in known]
        bound = only_bound(cast("dict[str, object]", facts))
        named = [one for one in named if not only_runs((one.name, one.role), there, bound)]
    if len(named) > 1:
        found = cast(answers.Assessment, {"grounds": weigh_grounds(understand(facts))})
        named = list(charged(named, grounds_from(found, channel=channel, facts=facts)))
    return list(dict.fromkeys(one.name for one in named))


def check_recipient_of(complaint: Complaint, recipient: Recipient) -> None:
    """Refused for a company that another case named, and for one that this case names no more: a letter to somebody who is
    not complained about would tell them who is."""
    if recipient.complaint_id is None:
        return
    here = recipient.complaint_id == complaint.pk
    if not here or recipient.name not in companies_of(complaint.read_whole(), recipient.channel):
        raise Refused(_("这件投诉里没有这个接收方。请回到案件，重新选一个。没有改动任何内容。"))


# ── What the law changes in a paper ─────────────────────────────────────────────────────────────────────────────────


def declarable(complaint: Complaint, channel: str) -> str:
    """The sentence that the complainant may confirm for a channel; "" where its form has none or the facts say otherwise."""
    sentence = form_of(channel).unsettled
    if not sentence:
        return ""
    rules = load().channels[channel].rule.get("closed_by", ())
    elsewhere = {name for rule in rules for name in rule["to"]}
    taken = any(
        row.get("to") in elsewhere and row.get("act") != "report" and row.get("accepted") is True
        for row in facts_now(complaint).get("prior", ())
    )
    return "" if taken else sentence


def in_time_for(grounds: list[Ground], entry: answers.Way | None) -> tuple[list[Ground], list[Ground]]:
    """The grounds to plead in a channel, and those whose last day there is over; all of them where none remains."""
    bars = entry.get("bars", ()) if entry else ()
    binding = [bar for bar in bars if not bar["told_only"] and not bar["soft"]]
    running = {code for bar in binding if not bar["passed"] for code in bar["grounds"]}
    over = {code for bar in binding if bar["passed"] for code in bar["grounds"]} - running
    left = [ground for ground in grounds if ground.code not in over]
    return (left, [ground for ground in grounds if ground.code in over]) if left else (grounds, [])


def silence_said(found: answers.Silence | None, on: date) -> frozen.Silence:
    """Whose answer did not come, in the words that the paper needs."""
    if not found:
        return {}
    span = ""
    if found["months"]:
        span = _("%d个月") % found["months"]
    elif found["days"] is not None:
        span = (_("%d个工作日") if found["count"] == "working" else _("%d日")) % found["days"]
    return {
        "who": found["who"],
        "to": found["to"],
        "on": found["on"] or "",
        "refused_on": found["refused_on"] or "",
        "span": span,
        "begins": (found["from"] or "").removeprefix("自").removesuffix("起"),
        "citation": cited_as(found["basis"], date.fromisoformat(found["on"]), load())
        if found["basis"] and found["on"]
        else "",
        "due_on": found["due_on"] or "",
    }


def refund_of(facts: Groups, *, channel: str = "", on: date | None = None) -> Decimal | None:
    """Yuan to ask back of a monthly charge that was not one's own; in a ``channel`` that takes each charge for a time alone,
    those that are in time ``on`` a day.

    None when nothing was taken, or when the parts do not make a sum: no monthly price, no months, or months that
    contradict the first and last day.
    """
    charges = facts.get("charges") or {}
    monthly = charges.get("monthly") if charges.get("residual") is not False else None
    months = months_charged(charges)
    if not monthly or months is None:
        return None
    if on is not None:
        months -= months_too_late(facts, channel, on)
    return Decimal(str(monthly)) * months or None


def months_too_late(facts: Groups, channel: str, on: date) -> int:
    """How many monthly charges this channel does not take any more on a day, of a number that is known."""
    charges = facts.get("charges") or {}
    months = months_charged(charges)
    if months is None or not _by_the_charge(channel):
        return 0
    return months_lost(cast(Facts, {"charges": {**charges, "months": months}}), on) or 0


def _by_the_charge(channel: str) -> bool:
    """Whether a channel refuses a charge that lies too far back (35号令 11(一))."""
    bars = load().channels[channel].rule.get("bars", ())
    return any(
        bar["from"] == "charges.last_on" and not bar.get("soft") and not bar.get("told_only") for bar in bars
    )


def months_charged(charges: Charges) -> int | None:
    """How many months were charged: as said, else counted, both ends included; None when unknown or contradictory."""
    said = charges.get("months")
    if not charges.get("first_on") or not charges.get("last_on"):
        return int(said) if said and said == int(said) else None
    first, last = date.fromisoformat(charges["first_on"]), date.fromisoformat(charges["last_on"])
    counted = (last.year - first.year) * 12 + last.month - first.month + 1
    return counted if counted > 0 and said in (None, counted) else None
