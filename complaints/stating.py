"""From what stands to the answers of a page of questions, and from a page answered anew to what it changes.

A page is a matter of ``complaints.questions`` or one of the intake's own: situations, event, prior, respondents, you.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from complaints import intake
from complaints.facts import age_on, known, prior_of, respondent_of
from complaints.models import Complaint, Party, Statement
from complaints.models.statements import BORN, CHILD, PARTIES, PERSON, STORY
from complaints.particulars import (
    SLUG,
    TITLE,
    particulars_changed,
    particulars_now,
    told_particulars,
)
from complaints.questions import MATTERS, PRIOR_TO, PROVINCES, Ask, matter_of, shown
from complaints.standing import changes_since, labels_of, standing_facts, value_of
from complaints.stated import Cost, Facts, Prior, Respondent, as_told, role_read
from core.days import when_read

Answers = dict[str, Any]
Row = list[Any]
_STEPS = (intake.STORY, intake.SITUATIONS, intake.EVENT, intake.PRIOR, intake.RESPONDENTS, intake.YOU)
OWN_PAGES = {step.slug: step.title for step in _STEPS}
PERSONAL = ("name", "phone", "email", "id_number", "address", "region", "number")
NAMED = ("role", "organisation_name", "uscc", "region", "licensed_lender")
WITH_NUMBER = ("guardian", "former_holder")  # in which capacity another number than one's own is told


def pages_of(kind: str) -> dict[str, str | Promise]:
    """The pages on which something can be added or corrected, by slug, in the order of the intake."""
    asked = {one.slug: one.title for one in MATTERS if kind in one.kinds}
    first = {slug: OWN_PAGES[slug] for slug in ("story", "situations", "event")}
    last = {slug: OWN_PAGES[slug] for slug in ("prior", "respondents", "you")}
    return {**first, **asked, **last, SLUG: TITLE}


# ── The answers of a page, as they stand ──────────────────────────────────────────────────────────────────────────────
def answers_now(complaint: Complaint, slug: str) -> Answers:
    """What stands, as the form of a page takes it."""
    facts = standing_facts(complaint)
    if slug == "story":
        # How much was told on stands for what was seen: what is typed here is always new.
        return {"more": "", "told": len(complaint.standing_story)}
    if slug == "situations":
        return {"situations": facts.get("situations", complaint.situations)}
    if slug == "event":
        return {end: as_told(facts["event"], end) for end in ("first", "last")}
    if slug == "prior":
        return {"rows": [_prior_answer(row) for row in facts.get("prior", ())]}
    if slug == "respondents":
        bought = {row.get("name"): row.get("consumer") for row in facts.get("respondents", ())}
        return {
            "rows": [
                {**_respondent_answer(one), "consumer": _yes_no(bought.get(one.organisation_name))}
                for one in complaint.respondents
            ]
        }
    if slug == "you":
        return _own_answers(complaint)
    if slug == SLUG:
        return dict(particulars_now(complaint))
    matter = matter_of(slug, complaint.kind)
    return {ask.name: _answer(ask, facts) for ask in matter.asks} if matter is not None else {}


def _answer(ask: Ask, facts: Facts) -> Any:
    if ask.fact in ("loss.what", "loss.yuan"):
        costs = facts.get("loss", {}).get("costs") or [cast(Cost, {})]
        return costs[0].get("what" if ask.fact == "loss.what" else "yuan")
    value = value_of(facts, ask.fact)
    if isinstance(value, bool):
        words = ("yes", "no") if ask.form == "yes_no" else ("true", "false")
        return words[0] if value else words[1]
    if ask.form == "choices":
        return [one for one in value or () if one in dict(ask.choices)]
    if ask.form == "choice":
        return value if value in dict(ask.choices) else None
    return "\n".join(value) if isinstance(value, list) else value


def _prior_answer(row: Prior) -> Answers:
    said: Answers = {"to": row["to"], "act": row.get("act", "complaint")}
    said |= {name: row.get(name) or "" for name in ("whom", "on", "ticket", "answered_on")}
    return said | {name: _yes_no(row.get(name)) for name in ("satisfied", "accepted")}


def _yes_no(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""


def _respondent_answer(party: Party) -> Answers:
    return {
        "role": role_read(party.role, party.complaint.kind),
        "name": party.organisation_name,
        "uscc": party.uscc,
        "region": _province(party.region),
        "licensed_lender": _yes_no(party.licensed_lender),
    }


def _own_answers(complaint: Complaint) -> Answers:
    party, child = complaint.complainant, complaint.child
    said = {name: getattr(party, name) for name in PERSONAL}
    of_child = (
        {"child": child.name, "child_born": child.born}
        if child is not None
        else {"child": "", "child_born": ""}
    )
    return {**said, "region": _province(party.region), **of_child}


def _province(region: str) -> str:
    return f"{region[:2]}0000" if region else ""


# ── What a page changes ──────────────────────────────────────────────────────────────────────────────────────────────
def changes_of(complaint: Complaint, slug: str, answers: Mapping[str, Any]) -> list[Row]:
    """Rows of name, value before and value since, None for what is not known; none where the page says what stands.

    What a form cannot say, such as a way of contact that it does not offer, is not taken back by it.
    """
    now = answers_now(complaint, slug)
    facts = standing_facts(complaint)
    if slug == "story":
        told = complaint.standing_story.endswith(answers["more"])
        return [] if told else [[STORY, None, answers["more"]]]
    if slug == "situations":
        return _changed("situations", now["situations"], list(answers["situations"]))
    if slug == "event":
        days = {"first": answers["first"], "last": answers.get("last") or answers["first"]}
        return [row for name in days for row in _changed(f"event.{name}", now.get(name), days[name])]
    if slug == "prior":
        before, after = ([prior_of(row) for row in said["rows"]] for said in (now, answers))
        return (
            [] if before == after else [["prior", facts.get("prior"), _kept(after, facts.get("prior", ()))]]
        )
    if slug == "respondents":
        return _respondents(complaint, facts, now, answers)
    if slug == "you":
        return _person(complaint, facts, now, answers)
    if slug == SLUG:
        return _with_age(particulars_changed(complaint, answers), facts)
    return _facts(complaint, slug, facts, now, answers)


def _changed(name: str, before: Any, after: Any) -> list[Row]:
    return [] if before == after else [[name, before, after]]


def _kept(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]] | None:
    """New rows, each with what the form does not ask of the row that it names."""
    keys = ("to", "on", "name")
    known = {tuple(one.get(key) for key in keys): one for one in before}
    asked = {
        "act",
        "whom",
        "ticket",
        "answered_on",
        "satisfied",
        "accepted",
        "role",
        "uscc",
        "region",
        "licensed_lender",
        "consumer",
    }
    found = []
    for row in rows:
        first = known.get(tuple(row.get(key) for key in keys), {})
        found.append({**{name: value for name, value in first.items() if name not in asked}, **row})
    return found or None


def _respondents(complaint: Complaint, facts: Facts, now: Answers, answers: Mapping[str, Any]) -> list[Row]:
    kind = complaint.kind
    before, after = ([respondent_of(row, kind) for row in said["rows"]] for said in (now, answers))
    if before == after:
        return []
    parties = [{name: getattr(one, name) for name in NAMED} for one in complaint.respondents]
    rows = [_party(one) for one in after]
    return [
        ["respondents", facts.get("respondents"), _kept(after, facts.get("respondents", ()))],
        [PARTIES, parties, rows],
    ]


def _party(row: Respondent) -> dict[str, Any]:
    return {
        "role": row.get("role", Party.Role.UNKNOWN),
        "organisation_name": row.get("name", ""),
        "uscc": row.get("uscc", ""),
        "region": row.get("region", ""),
        "licensed_lender": row.get("licensed_lender"),
    }


def _person(complaint: Complaint, facts: Facts, now: Answers, answers: Mapping[str, Any]) -> list[Row]:
    found = []
    for name in (*PERSONAL, "child", "child_born"):
        if name in answers and (answers[name] or "") != (now[name] or ""):
            found.append([f"{PERSON}{name}", now[name] or None, answers[name] or None])
    if any(name == f"{PERSON}region" for name, _before, _after in found):
        found.append(["complainant.region", value_of(facts, "complainant.region"), answers["region"] or None])
    return _with_age(found, facts)


def _with_age(rows: list[Row], facts: Facts) -> list[Row]:
    """With the age that follows from the day of birth of a child (个人信息保护法 31)."""
    for name, _before, after in rows:
        if name == BORN:
            age = age_on(after or "", facts["event"]["last"])
            return [*rows, *_changed("complainant.age", value_of(facts, "complainant.age"), age)]
    return rows


def _facts(
    complaint: Complaint, slug: str, facts: Facts, now: Answers, answers: Mapping[str, Any]
) -> list[Row]:
    matter = matter_of(slug, complaint.kind)
    asks = matter.asks if matter is not None else ()
    found: list[Row] = []
    costs: Answers = {}
    for ask in asks:
        before, after = known(ask, now[ask.name]), known(ask, answers.get(ask.name))
        if before == after:
            continue
        if ask.fact in ("loss.what", "loss.yuan"):
            costs[ask.fact.removeprefix("loss.")] = after
            continue
        stood = value_of(facts, ask.fact)
        if ask.form == "choices":
            after = [*(after or ()), *(one for one in stood or () if one not in dict(ask.choices))] or None
        found.append([ask.fact, stood, after])
        if ask.fact == "complainant.capacity":
            found += _other_number(complaint, after)
    return found + (_costs(facts, now, costs) if costs else [])


def _costs(facts: Facts, now: Answers, changed: Answers) -> list[Row]:
    """The first of the costs, which the page shows, with what changed of it; the others stay."""
    before = facts.get("loss", {}).get("costs") or []
    said = {"what": now["loss__what"], "yuan": now["loss__yuan"]} | changed
    row = [{"what": said["what"] or "维权支出", "yuan": said["yuan"]}] if said["yuan"] else []
    return [["loss.costs", before or None, [*row, *before[1:]] or None]]


def _other_number(complaint: Complaint, capacity: str | None) -> list[Row]:
    """Said in another capacity, the child and the other number are no part of the case any more."""
    child, number = complaint.child, complaint.complainant.number
    found: list[Row] = []
    if child is not None and capacity != "guardian":
        found.append([CHILD, child.name, None])
        if (age := value_of(standing_facts(complaint), "complainant.age")) is not None:
            found.append(["complainant.age", age, None])
    if number and capacity not in WITH_NUMBER:
        found.append([f"{PERSON}number", number, None])
    return found


# ── In words ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Said:
    """One thing that is said otherwise: what was said before, what is said now; since when, if that is told."""

    label: str
    first: str
    now: str
    since: date | None = None


def said_anew(complaint: Complaint) -> list[Said]:
    """What is said otherwise than at the filing, in words, with the day of its last change.

    What came back to what it was is not told: the history has it. Nor what was told on, which stands with the story.
    """
    first: dict[str, Any] = {}
    last: dict[str, tuple[Any, date]] = {}
    for change in changes_since(complaint):
        if isinstance(change, Statement):
            for name, before, after in change.rows:
                if name == STORY:
                    continue
                first.setdefault(name, before)
                last[name] = after, timezone.localdate(change.made_at)
    rows = [[name, first[name], after] for name, (after, _day) in last.items() if first[name] != after]
    return in_words(
        rows, complaint.kind, {name: day for name, (_after, day) in last.items()}, rough=rough_of(complaint)
    )


def rough_of(complaint: Complaint) -> set[str]:
    """The names of the counts that were filed as about so many."""
    return {f"contacts.{one}" for one in complaint.facts.get("contacts", {}).get("about", ())}


def in_words(
    rows: Sequence[Row], kind: str, days: Mapping[str, date] | None = None, *, rough: Collection[str] = ()
) -> list[Said]:
    """Changes in words. Whom the case names and where one lives is told once, of the person. What stood before of the counts
    in ``rough`` was told as about so many."""
    names = {name for name, _before, _after in rows}
    told = [row for row in rows if row[0] != "respondents" or PARTIES not in names]
    if f"{PERSON}region" in names:
        told = [row for row in told if row[0] != "complainant.region"]
    found = []
    for name, before, after in told:
        label, words = _told(name, kind)
        first = _("约%s") % words(before) if name in rough and before is not None else words(before)
        found.append(Said(label, first, words(after), (days or {}).get(name)))
    return found


def _told(name: str, kind: str) -> tuple[str, Callable[[Any], str]]:
    """What a name is called, and how its values are said."""
    lists: dict[str, tuple[str, Callable[[Any], str]]] = {
        "situations": (_("情形"), lambda slug: "".join(labels_of([slug]))),
        "prior": (str(OWN_PAGES["prior"]), _said_prior),
        "respondents": (str(OWN_PAGES["respondents"]), _said_party),
        PARTIES: (str(OWN_PAGES["respondents"]), _said_party),
        "loss.costs": (_("花的钱"), lambda row: _("%(what)s %(yuan)s 元") % row),
    }
    if name == STORY:
        return _("经过的补充"), lambda value: value or ""
    if (told := told_particulars(name)) is not None:
        return told
    if name == "complainant.age":
        return _("孩子的年龄"), lambda value: _("没有说") if value is None else _("%d 岁") % value
    if name in lists:
        label, said = lists[name]
        return label, lambda value: _("；").join(map(said, value or ())) or _("没有说")
    if name.startswith(PERSON):
        leaf = name.removeprefix(PERSON)
        provinces = dict(PROVINCES) if leaf == "region" else {}
        return _person_labels()[leaf], lambda value: str(
            provinces.get(_province(value or ""), value or _("没有填"))
        )
    days = {"event.first": _("最早发生的日期"), "event.last": _("最近一次发生的日期")}
    if name in days:
        return days[name], lambda value: when_read(value or "") or _("没有说")
    ask = next(
        ask
        for matter in MATTERS
        if kind in matter.kinds
        for ask in matter.asks
        if ask.fact == name and kind in ask.kinds
    )
    return str(ask.label), lambda value: shown(ask, _as_answer(ask, value)) or _("没有说")


def _as_answer(ask: Ask, value: Any) -> Any:
    if isinstance(value, bool):
        return ("yes" if value else "no") if ask.form == "yes_no" else str(value).lower()
    return value


def _said_prior(row: Prior) -> str:
    came = _("没有受理") if row.get("accepted") is False else ""
    came = came or (_("没有解决") if row.get("satisfied") is False else _("没有写答复"))
    answered = _("%s 答复") % row["answered_on"] if row.get("answered_on") else came
    ticket = _("编号 %s") % row["ticket"] if row.get("ticket") else ""
    said = [
        str(dict(PRIOR_TO).get(row["to"], row["to"])),
        row.get("whom") or "",
        row.get("on") or "",
        ticket,
        answered,
    ]
    return " ".join(one for one in said if one)


def _said_party(row: Mapping[str, Any]) -> str:
    role = str(Party.Role(row["role"]).label) if row.get("role") in Party.Role.values else _("对方")
    said = f"{role} {row.get('organisation_name') or row.get('name') or _('名称不详')}"
    place = dict(PROVINCES).get(_province(str(row.get("region") or "")))
    return _("%(party)s（%(place)s）") % {"party": said, "place": place} if place else said


def _person_labels() -> dict[str, str]:
    return {
        "name": _("姓名"),
        "phone": _("电话"),
        "email": _("电子邮箱"),
        "id_number": _("身份证号"),
        "address": _("通讯地址"),
        "region": _("省"),
        "number": _("涉案号码"),
        "child": _("孩子的姓名"),
        "child_born": _("孩子的出生日期"),
    }
