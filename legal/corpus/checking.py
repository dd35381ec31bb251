"""What is wrong with a corpus, if anything: dates, gaps, overlaps, dangling references, unreachable grounds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from complaints.details import DETAILS
from legal.corpus.articles import Article, CorpusError, Reference, Statute, read_reference
from legal.corpus.capturing import capture_faults
from legal.corpus.pleadable import pleadable_faults
from legal.corpus.pleading import Names, narrative_faults, pleading_faults, statements
from legal.corpus.reaching import reachable
from legal.corpus.reader import Channel, Corpus, Ground
from legal.corpus.succession import pointed_at
from legal.reasoning import numerals
from legal.reasoning.conditions import ConditionError, Tree, fact_names
from legal.reasoning.facts import FACTS, LISTS, ROLES

VERIFICATIONS = ("two_copies", "one_copy", "number_only")
OTHER_FACTS = {
    *LISTS, "derived.asked", "derived.accepted", "derived.asked_operator", "derived.operator_refused", "derived.licensed_lender",
    "derived.unlicensed_lender", "derived.licensed_roles", "derived.bought_from_some", "derived.consumer_roles",
    "derived.end_asked", "derived.held_as_own", "derived.leased", "derived.number_changed", "derived.misdescribed",
    "derived.induced", "derived.waived", "derived.asked_unbind", "derived.asks_proof", "derived.asks_contract",
    "derived.asks_settlement", "derived.asks_release", "derived.blames_staff",
    "derived.already_public", "derived.account_closed",
    "derived.renounced", "derived.posted_up", "derived.shown_singly", "derived.face_taken", "derived.by_sites",
    "derived.users_act", "derived.agreed_with_giver",
    "derived.others_paid", "derived.others_paid_too", "derived.says_fraud", "derived.debtor_related", "derived.used_up",
    "derived.holder_told", "derived.creditor_told", "derived.card", "derived.consumer_finance", "derived.insurer",
    "derived.filing_date", "derived.nobody", "derived.from_abroad", "derived.runs_none", "derived.taken",
    "derived.taken_alone", "situations",
}  # fmt: skip
# What the file of a channel may hold for the law; what it holds besides is read and checked by who reads it.
CHANNEL_KEYS = {
    "channel", "title", "order", "plain", "provisions", "needs", "after", "closed_by", "bars", "blocks", "answers",
    "acceptance", "after_acceptance", "later", "notes", "urgent_when", "region_of", "within", "silent", "asked_as",
    "asked_act", "fields", "prior", "authority", "disputed", "page", "aside",
}  # fmt: skip
EFFECTS = ("supports", "against", "penalty", "unknown")
FAR = date(2100, 1, 1)  # what is in force then has no known end


def _statute_faults(statute: Statute) -> Iterator[str]:
    before: date | None = None
    for version in statute.versions:
        if version.end and version.end < version.start:
            yield f"{statute.id}: version {version.key} ends before it begins"
        if before is not None:
            if version.start <= before:
                yield f"{statute.id}: version {version.key} overlaps the one before it"
            elif version.start > before + timedelta(days=1):
                yield f"{statute.id}: gap before version {version.key}"
        if version.end is None and version is not statute.versions[-1]:
            yield f"{statute.id}: version {version.key} has no end but is not the last"
        before = version.end
        for article in version.articles.values():
            yield from _article_faults(article)


def _article_faults(article: Article) -> Iterator[str]:
    where = f"{article.id} ({article.version.key})"
    if article.verification not in VERIFICATIONS:
        yield f"{where}: verification {article.verification!r}"
    for role in {role for roles in article.addresses.values() for role in roles} - {*ROLES}:
        yield f"{where}: addresses: no role {role}"
    if (article.verification == "number_only") is not (not article.paragraphs):
        yield f"{where}: only a verified wording may be recorded, and a verified article needs its wording"
    if article.verification == "number_only" and not article.note:
        yield f"{where}: says nothing: a note in our own words is missing"
    if article.start < article.version.start or (
        article.version.end and (article.end is None or article.end > article.version.end)
    ):
        yield f"{where}: in force outside its version"
    if not article.cited_as:
        try:
            numerals.article(article.number)
        except ValueError:
            yield f"{where}: not an article number, so cited_as is needed"


def _reference_faults(corpus: Corpus, where: str, reference: Reference) -> Iterator[str]:
    statute = corpus.statutes.get(reference.statute)
    if statute is None:
        yield f"{where}: no statute {reference.statute}"
        return
    articles = [
        article
        for article in statute.wordings(reference.number)
        if reference.version in (None, article.version.key)
    ]
    if not articles:
        yield f"{where}: no article {reference.id}" + (
            f" in version {reference.version}" if reference.version else ""
        )
    for article in articles:
        if article.verification == "number_only":
            continue
        try:
            article.quote(reference.paragraph or (1 if reference.item else None), reference.item)
        except (IndexError, StopIteration):
            yield f"{where}: {article.id} ({article.version.key}) has no paragraph {reference.paragraph} item {reference.item}"


def _succession_faults(corpus: Corpus) -> Iterator[str]:
    for statute in corpus.statutes.values():
        if statute.successor and statute.successor not in corpus.statutes:
            yield f"{statute.id}: no statute {statute.successor}"
        successor = corpus.statutes.get(statute.successor or "")
        if successor and statute.versions[-1].end:
            following = successor.versions[0].start
            if following != statute.versions[-1].end + timedelta(days=1):
                yield f"{statute.id}: {statute.successor} does not follow on the next day"
        if statute.applies and statute.applies not in corpus.conditions:
            yield f"{statute.id}: no condition {statute.applies}"
        for version in statute.versions:
            for article in version.articles.values():
                if article.successor:
                    yield from _reference_faults(
                        corpus, f"{article.id} successor", read_reference(article.successor)
                    )
                    next_one = pointed_at(article, corpus.statutes)
                    if next_one is None or next_one.start <= article.start:
                        yield f"{article.id} ({version.key}): its successor {article.successor} does not come after it"


def _lists_of_references(corpus: Corpus) -> Iterator[tuple[str, Sequence[Reference]]]:
    for ground in corpus.grounds.values():
        yield ground.code, ground.provisions
        yield from ((f"{ground.code} {one.role}", one.provisions) for one in ground.respondents)
        yield from ((f"{ground.code} {one.code}", one.provisions) for one in ground.relief)
    yield from ((channel.name, channel.provisions) for channel in corpus.channels.values())


def _lapse_faults(corpus: Corpus) -> Iterator[str]:
    """A statute goes on, an article that is relied on does not: what took its place must be relied on beside it."""
    for where, references in _lists_of_references(corpus):
        named = {reference.id for reference in references}
        for reference in references:
            statute = corpus.statutes.get(reference.statute)
            wordings = statute.wordings(reference.number) if statute else []
            wordings = [one for one in wordings if reference.version in (None, one.version.key)]
            if statute is None or not wordings or statute.versions[-1].end or wordings[-1].end is None:
                continue
            last = wordings[-1]
            following = corpus.successors.get(last)
            if following is None and not last.repealed:
                yield (
                    f"{where}: {reference.id} ends on {last.end} and nothing took its place: write it into the next version,"
                    " or its successor, or repealed: true"
                )
            elif following is not None and following.id not in named:
                yield f"{where}: {reference.id} ends on {last.end}; {following.id}, which took its place, is not named beside it"


def _trees(corpus: Corpus) -> Iterator[tuple[str, Tree]]:
    for name, tree in corpus.conditions.items():
        yield f"condition {name}", tree
    for where, reference in corpus.references():
        if reference.when:
            yield f"{where} {reference.id}", reference.when
    for ground in corpus.grounds.values():
        for element in ground.elements:
            for weighed in (element.when, element.arguable, *(one.when for one in element.instead)):
                if weighed:
                    yield element.id, weighed
        said = [row for _part, row in statements(ground.pleading)]
        parts = [*ground.respondents, *ground.relief, *ground.warnings, *said]
        for condition in (part.when for part in parts):  # type: ignore[attr-defined]
            if condition:
                yield ground.code, condition
        for name, condition in ground.channels_when.items():
            yield f"{ground.code} {name}", condition
    for warning in corpus.warnings:
        if warning.when:
            yield "warnings", warning.when
    for row in corpus.self_help:
        yield f"self_help {row['id']}", row["when"]
    for channel in corpus.channels.values():
        rows: list[Any] = [
            *channel.rule.get("needs", ()),
            *channel.rule.get("notes", ()),
            *channel.rule.get("bars", ()),
            *channel.rule.get("later", ()),
        ]
        for row in rows:
            if row.get("when"):
                yield channel.name, row["when"]
        if channel.rule.get("urgent_when"):
            yield channel.name, channel.rule["urgent_when"]
        yield from ((channel.name, row["when"]) for row in channel.rule.get("aside", ()) if "when" in row)
        for said in channel.rule.get("page", {}).values():
            if not isinstance(said, str):
                yield from (
                    (channel.name, row["when"]) for row in said if isinstance(row, dict) and "when" in row
                )


def _condition_faults(corpus: Corpus) -> Iterator[str]:
    for name in set(corpus.conditions) ^ set(corpus.titles):
        yield f"{name}: a condition and its condition_titles go together"
    for where, tree in _trees(corpus):
        try:
            for name in fact_names(tree, corpus.conditions) - set(FACTS) - OTHER_FACTS:
                yield f"{where}: no fact is called {name}"
        except (ConditionError, TypeError, IndexError, AttributeError) as error:
            yield f"{where}: {error}"


def _reach_faults(corpus: Corpus, ground: Ground) -> Iterator[str]:
    try:
        if not reachable(ground, corpus):
            yield f"{ground.code}: unreachable: no facts were found that meet all of its elements"
    except (ConditionError, TypeError, IndexError, KeyError, AttributeError):
        return  # a condition that cannot be read is told where it stands


def _ground_faults(corpus: Corpus) -> Iterator[str]:
    slugs = [ground.slug for ground in corpus.grounds.values()]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        yield f"two grounds are called {slug}"
    for ground in corpus.grounds.values():
        for what, rows in (
            ("element", ground.elements),
            ("provision", ground.provisions),
            ("relief", ground.relief),
            ("channel", ground.channels),
            ("respondent", ground.respondents),
        ):
            if not rows:
                yield f"{ground.code}: no {what}"
        if all(element.judgement for element in ground.elements):
            yield f"{ground.code}: unreachable: no fact can settle any of its elements"
        else:
            yield from _reach_faults(corpus, ground)
        if ground.provisions and not any(corpus.find(one, FAR) for one in ground.provisions):
            yield f"{ground.code}: none of its provisions is in force any more"
        for name in ground.channels:
            if name not in corpus.channels:
                yield f"{ground.code}: no channel {name}"
        for element in ground.elements:
            if element.burden not in ("complainant", "respondent", "presumed"):
                yield f"{element.id}: burden {element.burden!r}"
        for respondent in ground.respondents:
            if respondent.role not in ROLES:
                yield f"{ground.code}: no role {respondent.role}"
        for fault in pleading_faults(ground.pleading, _names(corpus)):
            yield f"{ground.code} {fault}"
    for row in corpus.precedents:
        for code in row["grounds"]:
            if code not in corpus.grounds:
                yield f"precedent {row['id']}: no ground {code}"
        if row["effect"] not in EFFECTS:
            yield f"precedent {row['id']}: effect {row['effect']!r}"
        if not row["outcome_known"] and row["effect"] != "unknown":
            yield f"precedent {row['id']}: an unknown outcome cannot have an effect"


def _names(corpus: Corpus) -> Names:
    return Names(facts=FACTS, roles=ROLES, details=DETAILS, conditions=corpus.conditions)


def _narrative_faults(corpus: Corpus) -> Iterator[str]:
    yield from narrative_faults(corpus.narrative, _names(corpus))


def _self_help_faults(corpus: Corpus) -> Iterator[str]:
    for row in corpus.self_help:
        for name in ("title", "what", "cost", "steps", "does", "does_not", "takes", "keep"):
            if not row.get(name):
                yield f"self_help {row['id']}: says nothing of {name}"
        for identity in row.get("basis", ()):
            yield from _reference_faults(corpus, f"self_help {row['id']}", read_reference(identity))


def _period_faults(where: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows that speak for the whole country follow each other day by day; those of a province stand before them."""
    everywhere = sorted(
        (row for row in rows if not row.get("regions")), key=lambda row: row.get("since") or date.min
    )
    for before, after in pairwise(everywhere):
        ends, begins = before.get("until") or date.max, after.get("since") or date.min
        if begins <= ends:
            yield f"{where}: the row from {begins} overlaps the one before it"
        elif begins > ends + timedelta(days=1):
            yield f"{where}: gap before {begins}"
    for row in rows:
        if row.get("since") and row.get("until") and row["until"] < row["since"]:
            yield f"{where}: the row from {row['since']} ends before it begins"
        # Such a day begins anew when what was missing has come: the mark and the words must not part.
        if row.get("all_material", False) is not ("全部" in row.get("from", "")):
            yield f"{where}: all_material belongs to a row that runs from 全部 of the material, and to no other"


