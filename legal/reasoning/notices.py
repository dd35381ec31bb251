"""What must be said besides the grounds: warnings, clocks that run, what a person can do alone."""

from datetime import date, timedelta
from typing import cast

from complaints.stated import Facts
from core.sentences import sentence
from legal.corpus import Corpus
from legal.corpus.reader import SelfHelp
from legal.reasoning import answers, workdays
from legal.reasoning import facts as known_facts
from legal.reasoning.citing import cited_as
from legal.reasoning.conditions import Tree, evaluate
from legal.reasoning.facts import Known
from legal.reasoning.preserving import other_records
from legal.reasoning.steps import in_time


def _clock(what: str, until: str, filing: date, basis: str, corpus: Corpus) -> answers.Clock:
    passed = until < filing.isoformat()
    citation = cited_as(basis, filing, corpus)
    return {"what": what, "until": until, "passed": passed, "basis": basis, "citation": citation}


def _records(facts: Facts, filing: date, corpus: Corpus) -> list[answers.Clock]:
    """The first messages are the first that a provider may delete."""
    kinds = {*((facts.get("contacts") or {}).get("channels") or ()), *other_records(facts, corpus)}
    roles = {str(one.get("role")) for one in facts.get("respondents") or ()}
    event = date.fromisoformat(facts["event"]["last"])
    first = date.fromisoformat(facts["event"]["first"])
    for row in corpus.records:
        theirs = not row.get("roles") or bool(roles & set(row["roles"]))
        if theirs and set(row["channels"]) & kinds and in_time(row, event, ""):
            until = workdays.add_months(first, row["months"]).isoformat()
            what = sentence(
                "{records}至少保存{months}个月，最早一条的记录此后可能被删除",
                records=row["what"],
                months=row["months"],
            )
            return [{**_clock(what, until, filing, row["basis"], corpus), "preserve": True}]
    return []


def _bar_name(bar: answers.Bar, step: answers.Way) -> str:
    if bar["name"]:
        return str(bar["name"])
    alone = len(step["bars"]) == 1 or not bar["dispute"]
    if alone:
        return sentence("{channel}的期限", channel=step["title"])
    return sentence("{channel}（{dispute}）的期限", channel=step["title"], dispute=bar["dispute"])


def clocks(facts: Facts, steps: list[answers.Way], filing: date, corpus: Corpus) -> list[answers.Clock]:
    """The dates after which something is lost, earliest first; one a dispute where a channel has several."""
    rows = _records(facts, filing, corpus)
    for step in steps:
        for bar in step["bars"]:
            rows.append(_clock(_bar_name(bar, step), bar["not_after"], filing, bar["basis"], corpus))
        if step["silence"] and step["not_after"]:
            name = sentence("{channel}的期限", channel=step["title"])
            basis = corpus.channels[step["channel"]].rule["within"]["basis"]
            rows.append(_clock(name, step["not_after"], filing, basis, corpus))
    return sorted(rows, key=lambda row: row["until"])


def months_lost(facts: Facts, filing: date) -> int | None:
    """How many monthly charges lie more than five months back on the day of filing (35号令 11(一)); None if not told.

    They came on the day of the first one, where that is known: counted from the last they would be fewer, and a charge
    that is asked for too late takes the others with it.
    """
    charges = facts.get("charges") or {}
    last = charges.get("last_on")
    if not last:
        return None
    final = date.fromisoformat(last)
    count = int(charges.get("months") or 0)
    if charges.get("first_on"):
        first = date.fromisoformat(charges["first_on"])
        count = max(count, (final.year - first.year) * 12 + final.month - first.month + 1)
        days = [workdays.add_months(first, forward) for forward in range(count)]
    else:
        days = [workdays.add_months(final, -back) for back in range(count)]
    if not count:
        return None
    return sum(workdays.add_months(day, 5) < filing for day in days)


def _charges(facts: Facts, filing: date) -> list[str]:
    lost = months_lost(facts, filing)
    if not lost:
        return []
    if workdays.add_months(date.fromisoformat(facts["charges"]["last_on"]), 36) < filing:
        said = sentence(
            "最早的{months}个月扣费已经超过五个月，电信申诉不再受理这一部分（电信用户申诉处理办法第十一条）；"
            "三年诉讼时效也已经届满，向法院主张的，对方可以此抗辩。",
            months=lost,
        )
    else:
        said = sentence(
            "最早的{months}个月扣费已经超过五个月，电信申诉不再受理这一部分（电信用户申诉处理办法第十一条）；"
            "每拖一个月就再少一个月，超过的部分仍可在三年内向法院主张。",
            months=lost,
        )
    return [said]


