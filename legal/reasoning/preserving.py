"""Until when a provider must keep its records of what a complaint is about, and from when it may delete them.

Of each day the rule in force on it: a message of April 2026 is kept five months, one of May 2026 six. Voice calls and
days before the first rule have none that is verified here; then there is no date, and why is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.stated import Facts
from legal.corpus import Article, Corpus
from legal.corpus.articles import Reference, read_reference
from legal.corpus.reader import RecordRule
from legal.reasoning import answers, workdays
from legal.reasoning.citing import present
from legal.reasoning.steps import in_time

BY_TELEPHONE = {"sms", "mms", "call"}
NOT_DATED = "没有写明是哪一天的，算不出日期。"
NOT_TEXT = "通话记录保存多久，没有找到已经核实的规定，算不出日期；请尽快寄出。"
BEFORE_THE_RULE = "事情发生在有关保存期限的规定施行以前，算不出日期。"


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """``first_gone`` and ``last_gone``: from that day the records of the first, of the last, may be deleted.

    ``articles`` oblige to keep, each with the months; ``why_not`` stands where there is no date.
    """

    first: date | None
    last: date | None
    first_gone: date | None = None
    last_gone: date | None = None
    articles: tuple[tuple[Article, int], ...] = ()
    why_not: str = ""

    def standing(self, on: date) -> str:
        """``open``: nothing may be deleted yet; ``running``: the first; ``over``: everything; "" without a date."""
        if self.first_gone is None or self.last_gone is None:
            return ""
        return "over" if self.last_gone <= on else "running" if self.first_gone <= on else "open"


def keeping(*, first: date | None, last: date | None, channels: set[str], corpus: Corpus) -> Keeping:
    """How long the records of messages from ``first`` to ``last`` are kept at the least; both days included."""
    last = last or first
    first = first or last
    if first is None or last is None:
        return Keeping(first=None, last=None, why_not=NOT_DATED)
    first, last = min(first, last), max(first, last)
    rows = [row for row in corpus.records if set(row["channels"]) & channels]
    if not rows:
        return Keeping(first=first, last=last, why_not=NOT_TEXT)
    gone = [_gone(day, rows) for day in (first, last)]
    held = tuple(
        (article, row["months"])
        for row in rows
        if (row.get("since") is None or row["since"] <= last)
        and (row.get("until") is None or first <= row["until"])
        and (article := corpus.article(row["basis"], max(first, row.get("since") or first))) is not None
    )
    why = "" if gone[0] else BEFORE_THE_RULE
    return Keeping(first=first, last=last, first_gone=gone[0], last_gone=gone[1], articles=held, why_not=why)


def _gone(day: date, rows: list[RecordRule]) -> date | None:
    months = next((row["months"] for row in rows if in_time(row, day, "")), None)
    return workdays.add_months(day, months) if months else None


def keeping_of(facts: Facts, corpus: Corpus) -> Keeping:
    """The same for the facts of a case; calls alone have no date, and where nobody wrote or called there is nothing."""
    event, channels = facts.get("event") or {}, set((facts.get("contacts") or {}).get("channels") or ())
    if not channels & BY_TELEPHONE:
        return Keeping(first=None, last=None)
    return keeping(
        first=_day(event.get("first")), last=_day(event.get("last")), channels=channels, corpus=corpus
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
