"""Why an authority is brought to review: its duty, the day on which its time ended or it refused, and the review law.

The dispute with whoever sent the messages is not the review's: of it the paper tells what was put to the authority.
"""

from __future__ import annotations

from datetime import date

from documents.law import QUOTABLE
from documents.material import Silence
from documents.official import OfficialForm
from documents.wording import day, filled
from legal.corpus import load
from legal.reasoning.answers import Wording
from legal.reasoning.citing import present


def in_words(silence: Silence) -> dict[str, str]:
    """What is known of a silence or a refusal, for the sentences of a form; empty where it is not."""
    return {
        "who": silence.who,
        "on": day(silence.on),
        "refused_on": day(silence.refused_on),
        "begins": silence.begins,
        "begun": _begun(silence),
        "span": silence.span,
        "citation": silence.citation,
        "due_on": day(silence.due_on),
    }


def _begun(silence: Silence) -> str:
    """Since when a period runs, with what it is counted from where nobody said on which day that was: taken up the same day."""
    for when, what in (("立案之日", "立案"), ("受理之日", "受理")):
        if silence.begins == when:
            return f"{when}（按提出当日{what}计算）"
    return silence.begins


def reasons(silence: Silence | None, form: OfficialForm, on: date) -> list[str]:
    """The paragraphs, as far as the silence is known and the articles were in force on the day of the paper."""
    if silence is None or not silence.on:
        return []
    cited = {name: _cited(name, on) for name in _BASES + form.organ_basis}
    words = {**in_words(silence), **cited}
    known = {name for name, value in words.items() if value}
    told = form.reasons_refused if silence.refused_on else form.reasons
    late = not _in_time(silence, on)
    found = [
        filled(sentence, words)
        for name, sentence in told.items()
        if set(form.placeholders(sentence)) <= known and not (late and name == "in_time")
    ]
    organ = form.organs.get(silence.to, "")
    if organ and set(form.placeholders(organ)) <= known:
        found.append(filled(organ, words))
    return found


def _in_time(silence: Silence, on: date) -> bool:
    """Whether the days from the end of the period, or from the refusal, are not over: else nothing is said of them."""
    since = silence.refused_on or silence.due_on
    days: int = load().channels["review"].rule["within"]["days"]
    return since is not None and (on - since).days <= days


def articles(silence: Silence | None, form: OfficialForm, on: date) -> list[str]:
    """The identities of the articles that the paragraphs name."""
    said = "".join(reasons(silence, form, on))
    named = (row for name in _BASES + form.organ_basis if (row := _row(name, on)) and row["citation"] in said)
    return list(dict.fromkeys(row["id"] for row in named))


_BASES = ("scope", "days", "first")


def _cited(name: str, on: date) -> str:
    row = _row(name, on)
    return row["citation"] if row else ""


def _row(name: str, on: date) -> Wording | None:
    """The article in force on the day; None where that is not verified (rule 8)."""
    corpus = load()
    (reference,) = corpus.papers[f"review.{name}"]
    article = corpus.find(reference, on)
    if article is None or article.number_uncertain:
        return None
    row = present(article, reference.paragraph, reference.item)
    return row if row["verified"] in QUOTABLE else None
