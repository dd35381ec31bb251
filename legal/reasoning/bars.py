"""A person's own last days, one for each dispute of the case: calendar dates, never rolled forward. Pure.

A channel's file lists its bars in order. One with ``grounds`` speaks for these alone and leaves the others to the rows
after it; one without speaks for whatever is left. A dispute whose time is over goes, the channel stays open for the rest
(35号令 11(一): charges five months, everything else two years). ``soft`` ends some requests or one kind of sanction, never
the way, and ``lapse`` says what is lost; ``told_only`` is a date to be on the safe side of: it is told and closes nothing.
What was done in time with one of ``ended_by`` ends the bar itself (治安管理处罚法 25: what the police discovered within six
months). ``since`` and ``until`` are days of the event; with ``law: filing`` of the filing.
"""

from collections.abc import Iterable
from datetime import date

from complaints.stated import Facts
from core.sentences import sentence
from legal.corpus import Channel, Corpus
from legal.corpus.reader import Rule
from legal.reasoning import answers, workdays
from legal.reasoning.conditions import evaluate, lookup
from legal.reasoning.steps import Step, in_time


def is_live(ground: answers.Ground) -> bool:
    """A dispute that the case is about: its facts are there, or the person chose it and some are."""
    return ground["status"] in ("established", "arguable") or (ground["relevant"] and ground["chosen"])


def _speaking(
    channel: Channel, facts: Facts, grounds: Iterable[answers.Ground], filing: date, corpus: Corpus
) -> list[tuple[Rule, list[str]]]:
    """The rows that speak for this case, each with the grounds that it speaks for."""
    left = [row["code"] for row in grounds if is_live(row) and channel.name in row["channels"]]
    found: list[tuple[Rule, list[str]]] = []
    spoken_for = False
    event = date.fromisoformat(facts["event"]["last"])
    for bar in channel.rule.get("bars", ()):
        if not in_time(bar, filing if bar.get("law") == "filing" else event, ""):
            continue
        condition = bar.get("when")
        if condition is not None and evaluate(condition, facts, corpus.conditions).value is not True:
            continue
        own = bar.get("grounds")
        if own is None and not bar.get("told_only") and spoken_for and not left:
            break
        ends = left if own is None else [code for code in own if code in left]
        found.append((bar, list(ends)))
        if bar.get("told_only"):
            continue
        if own is None:
            break
        spoken_for, left = True, [code for code in left if code not in own]
    return found


def _last_day(bar: Rule, facts: Facts, filing: date) -> date:
    """From a day that is still to come nothing runs: it is a wrong date, and the day of filing is the safe one."""
    start = min(date.fromisoformat(lookup(facts, bar["from"]) or facts["event"]["last"]), filing)
    return workdays.add_months(start, bar.get("months", 0) + 12 * bar.get("years", 0))


def _ended_on(bar: Rule, facts: Facts, filing: date) -> str:
    """The day of the earlier step that ended a bar in time; "" where there was none.

    Nothing is discovered before it began: an earlier day is of something else, or a wrong one.
    """
    way = bar.get("ended_by")
    if way is None:
        return ""
    began = facts["event"].get("first") or facts["event"]["last"]
    until = min(_last_day(bar, facts, filing), filing).isoformat()
    days = [
        row["on"]
        for row in facts.get("prior") or ()
        if row["to"] in way["to"] and row.get("act", "complaint") in way["acts"] and row.get("on")
    ]
    return min((day for day in days if began <= day <= until), default="")


def _bar(bar: Rule, facts: Facts, ends: list[str], filing: date) -> answers.Bar:
    until = _last_day(bar, facts, filing)
    return {
        "dispute": bar.get("dispute", ""),
        "name": bar.get("name", ""),
        "grounds": ends,
        "not_after": until.isoformat(),
        "passed": until < filing,
        "soft": bool(bar.get("soft")),
        "told_only": bool(bar.get("told_only")),
        "basis": bar["basis"],
        "text": bar["text"],
        "lapse": bar.get("lapse", ""),
    }


