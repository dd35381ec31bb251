"""How well texts are read whose source was not learned: every fold by tables that know nothing of it, then all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from complaints.reading.category import CATEGORIES
from complaints.reading.folding import fold
from complaints.reading.learned import Table
from complaints.reading.message import ruled_alone as ruled_message
from complaints.reading.message import seen_in
from complaints.reading.opinion import Likely, Opinion, of_message, of_story
from complaints.reading.pressure import claims_debt
from complaints.reading.story import KINDS, situations_learned
from complaints.reading.story import ruled_alone as ruled_story
from workbench.training.learning import Learner, Method, grams_of
from workbench.training.texts import Labelled, folds

RIGHT = 0.97  # of what is told without doubt, on the texts by which the threshold is set
MOST_ROWS = 20  # of a class that counts
MOST_SLUGS = 3
# By what the rules' weights are divided, and how much what was learned counts beside them; set once, with the restraints
# below. Those of messages by 351 invented ones that neither rules nor tables had met: the rules were written for texts
# that are counted, so that the folds give them more than they are worth elsewhere. Temperature and threshold are fitted.
CATEGORY = (4.0, 2.0)
KIND = (0.6, 1.0)
SITUATIONS = (3.0, -0.5)
METHODS = {
    "category": Method(restraint=0.003),
    "kind": Method(restraint=0.01, found_counts=2.0, most=2_600),
    "situations": Method(restraint=0.03, found_counts=2.0, rare_counts=3.0, separately=True, most=2_600),
}


@dataclass
class Judged:
    """A counted text, and what tables that do not know its source took it for."""

    row: Labelled
    fold: int
    opinion: Opinion
    ruled: str
    situations: tuple[str, ...] = ()
    opinion_at: Callable[[float], Opinion] = field(default=lambda _temperature: Opinion(()), repr=False)

    @property
    def right(self) -> bool:
        return self.opinion.likeliest.name == self.row.label


@dataclass(frozen=True)
class Fitted:
    """What a reader's numbers come to on the folds: the temperature, and from which confidence it tells without doubt."""

    temperature: float
    sure: float


def learned(part: str, rows: Sequence[Labelled], *, names: Sequence[str], mixing: Sequence[float]) -> Table:
    """A table out of labelled rows."""
    read = [_read(part, row) for row in rows]
    sets = [grams_of(text, found) for text, found in read]
    if part == "situations":
        wanted = np.array([[name in row.situations for name in names] for row in rows], dtype=float)
    else:
        wanted = np.array([[name == row.label for name in names] for row in rows], dtype=float)
    found = sorted({name for _text, some in read for name in some})
    return Learner(sets, found, METHODS[part]).table(names, wanted, mixing)


@cache
def _read(part: str, row: Labelled) -> tuple[str, tuple[str, ...]]:
    """The folded text and the names of what the rules found in it: cues and signs of a message, sayings in a story."""
    if part == "category":
        text, weighed, _ruled = ruled_message(row.text, sender=row.sender)
        return text, weighed.found
    return fold(row.text).text, ruled_story(row.text)[0]


def of_messages(rows: Sequence[Labelled]) -> tuple[list[Judged], Fitted]:
    judged: list[Judged] = []
    for number, (known, counted) in enumerate(folds(rows)):
        table = learned(
            "category", [rows[at] for at in known], names=CATEGORIES, mixing=(*CATEGORY, 1.0, 0.0)
        )
        for at in counted:
            text, weights, ruled = ruled_message(rows[at].text, sender=rows[at].sender)

            def at_temperature(
                temperature: float,
                text: str = text,
                weights: Any = weights,
                ruled: str = ruled,
                table: Table = table,
            ) -> Opinion:
                return of_message(
                    text, weights, ruled, table=replace(table, mixing=(*CATEGORY, temperature, 0.0))
                )

            judged.append(Judged(rows[at], number, at_temperature(1.0), ruled, opinion_at=at_temperature))
    return _calibrated(judged)


