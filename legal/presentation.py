"""An assessment in words for a page: labels and tones beside what ``assess`` and ``plan`` answered, nothing decided here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import SITUATIONS_OF_KIND, Situation
from complaints.questions import Question, questions_of
from complaints.stated import Facts
from core.sentences import sentence
from legal.corpus import CorpusError, load
from legal.corpus.reader import Precedent
from legal.reasoning import answers, library
from legal.reasoning.assessment import understand
from legal.reasoning.tracing import trace_elements
from legal.way_shown import shown_bars, shown_region, shown_silence

_GROUND = {
    "established": (lambda: _("事实已经对得上"), ""),
    "arguable": (lambda: _("可以主张，要看认定"), "warn"),
    "needs_facts": (lambda: _("还缺事实"), "grey"),
}
_ELEMENT = {
    "met": (lambda: _("已说明"), ""),
    "unmet": (lambda: _("不符合"), "bad"),
    "unknown": (lambda: _("还不清楚"), "grey"),
}
BURDEN = {
    "complainant": lambda: _("由您举证"),
    "respondent": lambda: _("由对方举证"),
    "presumed": lambda: _("法律先推定对方有过错，由对方证明没有"),
}
_STRENGTH = {
    "arguable": lambda: _("能否适用有争议"),
    "adverse": lambda: _("对方可能用来抗辩"),
}
_EFFECT = {
    "supports": (lambda: _("支持了投诉的一方"), ""),
    "against": (lambda: _("没有支持投诉的一方"), "bad"),
    "penalty": (lambda: _("主管部门处罚了，不是投诉的结果"), "grey"),
    "unknown": (lambda: _("结果不明"), "grey"),
}
VERIFIED = {
    "two_copies": lambda: _("条文与两份以上独立存本核对一致。"),
    "one_copy": lambda: _("条文核对过一份存本，以官方公布文本为准。"),
    "number_only": lambda: _("条文未经核对，以官方公布文本为准。"),
}


def address(identity: str, on: date | None = None) -> str:
    """The public page of ``广告法:43``, as it read on a day."""
    path = _path(identity)
    return f"{path}?on={on.isoformat()}" if on else path


@lru_cache(maxsize=4096)
def _path(identity: str) -> str:
    """The same in every language and for everybody: a plan names two hundred of them."""
    statute, _colon, number = identity.partition(":")
    return reverse("law_article", args=[statute, number])


def _days(result: answers.Assessment) -> list[date]:
    """The day that chose substantive law, then the day that chose procedure."""
    return [date.fromisoformat(day) for day in (result["on"], result["filing_date"])]


def _page(row: answers.Provision, days: list[date]) -> str:
    """The page of a cited provision on the day that chose it."""
    first, last = (date.fromisoformat(day) if day else None for day in row["in_force"])
    chosen = (day for day in days if (first is None or first <= day) and (last is None or day <= last))
    return address(row["id"], next(chosen, days[-1]))


def linked(citations: Sequence[str], identities: Sequence[str], days: list[date]) -> list[dict[str, str]]:
    """Citations with the pages of their articles; a page is empty where the corpus has no such article any more. ``again`` is
    the article alone where the one before is of the same statute: its name is read once."""
    pages: dict[str, str] = {}
    for identity in identities:
        for day in days:
            if article := load().article(identity, day):
                pages.setdefault(article.citation(), address(identity, day))
    starts = sorted(pages, key=len, reverse=True)
    return [
        {
            "citation": one,
            "page": next((pages[start] for start in starts if one.startswith(start)), ""),
            "again": _article_alone(before, one),
        }
        for before, one in zip(["", *citations], citations, strict=False)
    ]


_OF_STATUTE = re.compile(r"(?P<statute>《.+》(?:（[^（）]*）)*)(?P<article>第.+)")


def _article_alone(before: str, citation: str) -> str:
    found, last = _OF_STATUTE.fullmatch(citation), _OF_STATUTE.fullmatch(before)
    return found["article"] if found and last and found["statute"] == last["statute"] else ""


def shown_grounds(result: answers.Assessment, situations: Sequence[str]) -> list[dict[str, Any]]:
    """The grounds to lay before a person, the firmest first: what the facts support, and what they chose but left open."""
    order = list(_GROUND)
    grounds = [
        ground
        for ground in result["grounds"]
        if ground["status"] in ("established", "arguable")
        or (ground["status"] == "needs_facts" and ground["slug"] in situations)
    ]
    grounds.sort(key=lambda ground: order.index(ground["status"]))
    return [_shown_ground(one, _days(result)) for one in grounds]


@dataclass(frozen=True)
class OtherGround:
    """A situation that more facts could bear out, and the questions that ask for them."""

    label: str
    questions: list[Question]


def other_grounds(result: answers.Assessment, situations: Sequence[str], kind: str) -> list[OtherGround]:
    """Situations of the same kind that more facts could bear out and that the person did not choose."""
    return [
        OtherGround(
            str(Situation(ground["slug"]).label),
            questions_of([fact for one in ground["elements"] for fact in one.get("missing", ())], kind),
        )
        for ground in result["grounds"]
        if ground["status"] == "needs_facts"
        and ground["slug"] not in situations
        and ground["slug"] in SITUATIONS_OF_KIND[kind]
    ]


def _shown_ground(ground: answers.Ground, days: list[date]) -> dict[str, Any]:
    label, tone = _GROUND[ground["status"]]
    elements = [_shown_element(element, ground["kind"]) for element in ground["elements"]]
    provisions = [
        {
            **one,
            "lines": (one["text"] or "").splitlines(),
            "verified_label": VERIFIED[one["verified"]](),
            "strength_label": _strength(one),
            "page": _page(one, days),
            "since": one["in_force"][0],
            "until": one["in_force"][1],
            "official": _official(one["id"]),
        }
        for one in ground["provisions"]
    ]
    relief = [
        {**one, "links": linked(one.get("citations", ()), one.get("provisions", ()), days)}
        for one in ground.get("relief", ())
    ]
    return {
        **ground,
        "title": ground.get("title") or str(Situation(ground["slug"]).label),
        "status_label": label(),
        "tone": tone,
        "elements": elements,
        "shown": [one for one in elements if one["status"] == "met"],
        "open": [one for one in elements if one["status"] != "met"],
        "provisions": provisions,
        "relief": relief,
        "precedents": [shown_precedent(one) for one in ground.get("precedents", ())],
    }


def _official(identity: str) -> str:
    """Where the text of a statute is published; "" where no address is known."""
    statute = load().statutes.get(identity.partition(":")[0])
    return str(statute.official or "") if statute else ""


def traced(
    grounds: list[dict[str, Any]], facts: Facts, on: date, corpus_version: str
) -> list[dict[str, Any]]:
    """The grounds with the trace of every condition, for those who must check the reasoning.

    The trees are those of today's corpus; where the assessment was made with another, ``stale`` says so.
    """
    corpus = load()
    matter = understand(facts, on, corpus)
    stale = (
        ""
        if corpus_version == corpus.version
        else _("作出结果以后法律数据有更新；下面按现在的数据重新求值。")
    )
    return [
        ground
        | {
            "traces": {
                "stale": stale,
                "rows": trace_elements(ground["code"], matter),
            }
        }
        for ground in grounds
    ]


def _strength(provision: answers.Provision) -> str:
    if not provision.get("law", True):
        return _("行业规则或推荐性标准，不是法律")
    label = _STRENGTH.get(provision.get("strength", "direct"))
    return label() if label else ""


def shown_precedent(precedent: Precedent) -> dict[str, Any]:
    label, tone = _EFFECT[precedent["effect"]]
    return {**precedent, "effect_label": label(), "tone": tone}


def _shown_element(element: answers.Element, kind: str) -> dict[str, Any]:
    label, tone = _ELEMENT[element["status"]]
    burden = BURDEN.get(element.get("burden", ""))
    ways = [{"id": one.id, "title": one.title} for one in load().capture.ways_for(element.get("id", ""))]
    return {
        **element,
        "status_label": label(),
        "tone": tone,
        "burden_label": burden() if burden else "",
        "ways": ways,
        "questions": questions_of(element.get("missing", ()), kind),
    }


def shown_plan(result: answers.Assessment, kind: str = "") -> list[dict[str, Any]]:
    """The channels in order, those that are open first where the order allows it; what one waits for as questions of
    this kind of complaint."""
    names = {way["channel"]: way.get("title", way["channel"]) for way in result["plan"]}
    days = _days(result)
    ways = sorted(result["plan"], key=lambda way: way["order"])
    return [
        _shown_way(way, names, days, result["filing_date"])
        | {"questions": questions_of(way.get("missing", ()), kind)}
        for way in ways
    ]


def _shown_way(way: answers.Way, names: dict[str, str], days: list[date], filing_date: str) -> dict[str, Any]:
    waits = way.get("waits_for")
    due = way.get("answer_due")
    return {
        **way,
        "title": names[way["channel"]],
        "waits_for_label": names.get(waits, waits) if waits else "",
        "blocks_labels": [names.get(one, one) for one in way.get("blocks", [])],
        "answer_label": _answer(due, filing_date) if due else "",
        "links": linked(way.get("citations", ()), way.get("provisions", ()), days[::-1]),
        "not_before": _day(way.get("not_before")),
        "not_after": _day(way.get("not_after")),
        "answer_basis": cited(due["basis"], *days[::-1]) if due and due.get("basis") else {},
        "bars": shown_bars(way, cited, days[::-1]),
        "silence": shown_silence(way, cited, days[::-1]),
        "region": shown_region(way),
    }


def shown_clocks(result: answers.Assessment) -> list[dict[str, Any]]:
    """The days after which something is lost, each with its article by name: what still runs first, earliest first."""
    days = _days(result)
    clocks = sorted(result.get("clocks", []), key=lambda clock: (clock.get("passed", False), clock["until"]))
    return [{**clock, **cited(clock["basis"], *days[::-1])} for clock in clocks]


def cited(identity: str, *days: date) -> dict[str, str]:
    """The citation behind an identity of the corpus as of the first day on which it was in force, with its page; the
    identity itself where it is a remark.

    One that names a version (``治安管理处罚法@2026:118``) is that version's, whatever the day.
    """
    for day in days:
        try:
            article = load().article(identity, day)
        except (CorpusError, ValueError):
            break
        if article is not None:
            return {"basis": article.citation(), "page": address(article.id, day)}
    if statute := load().statutes.get(identity):
        return {"basis": f"《{statute.name}》", "page": reverse("law_statute", args=[identity])}
    return {"basis": identity, "page": ""}


def _answer(due: answers.AnswerDue, filing_date: str) -> str:
    """What is owed when, counted from what: an acceptance is not yet an answer, and a period may not have begun. What is
    counted from the day of the assessment was not handed in yet."""
    if not due.get("days"):
        return ""
    said = sentence(
        "{begins}起{days}个工作日内{owed}"
        if due.get("count") == "working"
        else "{begins}起{days}日（自然日）内{owed}",
        begins=due["from"],
        days=due["days"],
        owed=due.get("owed") or sentence("应有答复"),
    )
    if more := _counted(due, filing_date):
        said = sentence("{said}（{more}）", said=said, more=more)
    return said + (f"。{due['note']}" if due.get("note") else "")


def _counted(due: answers.AnswerDue, filing_date: str) -> str:
    """From which day until which; for want of that, why not."""
    begun = due.get("counted_from")
    if due.get("due_on"):
        return sentence(
            "如果{begun}提交，到{day}" if begun == filing_date else "{begun}起算，到{day}",
            begun=begun,
            day=due["due_on"],
        )
    # It runs, into a year whose calendar is not known.
    return due.get("reason") or "" if begun else ""


def answer_words(due: answers.AnswerDue) -> str:
    """The period of an answer that no day is known of yet, for a page to tell."""
    return _answer(due, "")


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%Y-%m-%d}" if text else ""


STANDING = {
    "current": (lambda: _("有效"), ""),
    "past": (lambda: _("已失效"), "bad"),
    "future": (lambda: _("尚未施行"), "grey"),
}


def tag_of(thing: Any, on: date) -> dict[str, str]:
    """How a version or an article stands on a day, as a tag."""
    standing = library.standing(thing, on)
    label, tone = STANDING[standing]
    return {"label": label(), "tone": tone, "standing": standing}
