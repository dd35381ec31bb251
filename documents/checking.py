"""What is wrong with the forms in the files of the channels, and with the causes of action: each named by file and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, get_type_hints

from documents.material import FIELDS
from documents.official import Compose, Field, OfficialForm
from documents.requests import SUMS, WORDS
from legal.corpus import Channel, Corpus
from legal.corpus.articles import read_reference
from legal.reasoning.facts import FACTS, LISTS, ROLES

SOURCES = ("article", "seen", "memory")
# What a sheet may copy besides the fields of a case, and of each message.
COPIED = {
    *FIELDS, "respondent.name", "respondent.known", "respondent.address", "on", "period", "sums", "facts",
    "requests", "prior.on", "prior.ticket",
    "prior.result", "messages.count", "exhibits.names", "requests.sum",
}  # fmt: skip
OF_MESSAGE = {"sender", "at", "text"}
# Who may be named: those who are complained about; in a review an authority, which is none of them.
NAMED = {*ROLES, "authority"}
_WRITTEN = {"value_from": "from"}


def faults(corpus: Corpus) -> list[str]:
    """Everything that is wrong with the part of `documents`, each in one line; an empty list for a sound corpus."""
    found: list[str] = []
    for channel in corpus.channels.values():
        found += _form_faults(channel, corpus)
    found += _cause_faults(corpus)
    found += _request_faults(corpus)
    return found


def _form_faults(channel: Channel, corpus: Corpus) -> Iterator[str]:
    where = f"channels/{channel.name}.yaml form"
    form = channel.parts.get("form")
    if not isinstance(form, Mapping):
        yield f"{where}: is missing"
        return
    told = [*_shape_faults(where, {**form, "channel": channel.name}, OfficialForm)]
    rows = {"sheet": Field, "message_sheet": Field, "compose": Compose}
    for key, kind in rows.items():
        for place, row in enumerate(form.get(key, ()), start=1):
            told += _shape_faults(f"{where} {key} {place}", row, kind)
    yield from told
    if not told:
        yield from _name_faults(where, form, corpus)


def _shape_faults(where: str, row: Any, kind: type) -> Iterator[str]:
    """Keys that a form does not have, lacks, or that hold something of another kind."""
    if not isinstance(row, Mapping):
        yield f"{where}: {row!r} is no list of keys"
        return
    hints = get_type_hints(kind)
    known = {_WRITTEN.get(each.name, each.name): each for each in fields(kind)}
    for key in sorted(map(str, row.keys() - known.keys())):
        yield f"{where}: no key is called {key}"
    for key, each in known.items():
        if key not in row:
            if each.default is MISSING and each.default_factory is MISSING:
                yield f"{where}: {key} is missing"
        elif not _fits(row[key], hints[each.name]):
            yield f"{where}: {key} holds {row[key]!r}"


def _fits(value: Any, hint: Any) -> bool:
    if hint in (str, bool):
        return isinstance(value, hint)
    if hint == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if hint == Mapping[str, Any]:
        return isinstance(value, Mapping)
    if hint == Mapping[str, str]:
        return isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())
    if hint == date | None:
        return value is None or isinstance(value, date)
    return isinstance(value, list)


def _name_faults(where: str, form: Mapping[str, Any], corpus: Corpus) -> Iterator[str]:
    """Names that nothing answers to: fields of a case, roles, forms of relief, statutes."""
    kinds = corpus.requests.get("kinds", {})
    asked = ("requests", "requests_refused", "requests_taken", "requests_again", "requests_lapsed")
    for key, known in (
        ("required", FIELDS),
        ("respondent_roles", NAMED),
        ("respondent_otherwise", NAMED),
        ("respondent_billing", NAMED),
        ("respondent_selling", NAMED),
        ("cautions_facing", ROLES),
        ("cautions_accepted", LISTS["prior"]["to"].values),
        ("organs", set(_asked(corpus))),
        ("organ_basis", {name.removeprefix("review.") for name in corpus.papers}),
        ("beside", ROLES),
        ("beside_of", ROLES),
        ("holders", ROLES),
        ("behind", ROLES),
        ("core", kinds),
        ("helps", kinds),
        ("cautions_with", kinds),
        ("enforces", corpus.statutes),
        ("cites", _laws(corpus)),
        ("omits", _laws(corpus)),
        ("greeting_to", set(_asked(corpus))),
        *((key, kinds) for key in asked),
    ):
        for name in form.get(key, ()):
            if name not in known:
                yield f"{where} {key}: nothing is called {name}"
    for key in asked:
        for slug, written in form.get(key, {}).items():
            yield from _sentence_faults(f"{where} {key} {slug}", written, corpus)
    for key, copied in (("sheet", COPIED), ("message_sheet", OF_MESSAGE)):
        for row in form.get(key, ()):
            if row.get("from", "") not in {"", *copied}:
                yield f"{where} {key}: nothing is called {row['from']}"
    for key in ("sheet", "message_sheet", "compose"):
        for row in form.get(key, ()):
            if row.get("source", "memory") not in SOURCES:
                yield f"{where} {key}: source {row['source']!r}"


def _laws(corpus: Corpus) -> set[str]:
    """The statutes, and their articles: “民法典:1033”."""
    named = set(corpus.statutes)
    return named | {
        f"{name}:{article.number}"
        for name, statute in corpus.statutes.items()
        for version in statute.versions
        for article in version.articles.values()
    }


def _asked(corpus: Corpus) -> Iterator[str]:
    """Who can be brought to review, by ``prior.to``."""
    for channel in corpus.channels.values():
        yield from (row["to"] for row in channel.rule.get("silent", ()))


def _sentence_faults(where: str, written: Any, corpus: Corpus) -> Iterator[str]:
    """Of the sentences of a request: places that nothing fills, grounds and roles that there are not."""
    kinds = corpus.requests.get("kinds", {})
    for row in [{"say": written}] if isinstance(written, str) else written:
        for name in sorted(set(re.findall(r"{(\w+)}", row.get("say", ""))) - WORDS):
            yield f"{where}: nothing is called {{{name}}}"
        yield from (
            f"{where}: no key is called {key}"
            for key in sorted(
                row.keys()
                - {"say", "grounds", "roles", "beside", "own", "unsued", "along", "when", "lately", "named"}
            )
        )
        yield from (
            f"{where}: no ground {one}" for one in row.get("grounds", ()) if one not in corpus.grounds
        )
        yield from (
            f"{where}: no role {one}"
            for one in (*row.get("roles", ()), *row.get("beside", ()))
            if one not in ROLES
        )
        yield from (f"{where}: no request {one}" for one in row.get("along", ()) if one not in kinds)


def _cause_faults(corpus: Corpus) -> Iterator[str]:
    """The court's file names the causes of action; every key of a ground must stand in every edition."""
    for channel in corpus.channels.values():
        if channel.name != "court" and "causes" in channel.parts:
            yield f"channels/{channel.name}.yaml causes: a claim goes to a court alone"
    where = "channels/court.yaml causes"
    court = corpus.channels.get("court")
    causes = court.parts.get("causes") if court else None
    if not isinstance(causes, Mapping):
        yield f"{where}: is missing"
        return
    for key in _OF_CAUSES:
        if key not in causes:
            yield f"{where}: {key} is missing"
    for key in sorted(map(str, causes.keys() - {*_OF_CAUSES})):
        yield f"{where}: no key is called {key}"
    known = {key for edition in causes.get("editions", ()) for key in edition["causes"]}
    for edition in causes.get("editions", ()):
        if causes.get("otherwise") not in edition["causes"]:
            yield f"{where} {edition['edition']}: no cause is called {causes.get('otherwise')}"
    yield from (
        f"{where} contracts: no cause is called {one}"
        for one in causes.get("contracts", ())
        if one not in known
    )
    kinds = corpus.requests.get("kinds", {})
    for place, row in enumerate(causes.get("rules", ()), start=1):
        if row.get("cause") not in known:
            yield f"{where} rules {place}: no cause is called {row.get('cause')}"
        yield from (
            f"{where} rules {place}: no ground {one}"
            for one in row.get("grounds", ())
            if one not in corpus.grounds
        )
        yield from (
            f"{where} rules {place}: no request {one}"
            for one in (*row.get("asks", ()), *row.get("only", ()))
            if one not in kinds
        )
        yield from (
            f"{where} rules {place}: no role {one}"
            for one in (*row.get("roles", ()), *row.get("beside", ()))
            if one not in ROLES
        )


