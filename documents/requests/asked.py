"""What may be asked for and of whom, and the rows of what it rests on. Plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from documents.blocks import TICKED, Sentence
from documents.law import Provision
from documents.official import OfficialForm
from documents.requests.catalogue import kinds
from documents.wording import certain, decided_by, law_by_law, parted


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody of whom something is asked; `place` is theirs among the respondents of the paper, from 1."""

    place: int
    name: str
    role: str
    wished: bool


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing that may be asked for. `asked` is empty where it is asked of whom the paper goes to, or nobody is named.

    `takes` is the sum that the person may say; `joint` what orders joint liability of those asked; `sentences` are those of
    whom it is asked, for all of them where it is not ticked; `grounds` the codes of what makes one of them answer for it.
    """

    slug: str
    code: str
    title: str
    heading: str
    asked: tuple[Asked, ...]
    sentences: tuple[str, ...]
    sum: Decimal | None
    takes: str
    provisions: tuple[Provision, ...]
    joint: tuple[Provision, ...]
    jointly: bool
    wished: bool
    fixed: bool
    caution: str
    advice: str
    accuses: bool
    grounds: tuple[str, ...] = ()

    @property
    def made(self) -> bool:
        return self.wished and bool(self.sentences)


@dataclass(frozen=True)
class Unasked:
    """What the grounds would allow and is not offered, by its title, and why: for the person alone."""

    slug: str
    title: str
    why: str


@dataclass(frozen=True)
class Requests:
    """`every` request that could be made, ticked or not; the sentences to print, in the form's order, `own` those in the
    person's words among them; `unasked` is not offered although a ground allows it."""

    every: tuple[Request, ...]
    sentences: tuple[str, ...]
    left_out: tuple[str, ...]
    own: tuple[str, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    always: tuple[Sentence, ...] = ()

    @property
    def made(self) -> tuple[Request, ...]:
        return tuple(one for one in self.every if one.made)

    @property
    def said(self) -> tuple[Sentence, ...]:
        """The sentences, each with the tick that makes it; what the form asks in any case rests on nothing else."""
        made = {
            words: "form" if one.fixed else f"{TICKED}{one.slug}"
            for one in self.made
            for words in one.sentences
        }
        own, always = dict.fromkeys(self.own, "asks"), {one.text: one.rests for one in self.always}
        return tuple(
            Sentence(text=words, rests=always.get(words) or (made.get(words) or own.get(words) or "form",))
            for words in self.sentences
        )

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(one.slug for one in self.made)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.code for one in self.made if one.code))

    @property
    def rests(self) -> tuple[Provision, ...]:
        """What they rest on, each once."""
        rows = [p for one in self.made for p in one.provisions]
        return tuple({(p.id, p.citation): p for p in reversed(rows)}.values())[::-1]


# What one spent to get something is not what one wanted, nor what one has and keeps.
SPENT = frozenset({"costs", "keep"})


def asked_instead(
    wishes: Iterable[str] | None, requests: Requests, helps: Iterable[str] = ()
) -> tuple[str, ...]:
    """What is ticked for who wants something, where nothing of what they want can be asked; and where all that is asked only
    helps against others, what is wanted of whom the paper is about."""
    asked = {one.slug for one in requests.made} - SPENT
    if not wishes or asked - {*helps}:
        return ()
    return tuple(
        one.slug
        for one in requests.every
        if kinds()[one.slug].get("instead")
        and (not asked or set(one.grounds) & set(kinds()[one.slug].get("besides", ())))
    )


def basis_rows(requests: Requests, form: OfficialForm) -> list[str]:
    """“停止侵扰，《…》第…条” for each request that is made, in the order of the requests."""
    rows, pleads = [], form.channel == "court"
    for one in requests.made:
        rests = decided_by(form, one.provisions)
        rests = tuple(p for p in rests if p.sure)
        direct = certain(rests)
        main, backup = parted(direct) if pleads else (direct, [])
        said = "、".join(law_by_law(main))
        if backup:
            said += f"，备位依据{'、'.join(law_by_law(backup))}"
        maybe = law_by_law(p for p in rests if p.strength != "direct")
        # A claim rests on nothing that is only arguable.
        if maybe and not pleads:
            put = "另可参看" if form.to_company else "并请审查可否适用" if said else "请审查可否适用"
            said += ("，" if said else "") + put + "、".join(maybe)
        if said:
            rows.append(f"{one.heading}，{said}")
    return rows
