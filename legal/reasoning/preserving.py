"""Until when a provider must keep its records of what a complaint is about, and from when it may delete them.

Messages and calls are kept by operators and carriers; log-ins, payments and what was handled over a counter by platforms,
banks, payment institutions and shops (``records`` of capture.yaml). Of each day the rule in force on it: a message of April
2026 is kept five months, one of May 2026 six. Voice calls and days before the first rule have none that is verified here;
then there is no date, and why is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.stated import Facts
from core.sentences import sentence
from legal.corpus import Article, Corpus
from legal.corpus.articles import Reference, read_reference
from legal.corpus.reader import RecordRule
from legal.reasoning import answers, workdays
from legal.reasoning.citing import present
from legal.reasoning.conditions import Stated, evaluate
from legal.reasoning.steps import in_time

BY_TELEPHONE = {"sms", "mms", "call"}
NOT_DATED = sentence("没有写明是哪一天的，算不出日期。")
NOT_TEXT = sentence("通话记录保存多久，没有找到已经核实的规定，算不出日期；请尽快寄出。")
NO_RULE = sentence("这类记录保存多久，没有找到已经核实的规定，算不出日期；请尽快寄出。")
BEFORE_THE_RULE = sentence("事情发生在有关保存期限的规定施行以前，算不出日期。")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What obliges to keep: the article, for how many months, and in what words a letter says it."""

    article: Article
    months: int
    paragraph: int | None = None
    item: str | None = None
    duty: str = ""


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """``first_gone`` and ``last_gone``: from that day the records of the first, of the last, may be deleted.

    ``kept`` is what obliges to keep; ``why_not`` stands where there is no date.
    """

    first: date | None
    last: date | None
    first_gone: date | None = None
    last_gone: date | None = None
    kept: tuple[Kept, ...] = ()
    why_not: str = ""

    @property
    def articles(self) -> tuple[tuple[Article, int], ...]:
        return tuple((one.article, one.months) for one in self.kept)

    def standing(self, on: date) -> str:
        """``open``: nothing may be deleted yet; ``running``: the first; ``over``: everything; "" without a date."""
        if self.first_gone is None or self.last_gone is None:
            return ""
        return "over" if self.last_gone <= on else "running" if self.first_gone <= on else "open"


def keeping(
    *, first: date | None, last: date | None, channels: set[str], corpus: Corpus, roles: Iterable[str] = ()
) -> Keeping:
    """How long the records from ``first`` to ``last`` are kept at the least; both days included.

    ``channels`` are the kinds of records, ``roles`` who holds them: some rules bind one kind of company alone.
    """
    last = last or first
    first = first or last
    if first is None or last is None:
        return Keeping(first=None, last=None, why_not=NOT_DATED)
    first, last = min(first, last), max(first, last)
    rows = [
        row
        for row in corpus.records
        if set(row["channels"]) & channels and (not row.get("roles") or set(row["roles"]) & set(roles))
    ]
    if not rows:
        return Keeping(first=first, last=last, why_not=NOT_TEXT if channels <= BY_TELEPHONE else NO_RULE)
    gone = [_gone(day, rows) for day in (first, last)]
    held = tuple(
        Kept(
            article=article,
            months=row["months"],
            paragraph=row.get("paragraph"),
            item=row.get("item"),
            duty=row.get("duty", ""),
        )
        for row in rows
        if (row.get("since") is None or row["since"] <= last)
        and (row.get("until") is None or first <= row["until"])
        and (article := corpus.article(row["basis"], max(first, row.get("since") or first))) is not None
    )
    why = "" if gone[0] else BEFORE_THE_RULE
    return Keeping(first=first, last=last, first_gone=gone[0], last_gone=gone[1], kept=held, why_not=why)


def _gone(day: date, rows: list[RecordRule]) -> date | None:
    """The first that may be deleted, of records of several kinds."""
    ends = [workdays.add_months(day, row["months"]) for row in rows if in_time(row, day, "")]
    return min(ends, default=None)


def other_records(facts: Stated, corpus: Corpus) -> set[str]:
    """The kinds of records besides messages and calls that there are in a case, as far as its facts say."""
    asked = corpus.capture.preservation.records
    return {name for name, one in asked.items() if evaluate(one.when, facts, corpus.conditions).value is True}


def held_by(role: str, kinds: set[str], corpus: Corpus) -> set[str]:
    """Of these kinds of records those that a company of a role holds."""
    asked = corpus.capture.preservation
    return {
        kind
        for kind in kinds
        if role in (asked.records[kind].holders if kind in asked.records else asked.telephone)
    }


def keeping_of(facts: Facts, corpus: Corpus) -> Keeping:
    """The same for the facts of a case; calls alone have no date, and where there are no records there is nothing."""
    event, told = facts.get("event") or {}, set((facts.get("contacts") or {}).get("channels") or ())
    kinds = told & BY_TELEPHONE | other_records(facts, corpus)
    if not kinds:
        return Keeping(first=None, last=None)
    return keeping(
        first=_day(event.get("first")),
        last=_day(event.get("last")),
        channels=kinds,
        corpus=corpus,
        roles={str(one.get("role")) for one in facts.get("respondents") or ()},
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def also_cited(references: Iterable[Reference], on: date | None, corpus: Corpus) -> list[answers.Wording]:
    """Further articles of a letter as in force on a day, to be cited; what was not in force stays out."""
    found = ((one, corpus.find(one, on)) for one in references if on is not None)
    return [present(article, one.paragraph, one.item) for one, article in found if article is not None]


def basis(identity: str, on: date, corpus: Corpus) -> Article | None:
    """The article behind an identity of the guidance as in force on a day."""
    return corpus.find(read_reference(identity), on)
