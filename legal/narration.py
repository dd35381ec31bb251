"""An assessment as plain text, for a person at a terminal. A page says it better; nothing is decided here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from legal.reasoning import answers


def _words() -> dict[str, str]:
    return {
        "established": _("事实都对得上"),
        "arguable": _("可以主张，要看认定"),
        "needs_facts": _("还缺事实"),
        "met": _("有"),
        "unmet": _("没有"),
        "unknown": _("还不清楚"),
        "complainant": _("由您证明"),
        "respondent": _("由对方证明"),
        "presumed": _("先推定，由对方反证"),
    }


def _ground(ground: answers.Ground) -> Iterator[str]:
    words = _words()
    yield f"{ground['code']} {ground['title']} —— {words[ground['status']]}"
    for element in ground["elements"]:
        yield f"  · {element['text']}：{words[element['status']]}（{words[element['burden']]}）"
        if element["explanation"]:
            yield f"      {element['explanation']}"
        if element["status"] == "unknown":
            yield "      " + _("可以这样补：%s") % element["wanted"]
    for row in ground["provisions"]:
        note = f"（{row['note']}）" if row["note"] else ""
        yield f"  § {row['citation']}{note}"
    for relief in ground["relief"]:
        yield "  → " + f"{relief['text']}。{''.join(relief['limits'])}"
    for precedent in ground["precedents"]:
        yield "  ※ " + f"{precedent['facts']}{precedent['outcome']}{precedent['caution']}"


def _step(step: answers.Way) -> Iterator[str]:
    state = _("现在可以走") if step["open"] else _("现在不能走")
    yield f"{step['order']}. {step['title']} —— {state}"
    yield f"     {step['why']}"
    due = step["answer_due"]
    if due and step["open"]:
        count = _("个工作日") if due["count"] == "working" else _("日")
        last = due["due_on"] or due["reason"]
        yield "     " + _("%(from)s起%(days)s%(count)s内答复（%(last)s）") % {
            "from": due["from"],
            "days": due["days"],
            "count": count,
            "last": last,
        }


def narrate(result: answers.Assessment) -> str:
    """The grounds that matter, the ways that matter, the warnings; what it is not."""
    lines = [
        _("事件日 %(on)s，提交日 %(filing)s") % {"on": result["on"], "filing": result["filing_date"]},
        "",
        _("法律怎么说"),
    ]
    shown = [ground for ground in result["grounds"] if ground["relevant"]]
    for ground in shown:
        lines += ["", *_ground(ground)]
    if not shown:
        lines += ["", _("说明的事实还不足以对照任何一种情形。")]
    lines += ["", _("可以走的路，按顺序"), ""]
    for step in result["plan"]:
        if step["relevant"]:
            lines += _step(step)
    if result["warnings"]:
        lines += ["", _("请注意")]
        lines += [f"  ! {warning}" for warning in result["warnings"]]
    lines += ["", _("这不是律师意见，也不预测结果。免费法律援助请拨打12348。")]
    return "\n".join(lines)
