"""The law of a case as a document needs it, taken from what `legal.assess` answered. No article number
lives here: every citation comes with the assessment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from complaints.reading.once import told_once
from documents.blocks import Sentence
from documents.pleading import Pleaded, pleaded
from legal.corpus import load
from legal.reasoning import answers
from legal.reasoning.assessment import Weighed
from legal.reasoning.conditions import Asked, Followed, Stated
from legal.reasoning.numerals import chinese
from legal.reasoning.respondents import with_what_follows

QUOTABLE = frozenset({"two_copies", "one_copy"})
PLEADED = frozenset({"established", "arguable"})
_UNCHECKED = "（条号待核实）"  # how the corpus marks the number of an article
_OWN = {
    "harassment": "H",
    "second_hand_number": "S",
    "fake_collection": "F",
}  # what a kind's own codes begin with


@dataclass(frozen=True, kw_only=True)
class Provision:
    """An article in force on the day that matters. `text` is the paragraph or item that is cited.

    `lead` is what its paragraph says before the item, without which an item says nothing.
    `strength` is `arguable` where it is open whether the article reaches this case; `law` is False for an
    industry rule or a recommended standard, which only measures the care that was due.
    """

    id: str
    citation: str
    text: str | None = None
    verified: str = "number_only"
    strength: str = "direct"
    law: bool = True
    lead: str = ""

    @property
    def quoted(self) -> str | None:
        """The words that may be quoted: None unless a stored copy of the text verifies them (rule 8)."""
        return self.text if self.verified in QUOTABLE and self.text else None

    @property
    def printed(self) -> str:
        """How a paper names it. A number that is not verified says so in the words of a paper, not of a workshop."""
        if self.verified in QUOTABLE and not self.citation.endswith(_UNCHECKED):
            return self.named
        return f"{self.named}（{'条号和内容' if self.doubtful else ''}以官方公布文本为准）"

    @property
    def named(self) -> str:
        """Without a number that is known, by the title of the statute alone."""
        return re.sub("(?<=[》）])关于[^《》]*的规定$", "", self.citation.removesuffix(_UNCHECKED))

    @property
    def certain(self) -> bool:
        """Whether a claim can rest on it: it reaches this case, and nothing of its number is in doubt."""
        return self.strength == "direct" and self.sure

    @property
    def sure(self) -> bool:
        """Whether nothing of its number is in doubt: what is filed names no other."""
        return not self.citation.endswith(_UNCHECKED)

    @property
    def doubtful(self) -> bool:
        """Whether the very number of the article is not verified."""
        numbered = re.search("第[^第》]+条[^》]*$", self.citation.removesuffix(_UNCHECKED))
        return self.citation.endswith(_UNCHECKED) and numbered is not None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A form of relief (R1 …) with the articles it rests on, by number."""

    code: str
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Liable:
    """A role that answers for a ground, with the articles that make it answer, by number."""

    role: str
    title: str
    named: bool = False
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`title` in plain Chinese, for people; `heading`, `facts` and `reasons` in the words of a paper, with places for who
    speaks and who did it (`documents.pleading`); `claim` and `argued` are what a court reads in their stead, `direct` who
    does such things with their own hands. `accuses`: of a crime, so it needs the person's express wish.

    `relief` are the codes that the ground opens, `remedies` what they rest on, `liable` who answers.
    """

    code: str
    title: str
    status: str = "arguable"
    heading: str = ""
    actor: str = "对方"
    by: tuple[str, ...] = ()
    accuses: bool = False
    facts: tuple[Sentence, ...] = ()
    reasons: tuple[Sentence, ...] = ()
    claim: tuple[Sentence, ...] = ()
    argued: tuple[Sentence, ...] = ()
    direct: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    relief: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    liable: tuple[Liable, ...] = ()


def grounds_from(
    assessment: answers.Assessment,
    *,
    titles: Mapping[str, str] | None = None,
    channel: str = "",
    facts: Stated | None = None,
    accuses: bool = False,
    weighed: Weighed | None = None,
) -> tuple[Ground, ...]:
    """The grounds that may be pleaded. `needs_facts` and `not_met` stay out of every document.

    `titles` overrides the name of a ground by its code; otherwise `title` of the assessment is used.
    With a `channel`, only the grounds that lead to it: an appeal against an operator does not plead what
    a debt collector did. All of them where none leads there.
    With `facts`, those that may be told, a ground says what they carry; and what the case is about stands first: the
    first ground decides the 案由. What accuses of a crime stays out unless the person wishes it: ``accuses``.
    What was ``weighed`` with other facts of the case is said again where it says the same.
    """
    facts = with_what_follows(facts or {})
    if _says_fraud(assessment):
        derived = cast(Mapping[str, object], facts.get("derived") or {})
        facts = {**facts, "derived": {**derived, "says_fraud": True}}
    own = _OWN.get(str(facts.get("kind")), "")
    every = (one for one in _pleaded(assessment, titles or {}, facts, weighed) if accuses or not one.accuses)
    found = tuple(sorted(every, key=lambda one: not one.code.startswith(own)))
    leads = {ground["code"]: ground.get("channels", ()) for ground in assessment.get("grounds", ())}
    return tuple(ground for ground in found if channel in leads[ground.code]) or found


def _says_fraud(assessment: answers.Assessment) -> bool:
    """Whether the law of fraud is asked of who collects: what the person chose is no fact of a paper, and what follows is."""
    return any(
        provision == FRAUD
        for ground in assessment.get("grounds", ())
        if ground["code"] == "F4"
        for remedy in ground["relief"]
        for provision in remedy["provisions"]
    )


FRAUD = "刑法:266"


def _pleaded(
    assessment: answers.Assessment,
    named: Mapping[str, str],
    facts: Stated,
    weighed: Weighed | None,
) -> tuple[Ground, ...]:
    # A named condition of the corpus is weighed once for these facts, whatever sentences ask for it.
    conditions = Asked(load().conditions)
    followed = Followed(facts)

    def said(code: str) -> Pleaded | None:
        if weighed is None:
            return _said(code, facts, conditions)
        return weighed.again(("said", code), followed, lambda: _said(code, followed, conditions))

    return tuple(
        _ground(
            ground, named.get(ground["code"]) or ground.get("title") or ground["code"], said(ground["code"])
        )
        for ground in assessment.get("grounds", ())
        if ground["status"] in PLEADED
    )


@told_once
def _ground(row: answers.Ground, title: str, said: Pleaded | None) -> Ground:
    return Ground(
        code=row["code"],
        title=title,
        status=row["status"],
        heading=said.heading if said else as_paper(title),
        actor=said.actor if said else "对方",
        by=said.by if said else (),
        accuses=said.accuses if said else False,
        facts=said.facts if said else (),
        reasons=said.reasons if said else (),
        claim=said.claim if said else (),
        argued=said.argued if said else (),
        direct=said.direct if said else (),
        provisions=tuple(_quoted(one) for one in row.get("provisions", ()) if _pleadable(one)),
        relief=tuple(r["code"] for r in row.get("relief", ())),
        remedies=tuple(
            Remedy(code=r["code"], provisions=numbered(r.get("basis", ()))) for r in row.get("relief", ())
        ),
        liable=tuple(
            Liable(
                role=r["role"],
                title=r["title"],
                named=r["named"],
                provisions=numbered(r.get("basis", ())),
            )
            for r in row.get("respondents", ())
        ),
    )


def as_paper(words: str) -> str:
    """Words that speak to the person, where a paper has none of its own: a ground that a lawyer set without its facts."""
    return words.replace("您本人", "您").replace("您", "{本人}")


def _said(code: str, facts: Stated, conditions: Asked) -> Pleaded | None:
    ground = load().grounds.get(code)
    return pleaded(ground.pleading, facts, conditions) if ground is not None else None


def provisions_of(grounds: Iterable[Ground]) -> tuple[Provision, ...]:
    """Each provision once, in the order of first mention."""
    seen: dict[tuple[str, str], Provision] = {}
    for ground in grounds:
        for provision in ground.provisions:
            seen.setdefault((provision.id, provision.citation), provision)
    return tuple(seen.values())


def resting_of(grounds: Iterable[Ground], codes: Iterable[str]) -> tuple[Provision, ...]:
    """What makes somebody answer and what the requests with these codes rest on, each once: what a paper names besides."""
    wanted = set(codes)
    rows = [
        *(p for ground in grounds for one in ground.liable if one.named for p in one.provisions),
        *(p for ground in grounds for one in ground.remedies if one.code in wanted for p in one.provisions),
    ]
    return tuple({(one.id, one.citation): one for one in reversed(rows) if one.law}.values())[::-1]


def _pleadable(row: answers.Provision | answers.Basis) -> bool:
    """What does not speak for the other side."""
    return row.get("strength") != "adverse"


def _quoted(row: answers.Provision) -> Provision:
    """An article with the words that are cited."""
    return Provision(
        id=row["id"],
        citation=row["citation"],
        text=row.get("quote") or row.get("text"),
        verified=row["verified"],
        strength=row.get("strength", "direct"),
        law=row.get("law", True),
        lead=_lead(row.get("quote") or "", row.get("text") or ""),
    )


def numbered(rows: Iterable[answers.Basis]) -> tuple[Provision, ...]:
    """Articles that are named by number alone."""
    return tuple(
        Provision(
            id=row["id"],
            citation=row["citation"],
            verified=row["verified"],
            strength=row.get("strength", "direct"),
            law=row.get("law", True),
        )
        for row in rows
        if _pleadable(row)
    )


def _lead(quote: str, article: str) -> str:
    """The line above the items of which `quote` is one; empty for what is no single item."""
    lines = article.split("\n")
    if quote == article or not quote.startswith(("（", "(")) or quote not in lines:
        return ""
    before = lines[: lines.index(quote)]
    return next((line for line in reversed(before) if not line.startswith(("（", "("))), "")


_NUMBERS = {chinese(number): number for number in range(1, 2000)}
_PLACE = re.compile(
    "第([一二三四五六七八九十百千零]+)条(?:之([一二三四五六七八九十]))?"
    "(?:第([一二三四五六七八九十]+)款)?(?:第([一二三四五六七八九十]+)项)?"
)


def place_in_law(provision: Provision) -> tuple[int, ...]:
    """Article, article added after it, paragraph and item, as the law counts them."""
    found = _PLACE.search(provision.citation)
    return tuple(_NUMBERS.get(part or "", 0) for part in found.groups()) if found else (0,)