_OF_CAUSES = ("editions", "contracts", "rules", "otherwise")
_OF_A_KIND = {
    "code", "title", "heading", "headings", "grounds", "but", "chiefly", "absent", "when", "roles", "otherwise", "spares",
    "strangers",
    "wishes", "standing",
    "wishes_when", "wishes_unless", "against", "sum", "open", "of", "penal", "accuses", "caution", "basis", "basis_of",
    "unlike", "unlike_work", "unlike_lost", "unlike_things", "unlike_fares", "basis_for",
    "earlier", "answered", "ongoing", "over", "lasting", "exempt", "first", "instead", "besides", "acts", "callers", "leaves",
    "roles_untold", "passed", "of_words",
}  # fmt: skip


def _relation_faults(corpus: Corpus) -> Iterator[str]:
    """The table of what a claim leaves out because it is of the other legal relation."""
    for place, row in enumerate(corpus.requests.get("one_relation", ()), start=1):
        where = f"requests.yaml one_relation {place}"
        for key, known in (
            ("grounds", corpus.grounds),
            ("roles", ROLES),
            ("beside", ROLES),
            ("apart", ROLES),
        ):
            yield from (
                f"{where} {key}: nothing is called {name}" for name in row.get(key, ()) if name not in known
            )
        for reference in map(read_reference, row["leaves"]):
            statute = corpus.statutes.get(reference.statute)
            if statute is None or not statute.wordings(reference.number):
                yield f"{where}: no article {reference.statute}:{reference.number}"


