"""Two assessments of one case laid side by side: what a person would have to be told anew.

Compared are: of each ground its status, the status of its elements, its provisions (also their wording), relief and
respondents; of each channel whether it is open, from and until when, what it waits for, what answer is owed when, on which
provisions; and the warnings. The wording of explanations is not: another way to say the same changes nobody's position.
A day that is merely counted from the day of filing moves with it and is no change by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from legal.reasoning.answers import Assessment

Row = Mapping[str, Any]
"""A row of either side; empty where that side has none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was. ``part`` is ground, element, channel or warning; ``of`` its code, id or name."""

    part: str
    of: str
    title: str
    what: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.part, self.of or self.title, self.what


def _by(rows: Iterable[Row], name: str) -> dict[str, Row]:
    return {str(row[name]): row for row in rows}


def _pairs(before: Iterable[Row], after: Iterable[Row], name: str) -> Iterator[tuple[str, Row, Row]]:
    """Rows of the same name, those that are on one side only with an empty other."""
    old, new = _by(before, name), _by(after, name)
    for key in dict.fromkeys([*old, *new]):
        yield key, old.get(key, {}), new.get(key, {})


def _provisions(ground: Row) -> list[list[Any]]:
    """Each citation with all that makes it another one: the days in force, its strength, its wording."""
    return [
        [row["citation"], row.get("in_force"), row.get("strength"), row.get("verified"), row.get("text")]
        for row in ground.get("provisions", ())
    ]


def _relief(ground: Row) -> list[list[Any]]:
    return [[row["code"], *row.get("provisions", ())] for row in ground.get("relief", ())]


def _respondents(ground: Row) -> list[list[Any]]:
    return [[row["role"], *row.get("provisions", ())] for row in ground.get("respondents", ())]


def _owed(way: Row, result: Assessment) -> list[Any] | None:
    """The answer that is owed; its last day only where it is not counted from the day of filing itself."""
    due = way.get("answer_due")
    if not due:
        return None
    fixed = due.get("counted_from") != result.get("filing_date")
    owed = [due.get("days"), due.get("count"), due.get("from"), due.get("basis"), due.get("owed", "")]
    return [*owed, due.get("due_on") if fixed else None]


def _ends(way: Row) -> list[str]:
    """The last day of each dispute, in words."""
    return [f"{bar['dispute'] or bar['text']} {bar['not_after']}" for bar in way["bars"]]


def _ground(code: str, old: Row, new: Row) -> Iterator[Change]:
    title = str((new or old).get("title", code))
    if old.get("status") != new.get("status"):
        yield Change("ground", code, title, "status", old.get("status"), new.get("status"))
    for name, element_before, element_after in _pairs(old.get("elements", ()), new.get("elements", ()), "id"):
        if element_before.get("status") != element_after.get("status"):
            text = str((element_after or element_before).get("text", name))
            states = element_before.get("status"), element_after.get("status")
            yield Change("element", name, text, "status", *states)
    for what, read in (("provisions", _provisions), ("relief", _relief), ("respondents", _respondents)):
        before, after = read(old), read(new)
        if before != after:
            yield Change("ground", code, title, what, before, after)


def _channel(name: str, old: Row, new: Row, before: Assessment, after: Assessment) -> Iterator[Change]:
    title = str((new or old).get("title", name))
    for what in ("open", "relevant", "waits_for", "not_before", "not_after", "citations"):
        if old.get(what) != new.get(what):
            yield Change("channel", name, title, what, old.get(what), new.get(what))
    if (
        "bars" in old and "bars" in new
    ):  # what was kept before the disputes had days of their own says nothing of them
        ends = _ends(old), _ends(new)
        if ends[0] != ends[1]:
            yield Change("channel", name, title, "bars", *ends)
    owed = _owed(old, before), _owed(new, after)
    if owed[0] != owed[1]:
        yield Change("channel", name, title, "answer_due", *owed)


def changes(before: Assessment, after: Assessment) -> list[Change]:
    """Everything that differs, in the order of grounds, channels and warnings; empty where nobody need be told."""
    found: list[Change] = []
    for code, old, new in _pairs(before.get("grounds", ()), after.get("grounds", ()), "code"):
        found += _ground(code, old, new)
    for name, old, new in _pairs(before.get("plan", ()), after.get("plan", ()), "channel"):
        found += _channel(name, old, new, before, after)
    earlier, now = before.get("warnings", ()), after.get("warnings", ())
    found += [Change("warning", "", said, "dropped", said, None) for said in earlier if said not in now]
    found += [Change("warning", "", said, "added", None, said) for said in now if said not in earlier]
    return found


# ── In words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _words() -> dict[Any, str]:
    return {
        "established": _("事实对得上"),
        "arguable": _("可以主张"),
        "needs_facts": _("还缺事实"),
        "not_met": _("不符合"),
        "met": _("有"),
        "unmet": _("没有"),
        "unknown": _("还不清楚"),
        True: _("是"),
        False: _("否"),
        None: _("无"),
    }


def _what() -> dict[str, str]:
    return {
        "open": _("现在可以走"),
        "relevant": _("与本案有关"),
        "waits_for": _("要先找"),
        "not_before": _("最早可以提出"),
        "not_after": _("最晚提出"),
        "bars": _("各项争议的最后一天"),
    }


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value) or str(_words()[None])
    known = value is None or isinstance(value, (bool, str))
    return _words().get(value, str(value)) if known else str(value)


def _lists(change: Change, label: str) -> Iterator[str]:
    """What came and went of a list of citations; the same citation on both sides was reworded."""
    old, new = (
        [row if isinstance(row, str) else row[0] for row in side or ()]
        for side in (change.before, change.after)
    )
    for row in new:
        if row not in old:
            yield _("%(title)s：%(what)s增加 %(row)s") % {"title": change.title, "what": label, "row": row}
    for row in old:
        if row not in new:
            yield _("%(title)s：%(what)s不再有 %(row)s") % {"title": change.title, "what": label, "row": row}
    if change.what == "provisions" and change.before and change.after:
        was = {row[0]: row for row in change.before}
        for row in change.after:
            if row[0] in was and was[row[0]] != row:
                yield _("%(title)s：%(row)s 的文字、施行日或者引用方式有变动") % {
                    "title": change.title,
                    "row": row[0],
                }


def _owed_words(owed: list[Any] | None) -> str:
    if owed is None:
        return _("无")
    days, count, begins, _basis, what, until = owed
    unit = _("个工作日") if count == "working" else _("日")
    last = _("（到%s）") % until if until else ""
    return _("%(from)s起%(days)s%(unit)s内%(owed)s") % {
        "from": begins, "days": days, "unit": unit, "owed": what or _("答复"),
    } + last  # fmt: skip


def told(change: Change) -> list[str]:
    """One change in one sentence or more, the old beside the new."""
    if change.part == "warning":
        sign = _("不再提示：%s") if change.what == "dropped" else _("新增提示：%s")
        return [sign % change.title]
    lists = {
        "provisions": _("依据"),
        "citations": _("依据"),
        "relief": _("可以要求的"),
        "respondents": _("责任方"),
    }
    if change.what in lists:
        said = list(_lists(change, lists[change.what]))
        return said or [_("%(title)s：%(what)s有变动") % {"title": change.title, "what": lists[change.what]}]
    if change.what == "answer_due":
        before, after, label = _owed_words(change.before), _owed_words(change.after), _("答复期")
    else:
        before, after = _said(change.before), _said(change.after)
        label = _what().get(change.what, _("结果"))
    code = f"{change.of} " if change.part == "ground" else ""
    return [f"{code}{change.title}：{label} {before} → {after}"]
