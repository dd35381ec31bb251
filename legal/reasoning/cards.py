"""What a channel is for in one case: of the sentences in its file those that fit the case, and what to have at hand.

A row of ``page`` speaks of the ``grounds`` that it names (of all, where it names none) and ``when`` its condition holds;
every row that fits is said, in the order of the file. Nothing is decided here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from complaints.stated import Facts
from legal.corpus import Channel, Corpus
from legal.corpus.reader import Rule
from legal.reasoning.conditions import evaluate


@dataclass(frozen=True)
class Card:
    """``urgent`` says what makes it urgent, in words that stand after one another; empty where nothing does."""

    plain: str
    takes: list[str]
    gets: str
    never: str
    urgent: list[str]


def card_of(channel: Channel, facts: Facts, codes: Collection[str], corpus: Corpus) -> Card:
    """``codes`` are the grounds that lead somewhere in this case."""
    told = channel.rule.get("page", {})

    def said(rows: str | Sequence[Rule]) -> list[str]:
        if isinstance(rows, str):
            return [rows]
        return [str(row["say"]) for row in rows if _fits(row, facts, codes, corpus)]

    return Card(
        plain="".join(said(told.get("plain", channel.plain))),
        takes=said(told["takes"]) if "takes" in told else list(channel.rule.get("fields", ())),
        gets="".join(said(told.get("gets", ""))),
        never="".join(said(told.get("never", ""))),
        urgent=said(told.get("urgent", ())),
    )


def _fits(row: Rule, facts: Facts, codes: Collection[str], corpus: Corpus) -> bool:
    """Whether a row speaks of this case."""
    if "grounds" in row and not {*row["grounds"]} & {*codes}:
        return False
    return "when" not in row or evaluate(row["when"], facts, corpus.conditions).value is True