def _borders(facts: Facts, grounds: list[answers.Ground]) -> list[str]:
    """Law that came into force while the matter went on: the earlier part has the earlier law."""
    first, last = facts["event"]["first"], facts["event"]["last"]
    crossed: dict[str, str] = {}
    for ground in grounds:
        if ground["status"] in ("established", "arguable"):
            for row in ground["provisions"]:
                if (start := row["in_force"][0]) and first < start:
                    crossed[row["statute"]] = start
    told = [
        sentence(
            "事情从{first}持续到{last}，其间《{name}》（现引文本）于{start}施行；此前的部分适用当时的规定。",
            first=known_facts.spoken_of(facts, "event.first", first),
            last=known_facts.spoken_of(facts, "event.last", last),
            name=name,
            start=start,
        )
        for name, start in crossed.items()
    ]
    if first < "2021-01-01" <= last:
        told.append(sentence("行为持续到民法典施行以后的，适用民法典（时间效力规定第一条第三款）。"))
    return told


def _preservation(rows: list[answers.Clock]) -> list[str]:
    return [
        sentence(
            "{what}（{day}，已过）：请先发保全函，必要时申请证据保全。"
            if row["passed"]
            else "{what}（{day}）：请先发保全函，必要时申请证据保全。",
            what=row["what"],
            day=row["until"],
        )
        for row in rows
        if row.get("preserve")
    ]


def _unverified(grounds: list[answers.Ground]) -> list[str]:
    cited = (ground["provisions"] for ground in grounds if ground["status"] in ("established", "arguable"))
    live = [row for rows in cited for row in rows]
    names = dict.fromkeys(row["citation"] for row in live if row["verified"] == "number_only" and row["law"])
    if not names:
        return []
    return [
        sentence(
            "以下条文原文尚未核实，只引条号、不引原文，以官方公布文本为准：{articles}。",
            articles="、".join(names),
        )
    ]


def _rules(facts: Facts, grounds: list[answers.Ground], corpus: Corpus) -> list[str]:
    told = [w.text for w in corpus.warnings if w.when is None or _true(w.when, facts, corpus)]
    for row in grounds:
        if row["status"] not in ("established", "arguable") and not (row["relevant"] and row["chosen"]):
            continue
        told += [
            w.text
            for w in corpus.grounds[row["code"]].warnings
            if w.when is None or _true(w.when, facts, corpus)
        ]
    return told


def _true(condition: Tree, facts: Facts, corpus: Corpus) -> bool:
    return evaluate(condition, facts, corpus.conditions).value is True


def _dates(facts: Known, filing: date) -> list[str]:
    """Days that cannot be right, and what was made of them."""
    event = date.fromisoformat(facts["event"]["last"])
    told = []
    if event > filing:
        told.append(
            sentence("最近一次发生的日期（{day}）晚于提交日期（{filed}），请核对。", day=event, filed=filing)
        )
    elif event + timedelta(days=3653) < filing:
        told.append(sentence("事情发生在十年以前，请核对日期；多数行政渠道已经不再受理。"))
    for end in facts["event"].get("months", ()):
        day, name = facts["event"]["last" if end == "last" else "first"], f"event.{end}"
        if (month := known_facts.spoken_of(facts, name, day)) != day:
            told.append(
                sentence(
                    "{fact}只说到{month}：期限按这个月里最早可能的一天（{day}）算，不会因此来不及；想起是哪天，补上以后按那天算。",
                    fact=known_facts.label(name),
                    month=month,
                    day=day,
                )
            )
    charged = (facts.get("charges") or {}).get("last_on") or ""
    if charged > filing.isoformat():
        told.append(
            sentence(
                "最近一次扣费的日期（{day}）晚于提交日期（{filed}），请核对；期限先从提交日期起算。",
                day=charged,
                filed=filing,
            )
        )
    if days := facts["derived"].get("doubted_charges"):
        told.append(
            sentence(
                "最近一次扣费的日期（{last}）早于第一次（{first}），请核对；核对以前两个日期都不算数。",
                last=days["last_on"],
                first=days["first_on"],
            )
        )
    for row in facts["derived"].get("doubts", ()):
        title = known_facts.LISTS["prior"]["to"].values[row["to"]]
        told.append(
            sentence(
                "{who}答复的日期（{answered}）早于向它提出的日期（{asked}），请核对；核对以前按没有答复计算。",
                who=title,
                answered=row["answered_on"],
                asked=row["on"],
            )
        )
    return told


def notices(
    facts: Known,
    grounds: list[answers.Ground],
    steps: list[answers.Way],
    filing: date,
    corpus: Corpus,
) -> answers.Notices:
    """``warnings`` (each once), ``clocks`` and ``self_help`` of an assessment."""
    running = clocks(facts, steps, filing, corpus)
    warnings = [
        *_dates(facts, filing),
        *_rules(facts, grounds, corpus),
        *_charges(facts, filing),
        *_preservation(running),
        *_borders(facts, grounds),
        *_unverified(grounds),
        *(
            sentence("{channel}：{reason}", channel=step["title"], reason=reason)
            for step in steps
            for reason in step["unknown_dates"]
        ),
    ]
    called_for = [row for row in corpus.self_help if _true(row["when"], facts, corpus)]
    # A condition is the corpus's own and no part of the answer.
    help_rows = [cast(SelfHelp, {k: v for k, v in row.items() if k != "when"}) for row in called_for]
    return {"warnings": list(dict.fromkeys(warnings)), "clocks": running, "self_help": help_rows}
