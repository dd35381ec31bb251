"""The case that documents draw on, read from the frozen content of a filing and from nothing else."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from documents import material
from documents.law import Ground, Liable, Provision, Remedy


def case_of(content: Mapping[str, Any]) -> material.Case:
    """What the documents draw on, from frozen content and nothing else."""
    fields, claim = content["fields"], content["claim"]
    acting = _person(fields, "representative.")
    return material.Case(
        fields=material.FIELDS.keys() & fields,
        complainant=_person(fields, "complainant."),
        representative=acting if acting != material.Person() else None,
        respondents=tuple(material.Respondent(**_printed(row)) for row in fields.get("respondents", ())),
        number=fields.get("number", ""),
        matter=fields.get("matter", ""),
        story=fields.get("story", ""),
        messages=tuple(
            material.Message(**{**row, "at": _moment(row["at"])}) for row in fields.get("messages", ())
        ),
        tally=_tally(fields.get("tally")),
        prior=tuple(
            material.Prior(**{**_printed(row), "on": date.fromisoformat(row["on"]) if row["on"] else None})
            for row in fields.get("prior", ())
        ),
        costs=tuple(
            material.Cost(what=row["what"], yuan=Decimal(row["yuan"])) for row in fields.get("costs", ())
        ),
        stated=_stated(fields),
        exhibits=tuple(
            material.Exhibit(**{**row, "received_at": datetime.fromisoformat(row["received_at"])})
            for row in fields.get("exhibits", ())
        ),
        grounds=tuple(_ground(row) for row in content["law"]),
        relief=tuple(content["relief"]),
        asks=tuple(fields.get("asks", ())),
        refund=_sum(claim["refund"]),
        mental=_sum(claim["mental"]),
        triple=_sum(claim["triple"]),
        claims_fraud=claim["claims_fraud"],
        unsettled=claim.get("unsettled", False),
        elsewhere=tuple(content.get("elsewhere", ())),
        silence=silence_of(content.get("silence")),
    )


def _stated(fields: Mapping[str, Any]) -> int:
    """How many messages or calls the person says that there were: whole answers come before those that a paper tells."""
    told = fields.get("contact_answers", {}).get("contacts") or fields.get("told.contacts", {})
    said = told.get("count")
    return int(said) if isinstance(said, int | float) else 0


def _tally(said: Mapping[str, Any] | None) -> material.Tally:
    if not said:
        return material.Tally()
    rows = tuple(
        (date.fromisoformat(one["on"]), one["signature"], one["sender"], one["count"]) for one in said["rows"]
    )
    return material.Tally(said=tuple(said["said"]), rows=rows, unlisted=said["unlisted"], unit=said["unit"])


def _person(fields: Mapping[str, Any], owner: str) -> material.Person:
    said = {name.removeprefix(owner): value for name, value in fields.items() if name.startswith(owner)}
    if "birth" in said:
        said["birth"] = date.fromisoformat(said["birth"])
    return material.Person(**said)


def _printed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what a desk's assessment reads of it."""
    return {name: value for name, value in row.items() if name != "said"}


def _ground(row: Mapping[str, Any]) -> Ground:
    return Ground(
        **{
            **row,
            "met": tuple(row["met"]),
            "relief": tuple(row["relief"]),
            "provisions": _provisions(row),
            "remedies": tuple(
                Remedy(**{**one, "provisions": _provisions(one)}) for one in row.get("remedies", ())
            ),
            "liable": tuple(
                Liable(**{**one, "provisions": _provisions(one)}) for one in row.get("liable", ())
            ),
        }
    )


def _provisions(row: Mapping[str, Any]) -> tuple[Provision, ...]:
    return tuple(Provision(**one) for one in row["provisions"])


def _sum(yuan: str) -> Decimal | None:
    return Decimal(yuan) if yuan else None


def _moment(text: str) -> date | datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def silence_of(row: Mapping[str, str] | None) -> material.Silence | None:
    if not row:
        return None
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None for name in ("on", "refused_on", "due_on")
    }
    return material.Silence(
        who=row["who"], span=row["span"], begins=row["begins"], citation=row["citation"], **days
    )
