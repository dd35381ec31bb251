"""Public pages of the channels: whom one can turn to, when, what it takes, by when they answer, what closes what."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from complaints.questions import PROVINCES
from legal.corpus import Channel, load
from legal.presentation import cited
from legal.reasoning import facts
from legal.reasoning.remedies import Remedy, remedies_after
from legal.views.library import page, places, seen

Row = Mapping[str, Any]
PERIODS = {
    "acceptance": lambda: _("决定受不受理"),
    "answers": lambda: _("答复"),
    "after_acceptance": lambda: _("受理以后办完"),
    "later": lambda: _("办理以后反馈"),
}
_PROVINCE = {code[:2]: name for code, name in PROVINCES}


@require_safe
@condition(etag_func=seen)
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel, in the order in which no step destroys a later one."""
    return page("channels", {"channels": list(load().channels.values())})


@require_safe
@condition(etag_func=seen)
def channel_page(request: HttpRequest, channel: str) -> HttpResponseBase:
    found = load().channels.get(channel)
    if found is None:
        raise Http404
    today = timezone.localdate()
    rule = found.rule
    periods = [_period(row, label(), today) for key, label in PERIODS.items() for row in rule.get(key, ())]
    notes = [_note(row, today) for row in rule.get("notes", ())]
    context = {
        "channel": found,
        "told": rule.get("page", {}),
        "needs": [need["otherwise"] for need in rule.get("needs", ())],
        "before": _before(rule, today),
        "next": [one for one in load().channels.values() if found.name in _first(one)],
        "fields": rule.get("fields", ()),
        "periods": [row for row in periods if row["now"]],
        "other_periods": [row for row in periods if not row["now"]],
        "bars": [_bar(row, today) for row in rule.get("bars", ()) if _may_bar(row, today)],
        "within": _within(rule.get("within"), today),
        "silent": [_silent(row, today) for row in rule.get("silent", ())],
        "region_of_operator": rule.get("region_of") == "operator",
        "after": _after(found, today),
        "closed_by": [row["text"] for row in rule.get("closed_by", ())],
        "closes": [load().channels[name] for name in found.blocks],
        "may_close": [one for one in load().channels.values() if _may_close(found, one)],
        "notes": [row for row in notes if row["now"]],
        "other_notes": [row for row in notes if not row["now"]],
        "provisions": places(found.provisions, today),
        "earlier": places(found.provisions, today, in_force=False),
        "grounds": [one for one in load().grounds.values() if found.name in one.channels],
        "today": today,
    }
    return page("channel", context)


def _after(channel: Channel, today: date) -> list[tuple[Remedy, Channel | None]]:
    """What can be done about an outcome, each once, with the channel that it leads to."""
    corpus = load()
    found = [
        one for state in ("refused", "decided") for one in remedies_after(corpus, channel.name, state, today)
    ]
    return [(one, corpus.channels.get(one.channel)) for one in {one.title: one for one in found}.values()]


def _span(row: Row, today: date) -> dict[str, Any]:
    """When and where a row speaks."""
    since, until = row.get("since"), row.get("until")
    return {
        "since": since,
        "until": until,
        "now": (since is None or since <= today) and (until is None or today <= until),
        "regions": [_PROVINCE.get(code, code) for code in row.get("regions", ())],
    }


def _count(row: Row) -> str:
    unit = _("%d个工作日") if row["count"] == "working" else _("%d日（自然日）")
    return unit % row["days"]


def _period(row: Row, label: str, today: date) -> dict[str, Any]:
    """What is owed within which time, on which article, as that article read then."""
    span = _span(row, today)
    on = today if span["now"] else span["until"] or span["since"]
    said = {
        "owed": row.get("owed") or label,
        "days": _count(row),
        "same_day": row["days"] == 0,
        "begins": row["from"],
    }
    return {**span, **said, "note": row.get("note", ""), **cited(row["basis"], on)}


def _before(rule: Row, today: date) -> dict[str, Any] | None:
    """The step that must come first, and how long it may take, by region."""
    after = rule.get("after")
    if after is None:
        return None
    rows = [{**_span(row, today), "days": _count(row)} for row in after["rules"]]
    channels = load().channels
    other = after.get("otherwise", {}).get("channel")
    return {
        "channels": [channels[name] for name in (after["channel"], other) if name],
        "rules": [row for row in rows if row["now"]],
    }


def _first(channel: Channel) -> list[str]:
    after = channel.rule.get("after") or {}
    return [one["channel"] for one in (after, after.get("otherwise", {})) if one]


def _may_close(found: Channel, other: Channel) -> bool:
    """Whether another way is closed to a dispute that was accepted here, without this one being named as what blocks it."""
    to, act = found.prior
    if other is found or act == "report" or not found.disputed or other.name in found.blocks:
        return False
    return any(to in row["to"] for row in other.rule.get("closed_by", ()))


def _may_bar(row: Row, today: date) -> bool:
    """Not of what is handed in today, if the law of another day of handing in set it."""
    return row.get("law") != "filing" or bool(_span(row, today)["now"])


def _bar(row: Row, today: date) -> dict[str, Any]:
    """A person's own last day: counted in whole months and years, never rolled forward."""
    said = [_("%d年") % row["years"]] if row.get("years") else []
    said += [_("%d个月") % row["months"]] if row.get("months") else []
    span = _span(row, today)
    on = today if span["now"] else span["until"] or span["since"]
    begin = facts.label(row["from"])
    by_event = row.get("law") != "filing" and row["from"] == "event.last"
    grounds = load().grounds
    return {
        **span,
        "acts_since": span["since"] if by_event else None,
        "acts_until": span["until"] if by_event else None,
        "text": row["text"],
        "of": [grounds[code].title for code in row.get("grounds", ())],
        "told_only": row.get("told_only", False),
        "length": "".join(said),
        "begins": begin,
        "lapse": row.get("lapse", ""),
        **cited(row["basis"], on),
    }


def _within(row: Row | None, today: date) -> dict[str, Any]:
    """A person's own days against an authority's silence or refusal."""
    return {"days": row["days"], **cited(row["basis"], today)} if row else {}


def _silent(row: Row, today: date) -> dict[str, Any]:
    """An authority against whose silence one can turn, and the time it has today."""
    rules = [one for one in row.get("rules", ()) if _span(one, today)["now"]]
    periods = [
        {
            **_span(one, today),
            "days": _count(one) if one.get("days") is not None else _months(one),
            "begins": one["from"],
            **cited(one["basis"], today),
        }
        for one in rules
    ]
    return {"who": row["who"], "periods": periods, "doubtful": row.get("doubtful", "")}


def _months(row: Row) -> str:
    """A period that is counted in two ways names both."""
    said = _("%d个月") % row["months"]
    return said + _("（或者%d日，最后一天按较早的算）") % row["or_days"] if row.get("or_days") else said


def _note(row: Row, today: date) -> dict[str, Any]:
    return {**_span(row, today), "text": row["text"], "depends": "when" in row}
