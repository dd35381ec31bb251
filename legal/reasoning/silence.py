"""行政复议 against an authority that did not answer, or refused to act: whose time ran out, when, counted from what. Pure.

``silent`` of channels/review.yaml says who is an authority and how long it has. From the day on which its time ended
(行政复议法实施条例 16), or from the day of its refusal, the days of ``within`` run. It has until the end of its time as rolled
over rest days and counted in the way that is longest; the person's own days run from the earliest end that anybody could
count, never rolled forward. What begins with an acceptance whose day is not known has no last day.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from complaints.stated import Facts, Prior
from core.sentences import sentence
from legal.corpus import Corpus
from legal.corpus.reader import Rule
from legal.reasoning import answers, workdays
from legal.reasoning.regions import region_for
from legal.reasoning.steps import Step, in_time, period

OPEN, WAITING, OVER = range(3)


@dataclass
class Silence:
    """One earlier application to one authority, seen from the day of filing."""

    row: Prior
    who: Rule  # the authority's row of the rule
    standing: int = WAITING
    why: str = ""
    not_before: date | None = None
    not_after: date | None = None
    unknown_date: str = ""
    rule: Rule | None = None
    due_on: date | None = None
    counted: bool = field(default=True)  # whether the period could be counted at all
    undated: bool = False  # for want of a day that the person may know
    # Whether ``not_after`` ends the way only for those who were told of it.
    soft: bool = False

    @property
    def order(self) -> tuple[int, date]:
        """Open ones first, the one that ends soonest first, doubtful ends last; then what opens soonest; what is over last."""
        day = self.not_after if self.standing != WAITING else self.not_before
        return self.standing, date.max if self.soft or day is None else day

    def as_json(self) -> answers.Silence:
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


def authorities(rule: Rule) -> set[str]:
    """Whom silence can be held against, by ``prior.to``."""
    return {row["to"] for row in rule.get("silent", ())}


def was_asked(row: Prior, rule: Rule, corpus: Corpus) -> bool:
    """Whether an earlier step went to an authority; a step taken here names its channel, and some are none."""
    channel = corpus.channels.get(row.get("channel", ""))
    return row.get("to") in authorities(rule) and (channel is None or channel.authority)


def check_silence(step: Step, facts: Facts, filing: date, corpus: Corpus) -> None:
    """Open the review, or say until when to wait, or that it is too late, for the application that stands best."""
    rule = step.channel.rule
    asked = [row for row in facts.get("prior") or () if was_asked(row, rule, corpus)]
    found = [one for row in asked if (one := _seen(row, facts, filing, rule, corpus)) is not None]
    if not found:
        step.close(_nothing_to_review(asked, rule))
        return
    best = min(found, key=lambda one: one.order)
    step.not_before, step.not_after, step.soft = best.not_before, best.not_after, best.soft
    step.silence = best.as_json()
    if best.undated:
        step.missing.append("prior")
    if best.unknown_date:
        step.unknown_dates.append(best.unknown_date)
    if best.standing == OPEN:
        step.why.append(best.why)
        step.why += [words for name in ("note", "doubtful") if (words := best.who.get(name))]
        return
    if best.standing == WAITING and best.counted:
        step.waits_for = best.who.get("channel")
    step.close(best.why)


def _nothing_to_review(asked: list[Prior], rule: Rule) -> str:
    reports = [
        row["report"]
        for row in rule["silent"]
        if row.get("report") and any(one["to"] == row["to"] and one.get("act") == "report" for one in asked)
    ]
    return "".join(reports) or sentence("还没有主管部门逾期不答复或者拒绝履行；等它的法定期限过了再看。")


def _seen(row: Prior, facts: Facts, filing: date, rule: Rule, corpus: Corpus) -> Silence | None:
    """How an application stands; None where nothing can be held against anybody: answered, later, or only a report."""
    act = row.get("act", "complaint")
    who = next(one for one in rule["silent"] if one["to"] == row["to"])
    day = filing.isoformat()
    if act not in who["acts"] or row.get("on", "") > day:
        return None
    if row.get("accepted") is False:
        return _refused(row, who, filing, rule["within"])
    if (answered := row.get("answered_on")) and answered <= day:
        return None
    if not row.get("on"):
        words = sentence("请补上向{who}提出的日期，才能算出它的期限。", who=who["who"])
        return Silence(row, who, WAITING, words, counted=False, undated=True)
    if row.get("accepted") is True and who.get("accepted"):
        return Silence(row, who, WAITING, who["accepted"], counted=False)
    return _silent(row, who, facts, filing, rule["within"]["days"])


def _refused(row: Prior, who: Rule, filing: date, within: Rule) -> Silence | None:
    """Refused to act: sixty days from the day on which the person learned of it.

    Who was not told of the review, of where to ask for it and until when, has up to ``untold_years`` (行政复议法 20(3)):
    whether they were is nobody's to guess, so the door stays open and says so.
    """
    told, days = row.get("answered_on"), within["days"]
    if not told:
        words = sentence("{who}没有受理：请补上它答复您的日期，才能算出申请复议的期限。", who=who["who"])
        return Silence(row, who, WAITING, words, counted=False, undated=True)
    if told > filing.isoformat():
        return None
    since = date.fromisoformat(told)
    until = workdays.add_natural_days(since, days)
    longest = workdays.add_months(since, 12 * within["untold_years"])
    given = {"who": who["who"], "day": told, "days": days, "until": until, "longest": longest}
    if filing > longest:
        words = sentence(
            "{who}于{day}答复不予受理；知道之日起{days}日内申请，已于{until}届满，最长的期限也已于{longest}届满。",
            **given,
        )
        return Silence(row, who, OVER, words, since, until)
    if filing > until:
        words = sentence(
            "{who}于{day}答复不予受理；知道之日起{days}日内申请，已于{until}届满。", **given
        ) + sentence(
            "答复里没有告知您可以申请复议、向谁申请和期限的，从您知道这些之日起算，最长到{longest}；告知过的，不会受理。",
            **given,
        )
        return Silence(row, who, OPEN, words, since, until, soft=True)
    words = sentence(
        "{who}于{day}答复不予受理，您不服的，可以在{until}以前申请复议；须先复议，再行政诉讼。", **given
    )
    return Silence(row, who, OPEN, words, since, until)


def _silent(row: Prior, who: Rule, facts: Facts, filing: date, within: int) -> Silence:
    start = date.fromisoformat(row["on"])
    region = region_for(who, facts).code
    rule = next((one for one in who["rules"] if in_time(one, start, region)), None)
    if rule is None:
        words = sentence(
            "{who}在{day}适用的办理期限不在本资料内，算不出从哪天起是逾期。", who=who["who"], day=start
        )
        return Silence(row, who, WAITING, words, counted=False)
    span = _span(rule)
    try:
        last = _last_day(start, rule)
    except workdays.UnknownYear as error:
        words = sentence(
            "{who}自{begins}起有{span}，届满日落在{year}年；{year}年的放假安排待国务院办公厅公布，暂不能计算。",
            who=who["who"],
            begins=rule["from"],
            span=span,
            year=error.year,
        )
        return Silence(row, who, WAITING, words, unknown_date=str(error), rule=rule)
    since = last + timedelta(days=1)
    ended = _earliest_end(start, rule)
    until = workdays.add_natural_days(ended, within)
    given = {
        "who": who["who"], "begins": rule["from"], "span": span, "start": start, "last": last,
        "ended": ended, "within": within, "until": until,
    }  # fmt: skip
    if filing < since:
        words = sentence(
            "{who}自{begins}起有{span}（{start}提出的，到{last}）；过了仍不答复，才可以申请复议。", **given
        )
        return Silence(row, who, WAITING, words, since, rule=rule, due_on=last)
    if filing > until:
        words = sentence(
            "{who}自{begins}起有{span}（{start}提出的，到{last}）；从期限届满之日（按最早的算法是{ended}）起{within}日内申请，"
            "已于{until}届满。",
            **given,
        )
        return Silence(row, who, OVER, words, since, until, rule=rule, due_on=last)
    words = sentence(
        "{who}自{begins}起有{span}（{start}提出的，到{last}），逾期没有答复：可以在{until}以前申请复议；须先复议，再行政诉讼。",
        **given,
    )
    return Silence(row, who, OPEN, words, since, until, rule=rule, due_on=last)


def _span(rule: Rule) -> str:
    if rule.get("months"):
        two = rule["months"] == 2
        return sentence("两个月") if two else sentence("{months}个月", months=rule["months"])
    return period(rule["days"], rule["count"])


def _ends(start: date, rule: Rule) -> list[date]:
    """The ends of a period in every way in which it is counted, before anything is rolled: two months, sixty days."""
    ends = [workdays.add_months(start, rule["months"])] if rule.get("months") else []
    if rule.get("or_days"):
        ends.append(workdays.add_natural_days(start, rule["or_days"]))
    if rule.get("days") is not None:
        count = workdays.add_working_days if rule["count"] == "working" else workdays.add_natural_days
        ends.append(count(start, rule["days"]))
    return ends


def _earliest_end(start: date, rule: Rule) -> date:
    """From here the person's own days run: the earlier of two ways is the safe one."""
    return min(_ends(start, rule))


def _last_day(start: date, rule: Rule) -> date:
    """Until here the authority is in time in every way of counting, rolled over rest days. Raises UnknownYear."""
    end = max(_ends(start, rule))
    return end if rule.get("count") == "working" else workdays.roll_forward(end)