def _channel_faults(corpus: Corpus) -> Iterator[str]:
    led_to = {name for ground in corpus.grounds.values() for name in ground.channels} | {"review"}
    places = {channel.name: channel.order for channel in corpus.channels.values()}
    for channel in corpus.channels.values():
        if channel.name not in led_to:
            yield f"{channel.name}: no ground leads to this channel"
        for name in channel.blocks:
            if name not in places:
                yield f"{channel.name}: blocks {name}, which is no channel"
            elif places[name] >= channel.order:
                yield f"{channel.name}: stands before {name}, which it blocks"
        after = channel.rule.get("after")
        if after and places.get(after["channel"], channel.order) >= channel.order:
            yield f"{channel.name}: waits for {after['channel']}, which does not stand before it"
        periods = ("answers", "acceptance", "after_acceptance", "later", "bars")
        for name in ("answers", "acceptance", "after_acceptance", "later"):
            yield from _period_faults(f"{channel.name} {name}", channel.rule.get(name, ()))
        if after:
            yield from _period_faults(f"{channel.name} after", after["rules"])
        for row in (row for name in periods for row in channel.rule.get(name, ())):
            yield from _basis_faults(corpus, channel.name, row["basis"])
        yield from _bar_faults(corpus, channel)
        yield from _silence_faults(corpus, channel)
        yield from _standing_faults(channel)
        yield from _desk_faults(corpus, channel)
        yield from _page_faults(corpus, channel)
        if channel.rule.get("region_of") not in (None, "operator"):
            yield f"{channel.name}: region_of {channel.rule['region_of']!r}"


