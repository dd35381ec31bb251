"""What the law says about a case, in the words of the case page. The assessment itself is ``legal``'s."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from secrets import token_hex
from typing import Any, TypedDict

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.models import Situation
from documents.frozen import Content
from documents.law import QUOTABLE
from filings.desk.sent import for_desk, role_label
from filings.services import LONGEST_REASON, matter_of
from legal.corpus import load
from legal.models import Overrule
from legal.reasoning import answers, workdays
from legal.reasoning.assessment import assess
from legal.reasoning.citing import cited_as
from legal.reasoning.facts import FACTS
from legal.reasoning.tracing import Node, trace_elements
from legal.reasoning.tracing import Trace as Traced

GROUND = {
    "established": _("按所述事实，要件齐备"),
    "arguable": _("可以主张，有待认定"),
    "needs_facts": _("还缺事实"),
    "not_met": _("不符合"),
}
PLEADED, NEEDS_FACTS, NOT_MET = ("established", "arguable"), "needs_facts", "not_met"
ELEMENT = {"met": _("有"), "unmet": _("没有"), "unknown": _("还不清楚")}
BURDEN = {"complainant": _("投诉人举证"), "respondent": _("被投诉方举证"), "presumed": _("法律推定")}
VERIFIED = {
    "two_copies": _("条文经两处文本核对"),
    "one_copy": _("条文经一处文本核对"),
    "number_only": _("条文未核对，只引条号"),
}
LAST = list(GROUND)  # the strongest first, what is not met at the end


class Bar(TypedDict, total=False):
    """The last day of a ground in this desk's own channel; empty where there is none."""

    until: str
    passed: bool
    text: str
    citation: str


class Trace(TypedDict):
    """An element and its conditions, in words for the desk."""

    text: str
    when: Node | None
    arguable: Node | None


class Ground(answers.Ground):
    """A ground with what the desk's page shows besides; ``traced``: whether a page of its own says how it came out."""

    bar: Bar
    traced: bool


class Weighed(TypedDict):
    """The law on what was consented to: ``on`` is the day of the event."""

    on: str
    grounds: list[Ground]
    warnings: list[str]


def assessed(content: Content | None) -> Weighed | None:
    """The law on what the complainant consented to give this desk, and on nothing else.

    As of the day of the letter, by the corpus of today. None for content that cannot be weighed.
    """
    matter = matter_of(content) if content else None
    if content is None or matter is None:
        return None
    result = assess(matter)
    own = next((step for step in result["plan"] if step["channel"] == content.get("channel")), None)
    found: list[Ground] = []
    for ground in result["grounds"]:
        # Not for one of another kind of complaint altogether.
        traced = ground["kind"] == content["kind"] or ground["status"] != "not_met"
        found.append({**ground, "bar": _bar(ground["code"], own, matter.filing), "traced": traced})
    return {"on": result["on"], "grounds": found, "warnings": result["warnings"]}


@dataclass(frozen=True)
class Law:
    """The same in words, the strongest ground first. Kept between pages: not to be changed."""

    on: str | None
    grounds: list[dict[str, Any]]
    warnings: list[str]


MOST_KEPT = 64
_kept: OrderedDict[Any, Law] = OrderedDict()


def law_of(digest: str, content: Content | None) -> Law:
    """What ``assessed`` says of frozen content, which was just checked against its digest: worked out once, as long as
    nothing beside it changes. The corpus is that of the release; of a year without its notice of holidays a warning speaks.

    The content itself is not kept, and nobody comes here who may not read it.
    """
    if content is None or not content.get("kind"):
        return _told(None)
    year = date.fromisoformat(content["on"]).year
    key = (digest, get_language(), workdays.is_known(year), workdays.is_known(year + 1))
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _said(_told(assessed(content)))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _said(law: Law) -> Law:
    """With every word said in the language of the page, and of each ground all that is said in one text."""
    said = [json.dumps(one, ensure_ascii=False, default=str) for one in law.grounds]
    return replace(law, grounds=[{**json.loads(one), "said": one} for one in said])


def _told(assessment: Weighed | None) -> Law:
    on = assessment["on"] if assessment else None
    return Law(on, grounds(assessment), warnings(assessment))


class Traces(TypedDict):
    """How one ground came out, on a page of its own: drawn for who opens it."""

    title: str
    says: str
    traces: list[Trace]


def traced(content: Content | None, code: str) -> Traces | None:
    """The elements of a ground with their conditions; None for a ground that the page of the case does not trace."""
    found, matter = assessed(content), matter_of(content) if content else None
    ground = next((one for one in found["grounds"] if one["code"] == code), None) if found else None
    if ground is None or matter is None or not ground["traced"]:
        return None
    laid = _ground(ground)
    rows = [_trace(row) for row in trace_elements(code, matter)]
    return {"title": laid["title"], "says": str(laid["says"]), "traces": rows}


def _trace(row: Traced) -> Trace:
    return {
        "text": for_desk(row.element.text),
        "when": _retold(row.when),
        "arguable": _retold(row.arguable),
    }


