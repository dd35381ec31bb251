"""The request to keep records, ready to sign: which numbers, which days, what to keep, what obliges to keep it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from documents.law import Provision
from documents.material import Person, Seal
from documents.pleading import days_told
from documents.press import Document, typeset
from documents.wording import day, paragraphs, seal_data

TITLE = "保存记录请求函"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A number that wrote or called: on which days, how often, of what is on file. No day where none is known."""

    number: str
    first: date | None = None
    last: date | None = None
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class PreservationLetter:
    """One letter. ``to`` may be empty: then there is a line to write on.

    ``about`` is what happened besides messages and calls, where ``by_telephone`` there were such; the number is
    ``formerly`` theirs who gave it up. ``kept_by`` are the
    provisions that oblige to keep, with the duty in words; ``gone`` the days from which the first
    and the last records may be deleted, None and ``why_not`` where they are not known. ``basis`` is what else is cited.
    ``months``: of which of ``first`` and ``last`` the month alone is told. ``count``: how often in those days by what the
    person says, where that is more than the messages on file. ``to_address`` and ``to_telephone`` are known of ``to``.
    ``only_number``: the person names the one number that it all came from, so that the days and the count are its own.
    """

    to: str
    on: date
    complainant: Person
    number: str
    senders: tuple[Sender, ...]
    keep: tuple[str, ...]
    represented_by: Person | None = None
    by_telephone: bool = True
    formerly: bool = False
    about: tuple[str, ...] = ()
    more_senders: int = 0
    first: date | None = None
    last: date | None = None
    months: Collection[str] = ()
    kept_by: tuple[tuple[Provision, str], ...] = ()
    gone: tuple[date, date] | None = None
    why_not: str = ""
    basis: tuple[Provision, ...] = ()
    procedure: tuple[Provision, ...] = ()
    count: str = ""
    only_number: bool = False
    to_address: str = ""
    to_telephone: str = ""
    seal: Seal | None = None


def preservation_letter(letter: PreservationLetter) -> Document:
    """The letter as PDF. A provision whose wording is not verified is named and never quoted (rule 8)."""
    cited = (*(one for one, _duty in letter.kept_by), *letter.basis, *letter.procedure)
    missing = [
        label
        for label, value in (
            ("收函单位", letter.to),
            ("姓名", letter.complainant.name),
            ("号码", letter.number),
        )
        if not value
    ]
    days = days_told(letter.first, letter.last, {"event": {"months": list(letter.months)}})
    begins, ends = days or ("", "")
    return typeset(
        "preservation",
        {
            "heading": TITLE,
            "to": letter.to,
            "to_address": letter.to_address,
            "to_telephone": letter.to_telephone,
            "date": day(letter.on),
            "name": letter.complainant.name,
            "number": letter.number,
            "acting": letter.represented_by.name if letter.represented_by else "",
            "represented": letter.represented_by is not None,
            "phone": (letter.represented_by or letter.complainant).phone,
            "by_telephone": letter.by_telephone,
            "formerly": letter.formerly,
            "about": "；".join(letter.about),
            "first": begins,
            "last": ends,
            "whole": all(one.endswith("日") for one in days),
            "senders": [_row(one, letter, begins, ends) for one in letter.senders],
            "on_file": bool(letter.count) and not letter.only_number,
            "count": letter.count,
            "more_senders": letter.more_senders,
            "keep": list(letter.keep),
            "kept_by": [
                {"citation": one.named, "verified": one.quoted is not None, "duty": duty}
                for one, duty in letter.kept_by
            ],
            "first_gone": day(letter.gone[0]) if letter.gone else "",
            "last_gone": day(letter.gone[1]) if letter.gone else "",
            "over": letter.gone is not None and letter.gone[0] <= letter.on,
            "why_not": letter.why_not,
            "basis": [_named(one) for one in letter.basis],
            "procedure": [_named(one) for one in letter.procedure],
            "statutes": [
                {"citation": one.named, "lines": paragraphs(one.quoted) if one.quoted else []}
                for one in cited
            ],
            "seal": seal_data(letter.seal),
        },
        on=letter.on,
        title=TITLE,
        cited=[(one.id, one.quoted) for one in cited],
        missing=missing,
    )


def _row(one: Sender, letter: PreservationLetter, begins: str, ends: str) -> list[str]:
    if letter.only_number:
        return [one.number, begins, ends, letter.count or str(one.count or "")]
    return [one.number, day(one.first), day(one.last), str(one.count or "")]


def _named(provision: Provision) -> str:
    return provision.named + ("" if provision.quoted else "（以官方公布文本为准）")