def _desk_faults(corpus: Corpus, channel: Channel) -> Iterator[str]:
    """What a desk may decide: each article is there, each item has its words as long as it is offered."""
    rules = channel.parts.get("desk", {})
    if unknown := set(rules) - {"refusals", "tell", "extensions", "pauses", "mediation", *OPENING_KEYS}:
        yield f"{channel.name} desk: {sorted(unknown)}"
    if "tell" in rules:
        yield from _basis_faults(corpus, f"{channel.name} desk", rules["tell"])
    named = ("refusals", "extensions", "pauses", *OPENING_KEYS)
    for row in (row for name in named for row in rules.get(name, ())):
        yield from _basis_faults(corpus, f"{channel.name} desk", row["basis"])
        if row.get("step", "answer") not in ("acceptance", "answer", "opening"):
            yield f"{channel.name} desk: no step {row['step']}"
    for row in rules.get("refusals", ()):
        yield from _item_faults(corpus, channel, row, row)
    for row in rules.get("mediation", ()):
        yield from _mediation_faults(corpus, channel, row)


def _mediation_faults(corpus: Corpus, channel: Channel, row: dict[str, Any]) -> Iterator[str]:
    where = f"{channel.name} desk mediation"
    if unknown := set(row) - MEDIATION_KEYS:
        yield f"{where}: {sorted(unknown)}"
    ends = row.get("ends", ())
    named = [row.get(name) for name in ("basis", "notice", "letter")]
    named += [one["basis"] for one in (*ends, row["interrupts"], *([row["tell"]] if "tell" in row else []))]
    named.append(row["interrupts"]["period"])
    for basis in filter(None, named):
        yield from _basis_faults(corpus, where, basis)
    for one in ends:
        yield from _item_faults(corpus, channel, one, row)
        article = corpus.article(one["basis"], row["since"])
        if "para" in one and (article is None or len(article.paragraphs) < one["para"]):
            yield f"{where}: {one['basis']} has no paragraph {one['para']}"