def of_stories(rows: Sequence[Labelled], slugs: Sequence[str]) -> tuple[list[Judged], Fitted]:
    judged: list[Judged] = []
    for number, (known, counted) in enumerate(folds(rows)):
        learns = [rows[at] for at in known]
        table = learned("kind", learns, names=KINDS, mixing=(*KIND, 1.0, 0.0))
        situations = learned("situations", learns, names=slugs, mixing=SITUATIONS)
        for at in counted:
            told = fold(rows[at].text).text
            said, weights, ruled = ruled_story(rows[at].text)

            def at_temperature(
                temperature: float,
                told: str = told,
                said: Any = said,
                weights: Any = weights,
                ruled: str = ruled,
                table: Table = table,
            ) -> Opinion:
                return of_story(
                    told, said, weights, ruled, table=replace(table, mixing=(*KIND, temperature, 0.0))
                )

            opinion = at_temperature(1.0)
            found = situations_learned(rows[at].text, opinion.likeliest.name, situations)
            judged.append(Judged(rows[at], number, opinion, ruled, tuple(found), at_temperature))
    return _calibrated(judged)


def _calibrated(judged: list[Judged]) -> tuple[list[Judged], Fitted]:
    """Each fold told by the temperature and the threshold of the others; and those of all together, to be kept."""
    marked: list[Judged] = []
    for number in sorted({one.fold for one in judged}):
        others = [one for one in judged if one.fold != number] or judged
        fitted = _fitted(others)
        for one in judged:
            if one.fold == number:
                marked.append(replace(one, opinion=_doubted(one, fitted)))
    return marked, _fitted(judged)


def _doubted(one: Judged, fitted: Fitted) -> Opinion:
    opinion = one.opinion_at(fitted.temperature)
    doubt = opinion.ruled_against or opinion.likeliest.confidence < fitted.sure
    return replace(opinion, alternatives=opinion.ranked[1:2] if doubt else ())


def _fitted(judged: Sequence[Judged]) -> Fitted:
    temperatures = [round(0.1 * step, 1) for step in range(2, 31)]

    def surprise(temperature: float) -> float:
        shares = (_share(one.opinion_at(temperature), one.row.label) for one in judged)
        return float(-sum(np.log(max(share, 1e-6)) for share in shares))

    temperature = min(temperatures, key=surprise)
    agreed = []
    for one in judged:
        opinion = one.opinion_at(temperature)
        likeliest = opinion.likeliest
        if not opinion.ruled_against:
            agreed.append((likeliest.confidence, likeliest.name == one.row.label))
    sure = 1.0
    for confidence in sorted({share for share, _right in agreed}, reverse=True):
        told = [right for share, right in agreed if share >= confidence]
        if sum(told) >= RIGHT * len(told):
            sure = confidence
    return Fitted(temperature, sure)


def _share(opinion: Opinion, name: str) -> float:
    return next(one.confidence for one in opinion.ranked if one.name == name)


# ── What it comes to ─────────────────────────────────────────────────────────────────────────────────────────────────
def f1(pairs: Iterable[tuple[Iterable[Any], Iterable[Any]]]) -> float:
    """Of what was wanted and what was found, text by text."""
    hit = false = missed = 0
    for wanted, found in pairs:
        want, got = Counter(wanted), Counter(found)
        both = (want & got).total()
        hit, false, missed = hit + both, false + got.total() - both, missed + want.total() - both
    return round(2 * hit / max(1, 2 * hit + false + missed), 3)


def by_class(pairs: Sequence[tuple[str, str]], *, least: int) -> dict[str, float]:
    """F1 of each class that has so many rows."""
    many = Counter(wanted for wanted, _found in pairs)
    return {
        name: f1(((name,) * (a == name), (name,) * (b == name)) for a, b in pairs)
        for name in sorted(many)
        if many[name] >= least
    }