def lapsed(name: str, facts: Facts, on: date, corpus: Corpus) -> list[str]:
    """The articles of a channel by which a sanction is over on a day: of the soft bars, those whose time ran out and that
    nothing ended before. None where the day of the last act is not told."""
    if not facts.get("event", {}).get("last"):
        return []
    rows = _speaking(corpus.channels[name], facts, (), on, corpus)
    return [
        bar["basis"]
        for bar, _grounds in rows
        if bar.get("soft") and _last_day(bar, facts, on) < on and not _ended_on(bar, facts, on)
    ]


def check_bars(
    step: Step, facts: Facts, grounds: Iterable[answers.Ground], filing: date, corpus: Corpus
) -> None:
    """Write the last days into a step, and close it when every dispute that it could take is barred."""
    safe = dict[str, str]()
    for bar, ends in _speaking(step.channel, facts, grounds, filing, corpus):
        if bar.get("told_only") and bar.get("grounds"):
            safe |= {code: _last_day(bar, facts, filing).isoformat() for code in ends}
        if day := _ended_on(bar, facts, filing):
            step.why.append(sentence("{what}（{day}）。", what=bar["ended_by"]["text"], day=day))
        else:
            step.bars.append(_bar(bar, facts, ends, filing))
    binding = [bar for bar in step.bars if not bar["told_only"]]
    if not binding:
        return
    over = [bar for bar in binding if bar["passed"] and not bar["soft"]]
    if len(over) == len(binding):
        step.not_after = date.fromisoformat(max(bar["not_after"] for bar in binding))
        if step.open:
            step.why.clear()  # what was open until here is not any more
        step.close("".join(_over(bar["text"], bar["not_after"]) for bar in binding))
        return
    running = [bar for bar in binding if not bar["passed"]] or binding
    ends = sorted({bar["not_after"] for bar in running})
    if all(
        bar["grounds"] and _overtaken(bar, step.bars) and safe.keys() >= {*bar["grounds"]} for bar in running
    ):
        ends = sorted({safe[code] for bar in running for code in bar["grounds"]})
    step.not_after = date.fromisoformat(ends[0])
    step.soft = len(ends) > 1 or any(bar["soft"] for bar in running)
    step.why += [_said(bar, over, corpus) for bar in step.bars if not _overtaken(bar, step.bars)]


def _overtaken(bar: answers.Bar, bars: Iterable[answers.Bar]) -> bool:
    """Whether an earlier day that is safe is told of every dispute that this one speaks for: of two days somebody keeps the
    later."""
    safe = {code for one in bars if one["told_only"] and not one["passed"] for code in one["grounds"]}
    return not bar["told_only"] and not bar["passed"] and bool(bar["grounds"]) and {*bar["grounds"]} <= safe


def _said(bar: answers.Bar, over: list[answers.Bar], corpus: Corpus) -> str:
    titles = "、".join(corpus.grounds[code].title for code in bar["grounds"])
    what = bar["text"]
    if over and not bar["passed"] and titles:
        what = sentence("{rule}（{disputes}）", rule=what, disputes=titles)
    given = {"rule": what, "day": bar["not_after"], "lapse": bar["lapse"]}
    if bar["soft"]:
        return sentence(
            "{rule}：期限已于{day}届满，{lapse}。" if bar["passed"] else "{rule}：到{day}，过了{lapse}。",
            **given,
        )
    if not bar["passed"]:
        return sentence("{rule}：最迟{day}。", **given)
    if bar["told_only"]:
        return sentence("{rule}：期限已于{day}届满。", **given)
    return sentence(
        "{rule}：已于{day}届满，这一部分不再从这里提出，可以起诉；其余的争议仍可以从这里提出。", **given
    )


def _over(rule: str, day: str) -> str:
    return sentence("{rule}：已于{day}届满。", rule=rule, day=day)


def bars_of(name: str, facts: Facts, on: date, corpus: Corpus) -> list[answers.Bar]:
    """A person's own last days in a channel as they stand on a day, of whatever dispute, but those that were ended in time.
    None where the day of the last act is not told."""
    if not facts.get("event", {}).get("last"):
        return []
    rows = _speaking(corpus.channels[name], facts, (), on, corpus)
    return [_bar(bar, facts, grounds, on) for bar, grounds in rows if not _ended_on(bar, facts, on)]