def _item_faults(
    corpus: Corpus, channel: Channel, row: dict[str, Any], offered: dict[str, Any]
) -> Iterator[str]:
    """Each item of an article has its words on the first and the last day on which it is offered."""
    for day in (offered["since"], offered.get("until", FAR)):
        article = corpus.article(row["basis"], day)
        for item in row.get("items", ()):
            if article is None or not article.item(item):
                yield f"{channel.name} desk: {row['basis']} has no item {item} on {day}"


def _basis_faults(corpus: Corpus, where: str, basis: str) -> Iterator[str]:
    try:
        if basis not in corpus.statutes:
            yield from _reference_faults(corpus, where, read_reference(basis))
    except CorpusError as error:
        yield f"{where}: {error}"


def _bar_faults(corpus: Corpus, channel: Channel) -> Iterator[str]:
    bars = channel.rule.get("bars", ())
    for bar in bars:
        for code in bar.get("grounds", ()):
            if code not in corpus.grounds or channel.name not in corpus.grounds[code].channels:
                yield f"{channel.name}: a bar names {code}, which does not lead here"
        if not bar.get("months") and not bar.get("years"):
            yield f"{channel.name}: a bar without a period"
        if bool(bar.get("soft")) != bool(bar.get("lapse")):
            yield f"{channel.name}: a soft bar says in lapse what is lost, and no other does"
        for to in bar.get("ended_by", {}).get("to", ()):
            if to not in LISTS["prior"]["to"].values:
                yield f"{channel.name}: nobody called {to} can be asked before"
    if bars and not any(
        "grounds" not in bar and "when" not in bar and not bar.get("told_only") for bar in bars
    ):
        yield f"{channel.name}: no bar speaks for the disputes that are not named"
    plain = [bar for bar in bars if not any(name in bar for name in ("grounds", "when", "told_only"))]
    yield from _period_faults(f"{channel.name} bars", plain)


