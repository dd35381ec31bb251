"""Refusing a case: by a ground that the law of its channel knows, with the ways that are left."""

from datetime import date, datetime

from django.utils import timezone

from core.language import gettext as _
from filings.models import Filing
from filings.moves import State
from filings.services.reach import Refused
from legal.corpus import load
from legal.reasoning import desk_rules
from legal.reasoning.desk_rules import RefusalGround
from legal.reasoning.remedies import Remedy, remedies_after


def received_on(filing: Filing) -> date:
    """The day whose procedural law rules."""
    return timezone.localdate(filing.sent_at or filing.prepared_at)


def refusal_grounds(filing: Filing) -> list[RefusalGround]:
    """On which grounds the channel of a filing lets it be refused; none where no article that says so is on file."""
    return desk_rules.refusal_grounds(load(), filing.channel, received_on(filing))


def refusal_words(filing: Filing, ground: str, reason: str, at: datetime) -> str:
    """What the complainant reads: the ground as the article says it, the desk's own reason, the ways that are left."""
    grounds = refusal_grounds(filing)
    chosen = next((one for one in grounds if one.key == ground), None)
    if grounds and chosen is None:
        raise Refused(_("请选不予受理的法定情形：没有法定情形，不能不予受理。没有改动任何内容。"))
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
    parts = [reason]
    if chosen is not None:
        said = _("：“%s”") % chosen.words if chosen.words else ""
        parts = [_("依据：%(citation)s%(said)s。") % {"citation": chosen.citation, "said": said}]
        parts.append(_("理由：%s") % reason)
    return "\n\n".join([*parts, *_left(filing, timezone.localdate(at))])


def _left(filing: Filing, on: date) -> list[str]:
    citation, words = desk_rules.ways_to_tell(load(), filing.channel, received_on(filing))
    told = (
        [_("解决争议的其他途径（%(citation)s）：") % {"citation": citation} + f"\n{words}"]
        if citation
        else []
    )
    ways = remedies_after(load(), filing.channel, State.REFUSED, on)
    if ways:
        told.append("\n".join([_("不服的，还可以："), *(_way(one) for one in ways)]))
    return told


def _way(one: Remedy) -> str:
    """One way, in a line: what, by which article, within which time of what."""
    line = f"· {one.title}"
    if one.citation:
        line += f"（{one.citation}）"
    if one.span:
        line += _("，自%(begins)s之日起%(span)s内") % {"begins": one.begins, "span": one.span}
    return line
