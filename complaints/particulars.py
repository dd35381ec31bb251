"""What papers need of the people besides who they are: homes, seats, who stands for a company, the court (民事诉讼法 124).

Asked where a paper needs it, by the name of an answer: ``own_gender``, ``child_address``, ``respondent_0_address``, ``court``.
Kept as a statement, so that the next paper has it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.details import DETAILS
from complaints.models import Complaint, Party
from complaints.models.statements import (
    CHILD,
    COURT,
    OF_CHILD,
    OF_RESPONDENT,
    PARTICULARS,
    PERSON,
    particulars_of,
)
from complaints.models.statements import DETAILS as OF_MATTER
from complaints.standing import standing_facts

SLUG = "particulars"
TITLE = gettext_lazy("材料上要写的：住所、法定代表人、法院等")
OWN = (
    "address",
    "postcode",
    "id_number",
    "gender",
    "born",
    "ethnicity",
    "occupation",
    "employer",
    "relation",
)
COMPANY = ("address", "legal_representative", "uscc", "phone")
HUMAN = ("gender", "employer", "address", "phone")
Row = list[Any]


@dataclass(frozen=True)
class Particular:
    """One thing to ask: ``of`` is own, child, respondent, court or detail; ``place`` counts the respondents."""

    of: str
    field: str = ""
    place: int = 0

    @property
    def name(self) -> str:
        if self.of == "court":
            return COURT
        return (
            f"respondent_{self.place}_{self.field}" if self.of == "respondent" else f"{self.of}_{self.field}"
        )


def particulars_for(complaint: Complaint) -> list[Particular]:
    """All that can be asked in a case, in the order of a page."""
    child = complaint.child
    own = [one for one in OWN if child is not None or one != "relation"]
    if child is not None:  # a guardian is no party: of them a paper says where they live and who they are
        own = [one for one in own if one in ("address", "postcode", "id_number", "relation")]
    found = [Particular("own", one) for one in own]
    if child is not None:
        found += [Particular("child", one) for one in OF_CHILD.values()]
    elif unnamed_child(complaint):
        found.append(Particular("child", "name"))
    for place, party in enumerate(complaint.respondents):
        found += [Particular("respondent", one, place) for one in fields_of(party)]
    found += [Particular("detail", one) for one in DETAILS]
    return [*found, Particular("court")]


def unnamed_child(complaint: Complaint) -> bool:
    """Whether a guardian speaks for a child that is not named yet."""
    guardian = standing_facts(complaint).get("complainant", {}).get("capacity") == "guardian"
    return guardian and complaint.child is None


def fields_of(party: Party) -> tuple[str, ...]:
    return HUMAN if party.role == Party.Role.PERSON else COMPANY


def particulars_now(complaint: Complaint) -> dict[str, str]:
    """What stands, by the name of the answer."""
    people = {"own": complaint.complainant, "child": complaint.child}
    respondents, details, found = complaint.respondents, complaint.details, {}
    for one in particulars_for(complaint):
        if one.of == "court":
            found[one.name] = complaint.court
        elif one.of == "detail":
            found[one.name] = details.get(one.field, "")
        else:
            party = respondents[one.place] if one.of == "respondent" else people[one.of]
            found[one.name] = str(getattr(party, one.field, "") or "")
    return found


def fillable_by(complaint: Complaint, label: str) -> list[str]:
    """What somebody else may fill in for the complainant: what nobody said yet, and what they filled in themselves. What
    happened is told by the complainant alone."""
    filled: dict[str, str] = {}
    for made in complaint.statements.all():
        if made.matter == SLUG and made.made_by == label:
            filled |= {name: str(said or "") for name, said in made.said["answers"].items()}
    now = particulars_now(complaint)
    return [
        one.name
        for one in particulars_for(complaint)
        if one.of != "detail" and now[one.name] in ("", filled.get(one.name))
    ]


def particulars_changed(complaint: Complaint, answers: Mapping[str, Any]) -> list[Row]:
    """Rows of what is said otherwise; what is not among the answers stays as it is."""
    now = particulars_now(complaint)
    # How a change of the child is called, by its field.
    of_child = {"name": CHILD, **{field: name for name, field in OF_CHILD.items()}}
    found: list[Row] = []
    before = [particulars_of(one) for one in complaint.respondents]
    after = [{**one} for one in before]
    details = {**complaint.details}
    for one in particulars_for(complaint):
        said = str(answers.get(one.name, now[one.name]) or "")
        if said == now[one.name]:
            continue
        if one.of == "respondent":
            after[one.place][one.field] = said
        elif one.of == "detail":
            details = {**details, one.field: said}
        else:
            name = {"own": f"{PERSON}{one.field}", "child": of_child.get(one.field, ""), "court": COURT}[
                one.of
            ]
            found.append([name, now[one.name] or None, said or None])
    if before != after:
        found.append([PARTICULARS, before, after])
    given = {name: said for name, said in details.items() if said}
    if given != complaint.details:
        found.append([OF_MATTER, complaint.details or None, given or None])
    return found


# ── In words ─────────────────────────────────────────────────────────────────────────────────────────────────────────
LABELS = {
    "name": gettext_lazy("姓名"),
    "address": gettext_lazy("住所地"),
    "legal_representative": gettext_lazy("法定代表人"),
    "uscc": gettext_lazy("统一社会信用代码"),
    "phone": gettext_lazy("联系电话"),
    "gender": gettext_lazy("性别"),
    "employer": gettext_lazy("工作单位"),
    "occupation": gettext_lazy("职业"),
    "ethnicity": gettext_lazy("民族"),
    "postcode": gettext_lazy("邮政编码"),
    "born": gettext_lazy("出生日期"),
    "id_number": gettext_lazy("身份证号"),
    "relation": gettext_lazy("您与孩子的关系"),
    **{name: one.ask for name, one in DETAILS.items()},
}


def told_particulars(name: str) -> tuple[str, Callable[[Any], str]] | None:
    """What a change of this room is called, and how its values are said; None for a change of another."""
    if name == COURT:
        return _("起诉的法院"), lambda value: value or _("没有填")
    if name in OF_CHILD:
        label = _("孩子的%s") % LABELS[OF_CHILD[name]]
        return label, lambda value: value or _("没有填")
    if name == PARTICULARS:
        return _(
            "对方的住所等"
        ), lambda value: _("；").join(filter(None, map(_said, value or ()))) or _("没有填")
    if name == OF_MATTER:
        return _(
            "材料里要写的细节"
        ), lambda value: _("；").join(map(_detail, (value or {}).items())) or _("没有填")
    leaf = name.removeprefix(PERSON)
    if name.startswith(PERSON) and leaf in OWN and leaf not in ("address", "id_number"):
        return str(LABELS[leaf]), lambda value: value or _("没有填")
    return None


def _detail(told: tuple[str, str]) -> str:
    name, words = told
    return _("：").join((str(DETAILS[name].ask), words)) if name in DETAILS else words


def _said(row: Mapping[str, str]) -> str:
    told = [f"{LABELS[name]} {row[name]}" for name in OF_RESPONDENT if row.get(name)]
    return _("：").join((row.get("organisation_name") or _("名称不详"), _("，").join(told))) if told else ""
