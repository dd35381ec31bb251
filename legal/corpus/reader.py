"""Reads the corpus folder once and answers what is where. No Django here."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import yaml

from legal.corpus import succession
from legal.corpus.articles import Article, CorpusError, Reference, Statute, read_reference, read_statute
from legal.corpus.capturing import Capture, read_capture
from legal.corpus.pleading import Narrative, Pleading, read_narrative, read_pleading
from legal.reasoning.conditions import Tree

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Rule = Mapping[str, Any]
"""A row as it is written in a YAML file of the corpus; ``checking`` says what it may hold (docs/law.md)."""
# What the file of a channel holds for the rooms above: they read and check it. ``documents`` the form and the causes of
# action, ``filings`` what the consent covers and whether it ends at a company.
PARTS = ("consent", "company", "form", "causes", "forums", "outcomes", "suit", "desk")


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to be told when the facts (or, with no condition, the ground) call for it."""

    text: str
    when: Tree | None


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that must be true: by facts (``when``), by facts that leave room for argument, or by judgement."""

    id: str
    text: str
    when: Tree | None
    arguable: Tree | None
    judgement: bool
    burden: str  # complainant | respondent | presumed
    why: str
    proof: tuple[str, ...]
    wanted: str
    instead: tuple[Warning, ...]  # words that fit what was said better: the first whose condition holds


@dataclass(frozen=True, slots=True)
class Remedy:
    """A form of relief with its basis, its limits and when it is open; ``against`` the roles it is asked of, all if empty."""

    code: str
    text: str
    provisions: tuple[Reference, ...]
    limits: tuple[str, ...]
    when: Tree | None
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Respondent:
    """A role that can answer for a ground, and why."""

    role: str
    provisions: tuple[Reference, ...]
    when: Tree | None
    note: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A situation that the law answers: H1 … F8."""

    code: str
    slug: str
    kind: str
    title: str
    plain: str
    elements: tuple[Element, ...]
    provisions: tuple[Reference, ...]
    respondents: tuple[Respondent, ...]
    relief: tuple[Remedy, ...]
    evidence: tuple[str, ...]
    channels: tuple[str, ...]
    # The channels that it leads to only where these hold.
    channels_when: Mapping[str, Tree]
    warnings: tuple[Warning, ...]
    pleading: Pleading


@dataclass(frozen=True, slots=True)
class Channel:
    """A door to knock on; ``rule`` is the law of it as written, which ``planning`` reads, ``parts`` what others read."""

    name: str
    title: str
    order: int
    plain: str
    provisions: tuple[Reference, ...]
    blocks: tuple[str, ...]
    # As what a filing there counts among earlier steps (facts ``prior``: ``to`` and ``act``).
    prior: tuple[str, str]
    # Whether an administrative authority, whose silence can be reviewed, stands behind it.
    authority: bool
    # Whether what is taken there is the dispute itself, which then no other body takes; a review is of a body's silence.
    disputed: bool
    rule: Rule
    parts: Rule


class RecordRule(TypedDict):
    """How long the other side keeps its records, in months, of what came on ``since`` or later, until ``until``."""

    channels: list[str]
    since: date
    until: NotRequired[date]
    months: int
    what: str
    basis: str
    # Whose records: everybody's of this kind where it is not said.
    roles: NotRequired[list[str]]
    paragraph: NotRequired[int]
    item: NotRequired[str]
    # What the article obliges to, in the words of a letter; else keeping records of sending for the months.
    duty: NotRequired[str]


class Precedent(TypedDict):
    """A decided case. ``effect`` supports, against, penalty (nobody's complaint was decided) or unknown."""

    id: str
    grounds: list[str]
    effect: str
    outcome_known: bool
    court: str
    year: str
    facts: str
    outcome: str
    caution: str
    source: str


class SelfHelp(TypedDict):
    """What a person can do alone, step by step."""

    id: str
    title: str
    what: str
    cost: str
    steps: list[str]
    does: str
    does_not: str
    takes: str
    keep: str
    warn: NotRequired[str]
    basis: NotRequired[list[str]]