def _request_faults(corpus: Corpus) -> Iterator[str]:
    """The requests: names that nothing answers to, and articles that the corpus does not have."""
    codes = {remedy.code for ground in corpus.grounds.values() for remedy in ground.relief}
    kinds = corpus.requests.get("kinds", {})
    for slug, kind in kinds.items():
        where = f"requests.yaml {slug}"
        yield from (f"{where}: no key is called {key}" for key in sorted(kind.keys() - _OF_A_KIND))
        yield from (f"{where}: {key} is missing" for key in ("title", "heading", "wishes") if key not in kind)
        for key, known in (
            ("grounds", corpus.grounds),
            ("but", corpus.grounds),
            ("chiefly", corpus.grounds),
            ("absent", corpus.grounds),
            ("roles", ROLES),
            ("otherwise", ROLES),
            ("spares", ROLES),
            ("leaves", ROLES),
            ("basis_of", ROLES),
            ("basis_for", ROLES),
            ("wishes", FACTS["wishes"].values),
            ("against", {*kinds, *FACTS["wishes"].values}),
            ("of", kinds),
        ):
            yield from (
                f"{where} {key}: nothing is called {name}" for name in kind.get(key, ()) if name not in known
            )
        if kind.get("code", "R1") not in codes:
            yield f"{where}: no relief is called {kind['code']}"
        if kind.get("sum", SUMS[0]) not in SUMS:
            yield f"{where}: no sum is called {kind['sum']}"
        if kind.get("first", "harm") not in corpus.requests.get("first", ()):
            yield f"{where}: no order is called {kind.get('first', 'harm')}"
    yield from _relation_faults(corpus)
    for slug, said in corpus.requests.get("demanded", {}).items():
        yield from _sentence_faults(f"requests.yaml demanded {slug}", said, corpus)
    written = [
        *(row for kind in kinds.values() for row in kind.get("basis", ())),
        *(row for kind in kinds.values() for rows in kind.get("basis_of", {}).values() for row in rows),
        *corpus.requests.get("several", ()),
        *corpus.requests.get("presumed", ()),
        *(kind["exempt"] for kind in kinds.values() if "exempt" in kind),
    ]
    for reference in map(read_reference, [*written, *corpus.requests.get("joint", ())]):
        statute = corpus.statutes.get(reference.statute)
        if statute is None or not statute.wordings(reference.number):
            yield f"requests.yaml: no article {reference.statute}:{reference.number}"
