"""The channels in order: which door is open on the day of filing, what it waits for, what it closes, when it answers.

One entry a channel, always in the order in which no step destroys a later one: a complaint that 12315, a consumer
association or a court has accepted ends the telecom appeal, so the appeal stands before them. What ends a channel is
a dispute accepted elsewhere, not the mere filing. A date in a year without an official calendar is None, with the
reason; a person's own deadline is a calendar date and never rolled forward.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from complaints.stated import Facts, Prior
from core.sentences import sentence
from legal.corpus import Channel, Corpus
from legal.corpus.reader import Rule
from legal.reasoning import answers, workdays
from legal.reasoning.bars import check_bars, is_live
from legal.reasoning.citing import cite_all, cited_as, identities
from legal.reasoning.conditions import evaluate
from legal.reasoning.facts import Derived, Known, whose_debt
from legal.reasoning.regions import jurisdiction_note, region_for
from legal.reasoning.respondents import bought_from_any, holder_told, of_respondents
from legal.reasoning.silence import check_silence, was_asked
from legal.reasoning.steps import Step, in_time, period, prior_rows

# As an earlier step: those who gave or bought a debt.
CREDITORS = ("lender", "bank")


def derive(facts: Facts, filing: date) -> Known:
    """The facts with what follows from the lists: who was asked before, whether a lender is licensed, who can be named.

    An answer of a day before the question is none, nor are charges known whose last day lies before the first: what was
    said of it is left out and told in ``derived.doubts`` and ``derived.doubted_charges``.
    """
    prior = [_believable(row) for row in facts.get("prior") or ()]
    asked = list(dict.fromkeys(row["to"] for row in facts.get("prior") or () if "to" in row))
    derived: Derived = {"filing_date": filing.isoformat(), **of_respondents(facts)}
    if asked:
        derived["asked"] = asked
    accepted = list(dict.fromkeys(row["to"] for row in prior if row.get("accepted") is True))
    if accepted:
        derived["accepted"] = accepted
    if "operator" in asked:
        derived["asked_operator"] = True
    if any(row.get("to") == "operator" and row.get("satisfied") is False for row in prior):
        derived["operator_refused"] = True
    told = (row for row in prior if row["to"] in CREDITORS or _to_a_trader(row, facts))
    if any(row.get("on", "9") < facts["event"]["last"] for row in told):
        derived["creditor_told"] = True
    if holder_told(facts):
        derived["holder_told"] = True
    doubts = [row for row, kept in zip(facts.get("prior") or (), prior, strict=True) if row != kept]
    if doubts:
        derived["doubts"] = doubts
    known: Known = {**whose_debt(facts), "derived": derived}
    if prior:
        known["prior"] = prior
    if (bought := bought_from_any(facts)) is not None:
        known["complainant"] = {**facts.get("complainant", {}), "consumer_of_respondent": bought}
    charges = facts.get("charges") or {}
    first, last = charges.get("first_on"), charges.get("last_on")
    if first and last and first > last:
        derived["doubted_charges"] = {"first_on": first, "last_on": last}
        kept = charges.copy()
        del kept["first_on"], kept["last_on"]
        known["charges"] = kept
    return known


def _to_a_trader(row: Prior, facts: Facts) -> bool:
    """Whether an earlier step went to the other side whose fee it is: it bears no name of an authority."""
    there = [(one.get("name"), one.get("role")) for one in facts.get("respondents") or ()]
    traders = {name for name, role in there if role == "trader"}
    alone = bool(traders) and len(traders) == len(there)
    return row["to"] == "respondent" and (alone or row.get("whom") in traders)


def _believable(row: Prior) -> Prior:
    """An earlier step without an answer that would have come before it."""
    kept = row.copy()
    asked, answered = row.get("on"), row.get("answered_on")
    if asked and answered and asked > answered:
        kept.pop("answered_on", None)
        kept.pop("satisfied", None)
    return kept


def _check_needs(step: Step, facts: Facts, corpus: Corpus) -> None:
    for need in step.channel.rule.get("needs", ()):
        verdict = evaluate(need["when"], facts, corpus.conditions)
        if verdict.value is False:
            step.close(need["otherwise"])
            step.missing += need.get("missing", ())  # what would open it, once it is found out
        elif verdict.value is None:
            step.close(need.get("ask", need["otherwise"]))
            step.missing += verdict.missing


def _aside(step: Step, facts: Facts, corpus: Corpus) -> str:
    """Why what was told is not for this channel, and what can be done."""
    rows = (row["say"] for row in step.channel.rule.get("aside", ()) if _holds(row, facts, corpus))
    return str(next(rows, "")) or sentence("说的情况不归它管。")


def _is_dispute(row: Prior, corpus: Corpus) -> bool:
    """Whether what was asked is the dispute with the other side; a step taken from here names its channel."""
    channel = corpus.channels.get(row.get("channel", ""))
    return channel is None or channel.disputed


def _check_elsewhere(step: Step, facts: Facts, filing: date, corpus: Corpus) -> None:
    """Closed by a dispute that was accepted elsewhere (35号令 11, 投诉举报处理办法 16); by a row that is of an ``answered`` one,
    also where nobody says whether it was accepted."""
    rules = step.channel.rule.get("closed_by", ())
    rows = [
        (rule, row)
        for rule in rules
        for row in prior_rows(facts, set(rule["to"]), filing)
        if _is_dispute(row, corpus)
    ]
    for rule, row in rows:
        answered = row.get("answered_on") and row.get("accepted") is not False
        if row.get("accepted") is True or (rule.get("answered") and answered):
            step.close(f"{rule['text']}。")
            return
    if any(row.get("accepted") is None and row.get("answered_on") for _rule, row in rows):
        step.why.append(sentence("以前找过的部门已经答复：如果它受理了同一争议，这里可能不予受理。"))


def _step_before(rule: Rule, wanted: set[str]) -> Rule | None:
    """The step that must come first; another one where the case does not lead to it (``otherwise``)."""
    after = rule.get("after")
    if after and after["channel"] not in wanted and "otherwise" in after:
        return {**after, **after["otherwise"]}
    return after


def _waiting_since(step: Step, facts: Facts, filing: date, wanted: set[str]) -> None:
    """The step before: not asked yet, still has time, or answered (35号令 10(四): the whole 15th day)."""
    after = _step_before(step.channel.rule, wanted)
    if not after:
        return
    rows = prior_rows(facts, set(after.get("to", (after["channel"],))), filing)
    title = sentence("运营商") if after["channel"] == "operator" else sentence("机构")
    if not rows:
        step.waits_for = after["channel"]
        step.missing.append("prior")
        step.close(sentence("要先向{who}投诉，留下日期和工单号。", who=title))
        return
    pleased = [
        day for row in rows if (day := row.get("answered_on")) is not None and row.get("satisfied") is True
    ]
    # An answer that satisfied settles what came before it, not what came again.
    if pleased and not max(pleased) < facts["event"]["last"] <= filing.isoformat():
        step.close(sentence("您对{who}的答复表示满意，争议已经解决。", who=title))
        return
    # Asked again since, the later complaint has its own time; asked no more, what came again is open at once.
    since = max(pleased, default="")
    later = [row for row in rows if str(row.get("on") or "") > since]
    rows = later or rows
    answered = [day for row in rows if (day := row.get("answered_on"))]
    if any(day <= filing.isoformat() for day in answered):
        step.not_before = date.fromisoformat(min(answered))
        step.why.append(
            sentence(
                "{who}已经答复，您不满意，现在就可以提出。"
                if later
                else "{who}已经答复，此后还在继续，现在就可以提出。",
                who=title,
            )
        )
        return
    _still_has_time(step, rows, after, title, facts, filing)


def _still_has_time(
    step: Step,
    rows: list[Prior],
    after: Rule,
    title: str,
    facts: Facts,
    filing: date,
) -> None:
    asked = next((row["on"] for row in rows if row.get("on")), None)
    if asked is None:
        step.waits_for = after["channel"]
        step.missing.append("prior")
        step.close(sentence("请补上向{who}投诉的日期，才能算出哪天起可以提出。", who=title))
        return
    region = region_for(step.channel.rule, facts).code
    rule = next(rule for rule in after["rules"] if in_time(rule, filing, region))
    days = period(rule["days"], rule["count"])
    try:
        start = date.fromisoformat(asked)
        if rule["count"] == "working":
            last = workdays.add_working_days(start, rule["days"])
        else:
            last = workdays.add_natural_days(start, rule["days"])
            workdays.is_working_day(last)  # the date is someone else's: an unknown year gives none
    except workdays.UnknownYear as error:
        step.waits_for = after["channel"]
        step.unknown_dates.append(str(error))
        step.close(
            sentence(
                "{who}有{days}的答复期，届满日落在{year}年；{year}年的放假安排待国务院办公厅公布，暂不能计算。",
                who=title,
                days=days,
                year=error.year,
            )
        )
        return
    step.not_before = last + timedelta(days=1)
    if filing < step.not_before:
        step.waits_for = after["channel"]
        step.close(
            sentence(
                "{who}可以用满{days}（到{last}）；{since}起没有答复，或者提前答复而您不满意，就可以提出。",
                who=title,
                days=days,
                last=last,
                since=step.not_before,
            )
        )
    else:
        step.why.append(sentence("{who}在{days}内没有答复，现在可以提出。", who=title, days=days))


def _answer(step: Step, facts: Facts, filing: date, corpus: Corpus) -> answers.AnswerDue | None:
    """When an answer is due: the period, and its last day for a step taken already, else as if taken on filing.

    A period that begins with something later (acceptance, an order to look into it) has no last day yet.
    """
    rule = step.channel.rule
    region = region_for(rule, facts).code
    begins_now = [row for row in rule.get("answers", ()) if in_time(row, filing, region)]
    later = [*rule.get("after_acceptance", ()), *rule.get("later", ())]
    row = next(iter(begins_now), None) or next(
        (one for one in later if in_time(one, filing, region) and _holds(one, facts, corpus)), None
    )
    if row is None:
        return None
    due: answers.AnswerDue = {
        "days": row["days"],
        "count": row["count"],
        "from": row["from"],
        "basis": row["basis"],
        "citation": cited_as(row["basis"], filing, corpus),
        "owed": row.get("owed", ""),
        "note": row.get("note", ""),
        "counted_from": None,
        "due_on": None,
        "reason": None,
    }
    if not begins_now:
        due["reason"] = sentence("{begins}还不知道", begins=row["from"])
        return due
    start = _asked_on(rule, facts, filing) or filing
    due["counted_from"] = start.isoformat()
    try:
        due["due_on"] = workdays.answer_due(start, row["days"], row["count"]).isoformat()
    except workdays.UnknownYear as error:
        due["reason"] = str(error)
    return due


def _holds(row: Rule, facts: Facts, corpus: Corpus) -> bool:
    return row.get("when") is None or evaluate(row["when"], facts, corpus.conditions).value is True


def _asked_on(rule: Rule, facts: Facts, filing: date) -> date | None:
    """The last day on which this step was taken before, if it was."""
    days = [
        row["on"]
        for row in facts.get("prior") or ()
        if row.get("to") in rule.get("asked_as", ())
        and row.get("act", "complaint") == rule.get("asked_act", row.get("act", "complaint"))
        and row.get("on")
        and row["on"] <= filing.isoformat()
    ]
    return date.fromisoformat(max(days)) if days else None


def _notes(step: Step, facts: Facts, filing: date, corpus: Corpus) -> list[str]:
    region = region_for(step.channel.rule, facts).code
    where = jurisdiction_note(step.channel.rule, facts) if step.channel.rule.get("after") else ""
    return ([where] if where else []) + [
        note["text"]
        for note in step.channel.rule.get("notes", ())
        if in_time(note, filing, region) and _holds(note, facts, corpus)
    ]


def leading(facts: Facts, grounds: Sequence[answers.Ground]) -> list[answers.Ground]:
    """The grounds that lead somewhere: the live ones; with none alive, those of the kind of complaint."""
    live = [ground for ground in grounds if is_live(ground)]
    if not live:
        live = [ground for ground in grounds if ground["relevant"]]
    if not live:
        live = [
            ground for ground in grounds if ground["kind"] == facts["kind"] and ground["status"] != "not_met"
        ]
    return live


def _wanted(facts: Facts, grounds: list[answers.Ground], corpus: Corpus) -> set[str]:
    """The channels that these grounds lead to."""
    wanted = {name for ground in leading(facts, grounds) for name in ground["channels"]}
    if any(was_asked(row, corpus.channels["review"].rule, corpus) for row in facts.get("prior") or ()):
        wanted.add("review")
    return wanted


def _step(
    channel: Channel,
    facts: Facts,
    grounds: list[answers.Ground],
    wanted: set[str],
    filing: date,
    corpus: Corpus,
) -> Step:
    step = Step(channel, wanted=channel.name in wanted)
    if not step.wanted:
        if channel.name == "review":
            step.close(sentence("还没有找过主管部门，谈不上不作为。"))
        else:
            step.close(_aside(step, facts, corpus))
        return step
    _check_needs(step, facts, corpus)
    if not step.open:
        # What comes after is of who can go there.
        step.unfit = not step.missing
    _check_elsewhere(step, facts, filing, corpus)
    if channel.name == "review":
        check_silence(step, facts, filing, corpus)
    elif step.open:
        _waiting_since(step, facts, filing, wanted)
    if not step.unfit:
        check_bars(step, facts, grounds, filing, corpus)
    return step


def _entry(step: Step, order: int, facts: Facts, filing: date, corpus: Corpus) -> answers.Way:
    channel = step.channel
    event = date.fromisoformat(facts["event"]["last"])
    region = region_for(channel.rule, facts)
    citations = cite_all(channel.provisions, facts, event, filing, corpus, region.code)
    notes = _notes(step, facts, filing, corpus) if step.wanted and not step.unfit else []
    if step.wanted and channel.provisions and not citations:
        notes.append(sentence("该提交日期适用的程序规定不在本资料内，请向受理机构核对。"))
    why = [*step.why, *notes] or [channel.plain]
    if step.wanted and channel.rule.get("region_of") == "operator" and region.of != "operator":
        step.missing.append("derived.operator_region")
    return {
        "channel": channel.name,
        "title": channel.title,
        "plain": channel.plain,
        "order": order,
        "open": step.open,
        "relevant": step.wanted,
        "why": "".join(why),
        "reasons": step.why,
        "notes": notes,
        "waits_for": step.waits_for,
        "not_before": step.not_before.isoformat() if step.not_before else None,
        "not_after": step.not_after.isoformat() if step.not_after else None,
        "not_after_soft": step.soft,
        "unknown_dates": step.unknown_dates,
        "bars": step.bars,
        "silence": step.silence,
        "region": {"code": region.code, "of": region.of} if region.code else None,
        "blocks": list(channel.blocks),
        "provisions": identities(citations),
        "citations": [row["citation"] for row in citations],
        "answer_due": _answer(step, facts, filing, corpus),
        "fields": list(channel.rule.get("fields", ())),
        "missing": list(dict.fromkeys(step.missing)),
    }


def plan_steps(
    facts: Facts, grounds: list[answers.Ground], filing: date, corpus: Corpus
) -> list[answers.Way]:
    """The plan for facts that went through ``derive`` and grounds that were weighed."""
    wanted = _wanted(facts, grounds, corpus)
    steps = [_step(channel, facts, grounds, wanted, filing, corpus) for channel in corpus.channels.values()]

    def place(step: Step) -> int:
        urgent = step.channel.rule.get("urgent_when")
        if urgent and step.open and evaluate(urgent, facts, corpus.conditions).value is True:
            return 0
        return step.channel.order

    steps.sort(key=place)
    return [_entry(step, order, facts, filing, corpus) for order, step in enumerate(steps, start=1)]
