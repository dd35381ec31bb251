"""行政复议 against an authority that did not answer, or refused to act: whose time ran out, when, counted from what. Pure.

``silent`` of channels/review.yaml says who is an authority and how long it has. From the end of its time, or from the day of
its refusal, the days of ``within`` run; what begins with an acceptance whose day is not known has no last day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from legal import workdays
from legal.corpus import Corpus
from legal.regions import region_for
from legal.steps import Step, in_time

Row = Mapping[str, Any]
OPEN, WAITING, OVER = range(3)


@dataclass
class Silence:
    """One earlier application to one authority, seen from the day of filing."""

    row: Row
    who: Row  # the authority's row of the rule
    standing: int = WAITING
    why: str = ""
    not_before: date | None = None
    not_after: date | None = None
    unknown_date: str = ""
    rule: Row | None = None
    due_on: date | None = None
    counted: bool = field(default=True)  # whether the period could be counted at all

    @property
    def order(self) -> tuple[int, date]:
        """Open ones first, the one that ends soonest first; then what opens soonest; what is over last."""
        day = self.not_after if self.standing != WAITING else self.not_before
        return self.standing, day or date.max

    def as_json(self) -> dict[str, Any]:
        rule = self.rule or {}
        return {
            "to": self.row["to"],
            "who": self.who["who"],
            "on": self.row.get("on"),
            "refused_on": self.row.get("answered_on") if self.row.get("accepted") is False else None,
            "days": rule.get("days"),
            "months": rule.get("months"),
            "count": rule.get("count"),
            "from": rule.get("from"),
            "basis": rule.get("basis"),
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "doubtful": bool(self.who.get("doubtful")),
        }


def authorities(rule: Row) -> set[str]:
    """Whom silence can be held against, by ``prior.to``."""
    return {row["to"] for row in rule.get("silent", ())}


def was_asked(row: Row, rule: Row) -> bool:
    """Whether an earlier step went to an authority; a step taken here names its channel, and some are none."""
    return row.get("to") in authorities(rule) and row.get("channel") not in rule.get("no_authority", ())


def check_silence(step: Step, facts: Row, filing: date, corpus: Corpus) -> None:
    """Open the review, or say until when to wait, or that it is too late, for the application that stands best."""
    rule = step.channel.rule
    asked = [row for row in facts.get("prior") or () if was_asked(row, rule)]
    found = [one for row in asked if (one := _seen(row, facts, filing, rule, corpus)) is not None]
    if not found:
        step.close(_nothing_to_review(asked, rule))
        return
    best = min(found, key=lambda one: one.order)
    step.not_before, step.not_after = best.not_before, best.not_after
    step.silence = best.as_json()
    if best.unknown_date:
        step.unknown_dates.append(best.unknown_date)
    if best.standing == OPEN:
        step.why.append(best.why)
        step.why += [words for name in ("note", "doubtful") if (words := best.who.get(name))]
        return
    if best.standing == WAITING and best.counted:
        step.waits_for = best.who.get("channel")
    step.close(best.why)


def _nothing_to_review(asked: list[Row], rule: Row) -> str:
    reports = [
        row["report"]
        for row in rule["silent"]
        if row.get("report") and any(one["to"] == row["to"] and one.get("act") == "report" for one in asked)
    ]
    return "".join(reports) or "还没有主管部门逾期不答复或者拒绝履行；等它的法定期限过了再看。"


def _seen(row: Row, facts: Row, filing: date, rule: Row, corpus: Corpus) -> Silence | None:
    """How an application stands; None where nothing can be held against anybody: answered, later, or only a report."""
    act = row.get("act", "complaint")
    who = next(one for one in rule["silent"] if one["to"] == row["to"])
    day = filing.isoformat()
    if act not in who["acts"] or row.get("on", "") > day:
        return None
    if row.get("accepted") is False:
        return _refused(row, who, filing, rule["within"]["days"])
    if row.get("answered_on") and row["answered_on"] <= day:
        return None
    if not row.get("on"):
        words = f"请补上向{who['who']}提出的日期，才能算出它的期限。"
        return Silence(row, who, WAITING, words, counted=False)
    if row.get("accepted") is True and who.get("accepted"):
        return Silence(row, who, WAITING, who["accepted"], counted=False)
    return _silent(row, who, facts, filing, rule["within"]["days"])


def _refused(row: Row, who: Row, filing: date, within: int) -> Silence | None:
    """Refused to act: sixty days from the day on which the person learned of it."""
    told = row.get("answered_on")
    if not told:
        words = f"{who['who']}没有受理：请补上它答复您的日期，才能算出申请复议的期限。"
        return Silence(row, who, WAITING, words, counted=False)
    if told > filing.isoformat():
        return None
    since = date.fromisoformat(told)
    until = workdays.add_natural_days(since, within)
    if filing > until:
        words = f"{who['who']}于{told}答复不予受理；知道之日起{within}日内申请，已于{until}届满。"
        return Silence(row, who, OVER, words, since, until)
    words = f"{who['who']}于{told}答复不予受理，您不服的，可以在{until}以前申请复议；须先复议，再行政诉讼。"
    return Silence(row, who, OPEN, words, since, until)


def _silent(row: Row, who: Row, facts: Row, filing: date, within: int) -> Silence:
    start = date.fromisoformat(row["on"])
    region = region_for(who, facts).code
    rule = next((one for one in who["rules"] if in_time(one, start, region)), None)
    if rule is None:
        words = f"{who['who']}在{start}适用的办理期限不在本资料内，算不出从哪天起是逾期。"
        return Silence(row, who, WAITING, words, counted=False)
    span = _span(rule)
    try:
        last = _last_day(start, rule)
    except workdays.UnknownYear as error:
        words = f"{who['who']}自{rule['from']}起有{span}，届满日落在{error}。"
        return Silence(row, who, WAITING, words, unknown_date=str(error), rule=rule)
    since = last + timedelta(days=1)
    lapsed = f"{who['who']}自{rule['from']}起有{span}（{start}提出的，到{last}）"
    if filing < since:
        words = f"{lapsed}；过了仍不答复，才可以申请复议。"
        return Silence(row, who, WAITING, words, since, rule=rule, due_on=last)
    until = workdays.add_natural_days(since, within)
    if filing > until:
        words = f"{lapsed}；知道不答复之日起{within}日内申请，已于{until}届满。"
        return Silence(row, who, OVER, words, since, until, rule=rule, due_on=last)
    words = f"{lapsed}，逾期没有答复：可以在{until}以前申请复议；须先复议，再行政诉讼。"
    return Silence(row, who, OPEN, words, since, until, rule=rule, due_on=last)


def _span(rule: Row) -> str:
    if rule.get("months"):
        return "两个月" if rule["months"] == 2 else f"{rule['months']}个月"
    return f"{rule['days']}{'个工作日' if rule['count'] == 'working' else '日'}"


def _last_day(start: date, rule: Row) -> date:
    if rule.get("months"):
        return workdays.roll_forward(workdays.add_months(start, rule["months"]))
    return workdays.answer_due(start, rule["days"], rule["count"])