class SelfHelpRule(SelfHelp):
    """The same with the condition that calls for it."""

    when: Tree


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything, read once. ``version`` changes with every byte of the folder."""

    version: str
    statutes: Mapping[str, Statute]
    grounds: Mapping[str, Ground]
    channels: Mapping[str, Channel]
    conditions: Mapping[str, Tree]
    titles: Mapping[str, str]  # what the named conditions are called, for a reader
    warnings: tuple[Warning, ...]
    records: tuple[RecordRule, ...]
    precedents: tuple[Precedent, ...]
    self_help: tuple[SelfHelpRule, ...]
    capture: Capture
    papers: Mapping[
        str, tuple[Reference, ...]
    ]  # what papers rest on, by the name of the family and of the basis
    narrative: Narrative  # what a claim says of whatever ground
    requests: Rule  # what can be asked for, by slug, and how it is shared; read by `documents.requests`
    successors: Mapping[Article, Article]
    predecessors: Mapping[Article, tuple[Article, ...]]  # worked out from the successors

    def find(self, reference: Reference, on: date) -> Article | None:
        """The article that a reference means on a day; None where nothing was in force."""
        statute = self.statutes.get(reference.statute)
        return statute.find(reference.number, on, reference.version) if statute else None

    def article(self, identity: str, on: date) -> Article | None:
        """``广告法:43`` as in force on a day; ``治安管理处罚法@2013:99`` is that version's on any day."""
        reference = read_reference(identity)
        found = self.find(reference, on)
        if found is None and reference.version:
            named = [one for one in self.wordings(identity) if one.version.key == reference.version]
            found = named[0] if named else None
        return found

    def wordings(self, identity: str) -> list[Article]:
        """Every version of an article, oldest first; empty where the corpus has none."""
        reference = read_reference(identity)
        statute = self.statutes.get(reference.statute)
        return statute.wordings(reference.number) if statute else []

    def references(self) -> Iterator[tuple[str, Reference]]:
        """Every reference of grounds and channels with where it stands."""
        for ground in self.grounds.values():
            for reference in ground.provisions:
                yield ground.code, reference
            for respondent in ground.respondents:
                for reference in respondent.provisions:
                    yield f"{ground.code} {respondent.role}", reference
            for remedy in ground.relief:
                for reference in remedy.provisions:
                    yield f"{ground.code} {remedy.code}", reference
        for channel in self.channels.values():
            for reference in channel.provisions:
                yield channel.name, reference
        for name, references in self.papers.items():
            for reference in references:
                yield f"papers {name}", reference
        for statute in self.statutes.values():
            if statute.carried_by:
                yield statute.id, statute.carried_by


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 — the safe loader, in C
    except yaml.YAMLError as error:
        raise CorpusError(f"{path.name}: {error}") from error


def _statute(path: Path) -> Statute:
    try:
        return read_statute(_read(path))
    except KeyError as error:
        raise CorpusError(f"{path.name}: {error.args[0]} is missing") from error
    except (TypeError, AttributeError) as error:
        raise CorpusError(f"{path.name}: {error}") from error


def _capture(path: Path) -> Capture:
    try:
        return read_capture(_read(path))
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path.name}: {error!r}") from error


def _references(rows: Any, law: str = "event") -> tuple[Reference, ...]:
    return tuple(read_reference(row, law) for row in rows or ())


def _warnings(rows: Any) -> tuple[Warning, ...]:
    return tuple(
        Warning(row, None) if isinstance(row, str) else Warning(row["text"], row.get("when"))
        for row in rows or ()
    )


def _elements(code: str, rows: list[Rule]) -> tuple[Element, ...]:
    elements = []
    for place, row in enumerate(rows, start=1):
        if bool(row.get("when")) == bool(row.get("judgement")):
            raise CorpusError(f"{code}: element {place} needs either a condition or judgement: true")
        elements.append(
            Element(
                id=f"{code}.{place}",
                text=row["text"],
                when=row.get("when"),
                arguable=row.get("arguable"),
                judgement=row.get("judgement", False),
                burden=row["burden"],
                why=row["why"],
                proof=tuple(row.get("proof", ())),
                wanted=row["wanted"],
                instead=_warnings(row.get("instead")),
            )
        )
    return tuple(elements)


def _relief(rows: list[Any], forms: Rule) -> tuple[Remedy, ...]:
    remedies = []
    for given in rows:
        row: Rule = {"code": given} if isinstance(given, str) else given
        form = forms[row["code"]]
        remedies.append(
            Remedy(
                code=row["code"],
                text=row.get("text", form["text"]),
                provisions=_references(row.get("provisions", form["provisions"])),
                limits=tuple(form.get("limits", ())) + tuple(row.get("limits", ())),
                when=row.get("when", form.get("when")),
                against=tuple(row.get("against", form.get("against", ()))),
            )
        )
    return tuple(remedies)


def _respondents(rows: list[Any], roles: Rule) -> tuple[Respondent, ...]:
    respondents = []
    for given in rows:
        row: Rule = {"role": given} if isinstance(given, str) else given
        # ``as``: who did here what another role mostly does, and answers as it does.
        form = roles[row.get("as", row["role"])]
        respondents.append(
            Respondent(
                role=row["role"],
                provisions=_references(row.get("provisions", form["provisions"])),
                when=row.get("when", roles[row["role"]].get("when")),
                note=row.get("note", form["note"]),
            )
        )
    return tuple(respondents)