def confusions(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    wrong = Counter(f"{wanted} → {found}" for wanted, found in pairs if wanted != found)
    return dict(sorted(wrong.items(), key=lambda one: (-one[1], one[0])))


def doubt(judged: Sequence[Judged]) -> dict[str, Any]:
    """How much is told without doubt, how much of that is right, and whether the right one is among the two shown."""
    told = [one for one in judged if not one.opinion.alternatives]
    shown = [{other.name for other in one.opinion.ranked[:2]} for one in judged]
    return {
        "told": round(len(told) / max(1, len(judged)), 3),
        "right_of_told": round(sum(one.right for one in told) / max(1, len(told)), 3),
        "right_among_two": round(
            sum(one.row.label in two for one, two in zip(judged, shown, strict=True)) / max(1, len(judged)), 3
        ),
        "reliability": _reliability([one.opinion.likeliest for one in judged], [one.right for one in judged]),
    }


def _reliability(likeliest: Sequence[Likely], right: Sequence[bool]) -> list[list[Any]]:
    """Bands of confidence: from, texts, mean confidence, share that was right."""
    table = []
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [
            (one.confidence, ok)
            for one, ok in zip(likeliest, right, strict=True)
            if low <= one.confidence < high
        ]
        if inside:
            confidences, oks = zip(*inside, strict=True)
            table.append(
                [low, len(inside), round(float(np.mean(confidences)), 3), round(float(np.mean(oks)), 3)]
            )
    return table


def _modern(judged: Sequence[Judged]) -> dict[str, Any]:
    """The same of what telephones get now: texts of 2018 and later, where the year is known."""
    new = [one for one in judged if str(one.row.said.get("year") or "") >= "2018"]
    classes = by_class([(one.row.label, one.opinion.likeliest.name) for one in new], least=MOST_ROWS)
    return {"texts": len(new), "category": _mean(classes), "classes": classes, "doubt": doubt(new)}


def message_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    pairs = [(one.row.label, one.opinion.likeliest.name) for one in judged]
    ruled = [(one.row.label, one.ruled) for one in judged]
    classes = by_class(pairs, least=MOST_ROWS)
    alone = by_class(ruled, least=MOST_ROWS)
    return {
        "texts": len(judged),
        "category": _mean(classes),
        "category_by_rules_alone": _mean(alone),
        "classes": classes,
        **_extracted([one for one in judged if "claims_debt" in one.row.said]),
        "doubt": doubt(judged),
        "since_2018": _modern(judged),
        "confusions": confusions(pairs),
    }


def _extracted(judged: Sequence[Judged]) -> dict[str, float]:
    if not judged:
        return {}
    readings = [(one, seen_in(one.row.text, one.row.sender)) for one in judged]

    def claims(one: Judged) -> bool:
        demands = {likely.name for likely in (one.opinion.likeliest, *one.opinion.alternatives)}
        return "collection" in demands and claims_debt(fold(one.row.text))[0]

    return {
        "claims_debt": f1(
            (("debt",) * bool(one.row.said["claims_debt"]), ("debt",) * claims(one)) for one in judged
        ),
        "signature": f1(
            (filter(None, [one.row.said.get("signature")]), [seen.signed[0]] if seen.signed else [])
            for one, seen in readings
        ),
        "opt_out": f1(
            (
                [one.row.said.get("opt_out_code")] if one.row.said.get("opt_out_kind") == "sms" else [],
                [seen.stop.code] if seen.stop else [],
            )
            for one, seen in readings
        ),
        "amounts": f1(
            (map(float, one.row.said.get("amount_yuan", ())), [float(one.yuan) for one in seen.money])
            for one, seen in readings
        ),
    }


def story_figures(judged: Sequence[Judged], slugs: Sequence[str]) -> dict[str, Any]:
    pairs = [(one.row.label, one.opinion.likeliest.name) for one in judged]
    many = Counter(slug for one in judged for slug in one.row.situations)
    counted = {slug for slug in slugs if many[slug] >= MOST_SLUGS}
    return {
        "texts": len(judged),
        "kind": round(sum(one.right for one in judged) / max(1, len(judged)), 3),
        "kind_by_rules_alone": round(
            sum(one.ruled == one.row.label for one in judged) / max(1, len(judged)), 3
        ),
        "situations": f1(
            (counted & set(one.row.situations), counted & set(one.situations)) for one in judged
        ),
        "doubt": doubt(judged),
        "confusions": confusions(pairs),
    }


def _mean(classes: dict[str, float]) -> float:
    return round(sum(classes.values()) / max(1, len(classes)), 3)