def _silence_faults(corpus: Corpus, channel: Channel) -> Iterator[str]:
    if "within" in channel.rule:
        yield from _basis_faults(corpus, channel.name, channel.rule["within"]["basis"])
    for row in channel.rule.get("silent", ()):
        where = f"{channel.name} {row['to']}"
        if row["to"] not in LISTS["prior"]["to"].values:
            yield f"{where}: nobody of that name can be asked before"
        if row.get("channel") and row["channel"] not in corpus.channels:
            yield f"{where}: no channel {row['channel']}"
        yield from _period_faults(where, row["rules"])
        for rule in row["rules"]:
            yield from _basis_faults(corpus, where, rule["basis"])


# What the public page of a channel must answer: by these parts of its rule, else by a sentence under ``page``. Nothing is
# told of a channel because its file is silent.
ANSWERED_BY = {
    "who": ("needs",),
    "first": ("after", "silent"),
    "latest": ("bars", "within"),
    "beside": ("closed_by", "blocks"),
}


# What one gets there, and what it does not do: said of every channel.
SAID_OF_ALL = ("gets", "never")
# What the card of a case says by rows: of grounds, of conditions; ``plain`` and ``takes`` else are those of everybody.
BY_CASE = (*SAID_OF_ALL, "plain", "takes", "urgent")
NEVER_BY = "never_by"  # the provisions that say what it does not do; without it that follows from what it is


def _page_faults(corpus: Corpus, channel: Channel) -> Iterator[str]:
    where = f"channels/{channel.name}.yaml page"
    told = channel.rule.get("page", {})
    for basis in told.get(NEVER_BY, ()):
        yield from _basis_faults(corpus, where, basis)
    for key in sorted(told.keys() - ANSWERED_BY.keys() - {*BY_CASE, NEVER_BY}):
        yield f"{where}: no key is called {key}"
    for key in SAID_OF_ALL:
        if not told.get(key):
            yield f"{where}: says nothing of {key}"
    for key in BY_CASE:
        for row in told.get(key, ()) if not isinstance(told.get(key), str) else ():
            yield from (
                f"{where} {key}: no key is called {one}" for one in row.keys() - {"grounds", "when", "say"}
            )
            if not row.get("say"):
                yield f"{where} {key}: a row says nothing"
            for code in row.get("grounds", ()):
                if code not in corpus.grounds or channel.name not in corpus.grounds[code].channels:
                    yield f"{where} {key}: {code} does not lead here"
    if [row.get("when") for row in told.get("urgent", ())] != channel.rule.get("urgent_when", {}).get(
        "any", []
    ):
        yield f"{where}: urgent and urgent_when name the same conditions, in the same order"
    for key, parts in ANSWERED_BY.items():
        if not told.get(key) and not any(channel.rule.get(part) for part in parts):
            yield f"{where}: says nothing of {key}, and no {' or '.join(parts)} does"


def _standing_faults(channel: Channel) -> Iterator[str]:
    where = f"channels/{channel.name}.yaml"
    for key in sorted(channel.rule.keys() - CHANNEL_KEYS):
        yield f"{where}: no key is called {key}"
    for key, value in zip(("to", "act"), channel.prior, strict=True):
        if value not in (LISTS["prior"][key].values or ()):
            yield f"{where} prior: {key} {value!r}"
    if not isinstance(channel.authority, bool):
        yield f"{where}: authority is true or false"
    if not isinstance(channel.disputed, bool):
        yield f"{where}: disputed is true or false"