def _ground(row: Rule, forms: Rule, roles: Rule) -> Ground:
    return Ground(
        code=row["code"],
        slug=row["slug"],
        kind=row["kind"],
        title=row["title"],
        plain=row["plain"],
        elements=_elements(row["code"], row["elements"]),
        provisions=_references(row["provisions"]),
        respondents=_respondents(row["respondents"], roles),
        relief=_relief(row["relief"], forms),
        evidence=tuple(row["evidence"]),
        channels=tuple(_channel_name(one) for one in row["channels"]),
        channels_when={one["channel"]: one["when"] for one in row["channels"] if isinstance(one, dict)},
        warnings=_warnings(row.get("warnings")),
        pleading=read_pleading(row["pleading"]),
    )


def _channel_name(row: str | Rule) -> str:
    """A ground names a channel, or a channel and the condition under which it leads there."""
    return row if isinstance(row, str) else str(row["channel"])


def _channel(path: Path) -> Channel:
    try:
        return _read_channel(path.stem, _read(path))
    except KeyError as error:
        raise CorpusError(f"{path.name}: {error.args[0]} is missing") from error
    except (TypeError, AttributeError) as error:
        raise CorpusError(f"{path.name}: {error}") from error


def _read_channel(name: str, row: Rule) -> Channel:
    if str(row["channel"]) != name:
        raise CorpusError(f"{name}.yaml: channel {row['channel']} belongs into a file of that name")
    return Channel(
        name=str(row["channel"]),
        title=row["title"],
        order=row["order"],
        plain=row["plain"],
        provisions=_references(row.get("provisions"), law="filing"),
        blocks=tuple(row.get("blocks", ())),
        prior=(str(row["prior"]["to"]), row["prior"]["act"]),
        authority=row.get("authority", True),
        disputed=row.get("disputed", True),
        rule={key: value for key, value in row.items() if key not in PARTS},
        parts={key: row[key] for key in PARTS if key in row},
    )


def _papers(folder: Path) -> dict[str, tuple[Reference, ...]]:
    """``authority.powers`` and its references: a file a family of papers, a key a basis."""
    return {
        f"{path.stem}.{name}": _references(rows, law="filing")
        for path in sorted(folder.glob("*.yaml"))
        for name, rows in _read(path).items()
    }


def version_of(folder: Path = FOLDER) -> str:
    """``sha256:…`` over the names and bytes of every YAML file, in order: the same corpus, the same version."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml"), key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return f"sha256:{whole.hexdigest()}"


def read_corpus(folder: Path = FOLDER) -> Corpus:
    """The corpus of a folder. Raises CorpusError with the file at fault."""
    common = {
        name: _read(folder / f"{name}.yaml")
        for name in ("relief", "requests", "respondents", "conditions", "rules", "narrative")
    }
    statutes = [_statute(path) for path in sorted((folder / "statutes").glob("*.yaml"))]
    grounds = []
    for path in sorted((folder / "grounds").glob("*.yaml")):
        try:
            grounds.append(_ground(_read(path), common["relief"], common["respondents"]))
        except (KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}: {error!r}") from error
    grounds.sort(key=lambda ground: ("HSF".index(ground.code[0]), int(ground.code[1:])))
    channels = sorted(map(_channel, (folder / "channels").glob("*.yaml")), key=lambda channel: channel.order)
    named = {statute.id: statute for statute in statutes}
    for statute in statutes:
        object.__setattr__(statute, "predecessors", succession.came_before(statute.id, statutes))
    links = succession.successors(named)
    return Corpus(
        version=version_of(folder),
        statutes=named,
        successors=links,
        predecessors=succession.predecessors(links),
        grounds={ground.code: ground for ground in grounds},
        channels={channel.name: channel for channel in channels},
        conditions=common["conditions"],
        titles=common["rules"]["condition_titles"],
        warnings=_warnings(common["rules"]["warnings"]),
        records=tuple(common["rules"]["records"]),
        precedents=tuple(common["rules"]["precedents"]),
        self_help=tuple(common["rules"]["self_help"]),
        capture=_capture(folder / "capture.yaml"),
        papers=_papers(folder / "papers"),
        narrative=read_narrative(common["narrative"]),
        requests=common["requests"],
    )


@lru_cache(maxsize=1)
def load() -> Corpus:
    """The corpus of this release, read once a process."""
    return read_corpus()