def _bar(code: str, step: answers.Way | None, on: date) -> Bar:
    """The last day of a ground in this desk's own channel, seen from the day of the letter; empty where there is none."""
    bars = step["bars"] if step else ()
    found = next((bar for bar in bars if code in bar["grounds"] and not bar["told_only"]), None)
    if found is None:
        return {}
    return {
        "until": found["not_after"],
        "passed": found["passed"],
        "text": for_desk(found["text"]),
        "citation": cited_as(found["basis"], on, load()),
    }


def _retold(node: Node | None) -> Node | None:
    """A condition in words for the desk."""
    if node is None:
        return None
    parts = tuple(part for one in node.parts if (part := _retold(one)))
    return replace(node, words=for_desk(node.words), said=for_desk(node.said), parts=parts)


def grounds(assessment: Weighed | None) -> list[dict[str, Any]]:
    """Each ground with its elements and provisions, every slug in words; in the order of their strength."""
    found = [_ground(one) for one in assessment["grounds"]] if assessment else []
    return sorted(found, key=lambda ground: LAST.index(ground["status"]) if ground["status"] in LAST else 0)


def corrected(
    found: Iterable[Mapping[str, Any]], said: Iterable[Overrule], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The grounds with what this desk answered beside the machine, given oldest first, newest first."""
    answered: dict[str, list[dict[str, Any]]] = {}
    for one in said:
        correction = {
            "says": GROUND.get(one.status, one.status),
            "before": GROUND.get(one.status_before, one.status_before),
            "reason": one.reason,
            "who": names[one.made_by],
            "at": one.made_at,
        }
        answered.setdefault(one.ground, []).insert(0, correction)
    return [{**ground, "corrections": answered.get(ground["code"], [])} for ground in found]


def _answers(ground: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a desk may answer beside the machine: what it said itself only against an earlier answer."""
    said = [(status, str(label)) for status, label in GROUND.items()]
    return [one for one in said if ground["corrections"] or one[0] != ground["status"]]


def _ground(ground: Ground) -> dict[str, Any]:
    slug = ground.get("slug", "")
    label = Situation(slug).label if slug in Situation.values else slug
    return {
        "code": ground.get("code", ""),
        "title": for_desk(str(ground.get("title") or label)),
        "status": ground.get("status", ""),
        "says": GROUND.get(ground.get("status", ""), ground.get("status", "")),
        "elements": [_element(one) for one in ground.get("elements") or ()],
        "traced": ground.get("traced", False),
        "bar": ground.get("bar") or {},
        "provisions": [_provision(one) for one in ground.get("provisions") or ()],
        "respondents": [role_label(one.get("role", "")) for one in ground.get("respondents") or ()],
        "relief": [for_desk(one.get("text", "")) for one in ground.get("relief") or ()],
        "wanted": [for_desk(str(one)) for one in ground.get("evidence_wanted") or ()],
    }


def _element(element: answers.Element) -> dict[str, Any]:
    status = element.get("status", "unknown")
    return {
        "text": for_desk(element.get("text", "")),
        "status": status,
        "says": ELEMENT.get(status, status),
        "because": [fact_label(name) for name in element.get("because") or ()],
        "burden": BURDEN.get(element.get("burden", ""), ""),
        "wanted": for_desk(element.get("wanted") or ""),
    }


def _provision(provision: answers.Provision) -> dict[str, Any]:
    """The words only where a copy of them was verified (rule 8): otherwise the citation alone."""
    verified = provision.get("verified", "number_only")
    since, until = [*(provision.get("in_force") or ()), None, None][:2]
    return {
        "citation": provision.get("citation", provision.get("id", "")),
        "text": provision.get("text") if verified in QUOTABLE else None,
        "since": since,
        "until": until,
        "verified": VERIFIED.get(verified, verified),
    }


def fact_label(name: str) -> str:
    return for_desk(str(FACTS[name].label)) if name in FACTS else name


def warnings(assessment: Weighed | None) -> list[str]:
    return [for_desk(str(one)) for one in assessment["warnings"]] if assessment else []


# ── How a ground is drawn ────────────────────────────────────────────────────────────────────────────────────────────

# What differs from page to page goes where these stand, which nobody can have written.
_FORM, _ADDRESS = (f"<!-- {token_hex(16)} -->" for _each in range(2))


def drawn(ground: Mapping[str, Any], *, form: str, address: str) -> SafeString:
    """Most cases come out as another did, ground by ground, and a page has two dozen of them: what was drawn of one is kept.
    It is kept under every word that stands in it, so that a case is shown nothing that was not said of it. ``form`` begins
    the form that corrects it; "" for who may not."""
    before = None if ground["corrections"] else _drawn_before(ground["said"], bool(form), get_language())
    html = before or _draw(ground, bool(form))
    return mark_safe(html.replace(_FORM, form).replace(_ADDRESS, escape(address)))  # noqa: S308  (drawn by templates)


def _draw(ground: Mapping[str, Any], corrects: bool) -> str:
    ground = {**ground, "statuses": _answers(ground)}
    put = {"form": mark_safe(_FORM) if corrects else "", "address": mark_safe(_ADDRESS)}  # noqa: S308
    context = {"ground": ground, "longest": LONGEST_REASON, **put}
    return render_to_string("admin/filings/filing/ground.html", context)


@lru_cache(maxsize=1_000)
def _drawn_before(ground: str, corrects: bool, _language: str | None) -> str:
    return _draw({**json.loads(ground), "corrections": []}, corrects)
