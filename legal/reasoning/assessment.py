"""From facts to grounds: what the law in force on the day of the event says, element by element, and why.

Pure: no Django, no clock but the default filing date. ``assess`` is the contract; ``facts.py`` checks what goes in.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar, cast

from complaints.stated import Facts
from core.clock import SHANGHAI
from core.sentences import sentence
from legal.corpus import Corpus, Element, Ground, load
from legal.corpus.reader import Precedent
from legal.reasoning import answers
from legal.reasoning import facts as known_facts
from legal.reasoning.citing import basis, carry, cite_all, identities
from legal.reasoning.conditions import (
    Asked,
    Followed,
    Stated,
    Tree,
    Verdict,
    changed,
    disjunction,
    evaluate,
    lookup,
)
from legal.reasoning.notices import notices
from legal.reasoning.planning import derive, plan_steps

Made = TypeVar("Made")
ALWAYS_KNOWN = {"kind", "event.first", "event.last"}
STATUS = {True: "met", False: "unmet", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Matter:
    """Facts as the law asks about them: read, and with what follows from them.

    ``event`` chooses substantive law, ``filing`` procedure. Conditions that were weighed for it are not weighed again.
    """

    facts: known_facts.Known
    event: date
    filing: date
    corpus: Corpus


def filing_day(facts: Facts, on: date | None) -> date:
    """The day that chooses procedural law: ``on``, else the fact, else today in Shanghai."""
    if on is not None:
        return on
    return (
        date.fromisoformat(facts["filing_date"])
        if facts.get("filing_date")
        else datetime.now(SHANGHAI).date()
    )


def _weigh(element: Element, facts: Facts, corpus: Corpus) -> tuple[Verdict, bool]:
    """The verdict on an element, and whether it is met only by an argument that can be disputed."""
    if element.when is None:
        return Verdict(None), True
    verdict = evaluate(element.when, facts, corpus.conditions)
    if verdict.value is True or element.arguable is None:
        return verdict, False
    second = evaluate(element.arguable, facts, corpus.conditions)
    return disjunction([verdict, second]), second.value is True


def _because(names: tuple[str, ...], facts: Facts) -> str:
    said = []
    for name in names:
        value = lookup(facts, name)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            said.append(known_facts.label(name))
        else:
            said.append(
                sentence(
                    "{fact}：{said}",
                    fact=known_facts.label(name),
                    said=known_facts.spoken_of(facts, name, value),
                )
            )
    return "；".join(said)


def _open(names: tuple[str, ...], facts: Facts) -> str:
    """What is not known yet, and what was said that cannot be right: dates in an order that is impossible."""
    doubted = tuple(name for name in names if lookup(facts, name) is not None and name in known_facts.FACTS)
    unsaid = "；".join(known_facts.label(name) for name in names if name not in doubted)
    said = [sentence("还不知道：{facts}", facts=unsaid)] if unsaid else []
    if doubted:
        said.append(sentence("日期的先后对不上，请核对：{facts}", facts=_because(doubted, facts)))
    return "；".join(said)


def weigh_element(element: Element, facts: Facts, corpus: Corpus) -> answers.Element:
    """One element of the answer: its status, the facts that decided it, what is missing and how to get it."""
    verdict, disputed = _weigh(element, facts, corpus)
    # What facts bear out only by an argument is for others to judge: a consent that was bundled is not no consent.
    judged = element.judgement or disputed
    status = "unknown" if judged else STATUS[verdict.value]
    because = _because(verdict.used, facts)
    if judged:
        said = sentence("根据您说的——{facts}。", facts=because) if because else ""
        explanation = said + sentence("这一点要由受理机关或者法院判断。")
    elif verdict.value is None:
        explanation = _open(verdict.missing, facts)
    else:
        explanation = sentence("根据您说的——{facts}", facts=because) if because else ""
    return {
        "id": element.id,
        "text": next((one.text for one in element.instead if _holds(one.when, facts, corpus)), element.text),
        "status": status,
        "because": list(verdict.used),
        "missing": list(verdict.missing),
        "explanation": explanation,
        "disputed": disputed,
        "judgement": judged,
        "exhibits": [],
        "burden": element.burden,
        "why": element.why,
        "proof": list(element.proof),
        "wanted": element.wanted,
    }


def _status(elements: list[answers.Element]) -> str:
    factual = [element["status"] for element in elements if not element["judgement"]]
    if "unmet" in factual:
        return "not_met"
    if "unknown" in factual:
        return "needs_facts"
    return "arguable" if any(element["disputed"] for element in elements) else "established"


def _holds(condition: Tree | None, facts: Facts, corpus: Corpus) -> bool:
    return condition is None or evaluate(condition, facts, corpus.conditions).value is True


def _relief(ground: Ground, facts: Facts, event: date, filing: date, corpus: Corpus) -> list[answers.Relief]:
    relief: list[answers.Relief] = []
    for remedy in ground.relief:
        if not _holds(remedy.when, facts, corpus):
            continue
        citations = cite_all(remedy.provisions, facts, event, filing, corpus)
        if remedy.provisions and not citations:
            continue  # its basis was not yet, or no longer, law
        relief.append(
            {
                "code": remedy.code,
                "text": remedy.text,
                "provisions": identities(citations),
                "citations": [row["citation"] for row in citations],
                "basis": basis(citations),
                "limits": list(remedy.limits),
                "against": list(remedy.against),
            }
        )
    return relief


def _respondents(
    ground: Ground, facts: Facts, event: date, filing: date, corpus: Corpus
) -> list[answers.Answerable]:
    named: dict[str, list[str]] = {}
    for party in facts.get("respondents") or ():
        named.setdefault(party.get("role", "unknown"), []).append(party.get("name", ""))
    rows: list[answers.Answerable] = []
    for respondent in ground.respondents:
        if not _holds(respondent.when, facts, corpus):
            continue
        citations = cite_all(respondent.provisions, facts, event, filing, corpus)
        if citations:
            rows.append(
                {
                    "role": respondent.role,
                    "title": known_facts.ROLES[respondent.role],
                    "named": respondent.role in named,
                    "names": [name for name in named.get(respondent.role, ()) if name],
                    "provisions": identities(citations),
                    "citations": [row["citation"] for row in citations],
                    "basis": basis(citations),
                    "note": respondent.note,
                }
            )
    return rows


def _precedents(ground: Ground, corpus: Corpus) -> list[Precedent]:
    return [row.copy() for row in corpus.precedents if ground.code in row["grounds"]]


def weigh(
    ground: Ground, facts: Facts, event: date, filing: date, corpus: Corpus, weighed: "Weighed | None" = None
) -> answers.Ground:
    """One ground of the answer; of a part that was ``weighed`` with these facts in it, what was said of it."""

    def part(name: str, make: Callable[[], Made]) -> Made:
        return make() if weighed is None else weighed.again((ground.code, name, event, filing), facts, make)

    elements = [
        part(f"elements {place}", partial(weigh_element, element, facts, corpus))
        for place, element in enumerate(ground.elements)
    ]
    status = _status(elements)
    chosen = ground.slug in (facts.get("situations") or ())
    touched = ground.kind == facts["kind"] and any(
        set(element["because"]) - ALWAYS_KNOWN for element in elements
    )
    relevant = status in ("established", "arguable") or (status == "needs_facts" and (touched or chosen))
    row: answers.Ground = {
        "code": ground.code,
        "slug": ground.slug,
        "kind": ground.kind,
        "title": ground.title,
        "plain": ground.plain,
        "status": status,
        "chosen": chosen,
        "relevant": relevant,
        "elements": elements,
        "provisions": [],
        "respondents": [],
        "relief": [],
        "evidence_wanted": [],
        "precedents": [],
        "channels": [
            name for name in ground.channels if _holds(ground.channels_when.get(name), facts, corpus)
        ],
    }
    if status != "not_met":
        row["evidence_wanted"] = list(ground.evidence)
    if relevant:
        at = (facts, event, filing, corpus)
        row["provisions"] = part("provisions", lambda: _provisions(ground, *at))
        row["respondents"] = part("respondents", lambda: _respondents(ground, *at))
        row["relief"] = part("relief", lambda: _relief(ground, *at))
        row["precedents"] = _precedents(ground, corpus)
    return row


def _provisions(
    ground: Ground, facts: Facts, event: date, filing: date, corpus: Corpus
) -> list[answers.Provision]:
    cited = cite_all(ground.provisions, facts, event, filing, corpus)
    return [*cited, *carry(cited, facts, event, filing, corpus)]


class Weighed:
    """What was said while the facts of one case are told in parts: the same is said of other facts in which all that was
    looked up for it stays as it was. Whoever gets it changes nothing in it."""

    def __init__(self) -> None:
        self._made: dict[Hashable, list[tuple[Stated, set[str], Any]]] = {}
        # Where the facts of then and of now are not the same, by the places of both, which are kept.
        self._apart: dict[tuple[int, int], tuple[Stated, set[str]]] = {}

    def again(self, key: Hashable, facts: Stated, make: Callable[[], Made]) -> Made:
        """What ``make`` makes of these ``facts``, which are a ``Followed``; ``key`` names all else that it is made of."""
        if not isinstance(facts, Followed):
            raise TypeError("what is looked up in these facts cannot be followed")
        known = self._made.setdefault(key, [])
        plain = facts.plain
        for then, names, made in known:
            if names.isdisjoint(self._changed(then, plain)):
                facts.looked_up |= names
                return cast(Made, made)
        before, facts.looked_up = facts.looked_up, set()
        made = make()
        known.append((plain, facts.looked_up, made))
        facts.looked_up = facts.looked_up | before
        return made

    def _changed(self, then: Stated, now: Stated) -> set[str]:
        """The names of facts that are not as they were, of groups and of single ones."""
        places = id(then), id(now)
        if places not in self._apart:
            self._apart[places] = now, set(changed(then, now))
        return self._apart[places][1]

    def grounds(self, asked: Iterable[Ground], matter: Matter) -> list[answers.Ground]:
        """These grounds, each of all its parts that were looked up anew."""
        facts = cast(Facts, Followed(cast(Stated, matter.facts)))
        at = (matter.event, matter.filing)
        return [
            self.again((one.code, *at), facts, partial(weigh, one, facts, *at, matter.corpus, self))
            for one in asked
        ]


def weigh_grounds(
    matter: Matter, among: Collection[str] | None = None, weighed: Weighed | None = None
) -> list[answers.Ground]:
    """Every ground, or those with these codes, in the order of the corpus; what was ``weighed`` is not weighed again."""
    asked = [one for one in matter.corpus.grounds.values() if among is None or one.code in among]
    if weighed is not None:
        return weighed.grounds(asked, matter)
    return [weigh(one, matter.facts, matter.event, matter.filing, matter.corpus) for one in asked]


def understand(facts: Mapping[str, object], on: date | None = None, corpus: Corpus | None = None) -> Matter:
    """The facts of a case, ready to be assessed and traced; the days as ``assess`` chooses them. Raises FactsError."""
    corpus = corpus or load()
    known = known_facts.read(facts)
    filing = known_facts.within_reach("filing_date", filing_day(known, on))
    event = date.fromisoformat(known["event"]["last"])
    return Matter(derive(known, filing), event, filing, replace(corpus, conditions=Asked(corpus.conditions)))


def assess(
    facts: Mapping[str, object] | Matter, on: date | None = None, corpus: Corpus | None = None
) -> answers.Assessment:
    """Grounds, plan and warnings for the facts of a case.

    ``event.last`` chooses substantive law and penalties, ``on`` (else ``filing_date``, else today) procedure.
    Raises FactsError, naming the key, for facts that cannot be read. It never says who will win.
    """
    matter = facts if isinstance(facts, Matter) else understand(facts, on, corpus)
    known, event, filing, corpus = matter.facts, matter.event, matter.filing, matter.corpus
    grounds = weigh_grounds(matter)
    steps = plan_steps(known, grounds, filing, corpus)
    told = notices(known, grounds, steps, filing, corpus)
    return {
        "on": event.isoformat(),
        "filing_date": filing.isoformat(),
        "corpus_version": corpus.version,
        "grounds": grounds,
        "plan": steps,
        "warnings": told["warnings"],
        "clocks": told["clocks"],
        "self_help": told["self_help"],
    }


def plan(
    facts: Mapping[str, object], on: date | None = None, corpus: Corpus | None = None
) -> list[answers.Way]:
    """The channels in order, one entry each; the same as the ``plan`` of ``assess``. Raises FactsError."""
    return assess(facts, on, corpus)["plan"]