OUTCOMES = ("refused", "decided", "settled")
# That a channel leads to a case of penalty, and the periods around deciding on it.
OPENING_KEYS = ("opening", "before_opening", "told_of_opening", "after_opening")
MEDIATION_KEYS = {
    "regions", "since", "until", "basis", "notice", "letter", "ends", "tell", "goes_on", "interrupts",
}  # fmt: skip
OUTCOME_KEYS = {
    "states", "title", "text", "days", "years", "starts", "from", "basis", "para", "channel", "page",
    "paper",
}  # fmt: skip
FORUM_KEYS = {"of", "title", "basis", "why", "grounds", "not_only", "roles", "arguable"}


def _outcome_faults(corpus: Corpus) -> Iterator[str]:
    """What can be done after an outcome: its states, its article and paragraph, where it leads."""
    for channel in corpus.channels.values():
        for row in channel.parts.get("outcomes", ()):
            where = f"channels/{channel.name}.yaml outcomes {row.get('title', '')}"
            yield from (f"{where}: no key is called {key}" for key in sorted(row.keys() - OUTCOME_KEYS))
            yield from (
                f"{where}: {key} is missing" for key in ("states", "title", "text") if not row.get(key)
            )
            yield from (f"{where}: no state {one}" for one in row.get("states", ()) if one not in OUTCOMES)
            if ("days" in row or "years" in row) and not (row.get("from") and row.get("basis")):
                yield f"{where}: a period needs from and basis"
            if "basis" in row:
                whole = {"at": row["basis"], "para": row["para"]} if "para" in row else row["basis"]
                yield from _reference_faults(corpus, where, read_reference(whole))
            if row.get("channel", channel.name) not in corpus.channels:
                yield f"{where}: no channel {row['channel']}"


def _forum_faults(corpus: Corpus) -> Iterator[str]:
    court = corpus.channels.get("court")
    rules = court.parts.get("forums", {}) if court else {}
    for row in rules.get("places", ()):
        where = f"channels/court.yaml forums {row.get('title', '')}"
        yield from (f"{where}: no key is called {key}" for key in sorted(row.keys() - FORUM_KEYS))
        if row.get("of") not in ("defendant", "plaintiff"):
            yield f"{where}: of {row.get('of')!r}"
        yield from (f"{where}: no role {role}" for role in row.get("roles", ()) if role not in ROLES)
        for basis in row.get("basis", ()):
            yield from _basis_faults(corpus, where, basis)
        for code in (*row.get("grounds", ()), *row.get("not_only", ())):
            if code not in corpus.grounds:
                yield f"{where}: no ground {code}"


def _record_faults(corpus: Corpus) -> Iterator[str]:
    for kind in {(*row["channels"], *row.get("roles", ())): row for row in corpus.records}:
        rows = [row for row in corpus.records if (*row["channels"], *row.get("roles", ())) == kind]
        yield from _period_faults("records", rows)
    for row in corpus.records:
        yield from _basis_faults(corpus, "records", row["basis"])


def _capture_faults(corpus: Corpus) -> Iterator[str]:
    elements = [element.id for ground in corpus.grounds.values() for element in ground.elements]
    yield from capture_faults(corpus.capture, elements)
    for way in corpus.capture.ways.values():
        for identity in way.basis:
            yield from _reference_faults(corpus, f"capture {way.id}", read_reference(identity))
    asked = corpus.capture.preservation
    for reference in (*asked.event, *asked.filing):
        yield from _reference_faults(corpus, "capture preservation", reference)


def faults(corpus: Corpus) -> list[str]:
    """Everything that is wrong, each in one line that names the place; an empty list for a sound corpus."""
    found: list[str] = []
    for statute in corpus.statutes.values():
        found += _statute_faults(statute)
    for where, reference in corpus.references():
        found += _reference_faults(corpus, where, reference)
    for part in (
        _succession_faults,
        _lapse_faults,
        _condition_faults,
        _ground_faults,
        pleadable_faults,
        _narrative_faults,
        _channel_faults,
        _record_faults,
        _outcome_faults,
        _forum_faults,
        _self_help_faults,
        _capture_faults,
    ):
        found += part(corpus)
    return found


def counts(corpus: Corpus) -> dict[str, Any]:
    """How much law there is, how far its articles are verified, and which version of the data this is."""
    articles = [a for s in corpus.statutes.values() for v in s.versions for a in v.articles.values()]
    return {
        "statutes": len(corpus.statutes),
        "articles": len(articles),
        "grounds": len(corpus.grounds),
        "channels": len(corpus.channels),
        "verified": dict(Counter(article.verification for article in articles)),
        "version": corpus.version,
    }
