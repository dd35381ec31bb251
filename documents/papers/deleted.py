"""What is to be deleted by whom, and why, where somebody agreed to something (个人信息保护法 47)."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence, said
from documents.ending import account_closed, sells_finance, told_of_it
from documents.material import Case, Respondent
from documents.named_data import late_kin, named_data
from documents.papers.drawn import Drawn
from documents.papers.parts import chinese
from legal.reasoning.conditions import lookup

CONSENTED = ("bundled", "default", "explicit")


def what_to_delete(drawn: Drawn, to: Respondent, *, also: str) -> list[Sentence]:
    """Of whoever only handed the data on, whose service is still used, what that has no need of. ``also``: what of
    somebody else is asked for besides."""
    named, late = named_data(drawn.case), late_kin(drawn.case)
    also += f"，以及本人已故{late.called}" if late else ""
    rests = ("form", *(["story"] if also or named else []))
    if not to.told.gave or done_with(drawn.case):
        return [
            said(
                f"删除贵方持有的本人姓名、上述号码{''.join(f'、{one}' for one in named)}和其他个人信息{also}",
                *rests,
            )
        ]
    kept = f"删除超出贵方自身服务所必需的本人个人信息，以及用于向他人提供的名单中本人的信息{also}"
    return [said(kept, "respondents", *rests), said("不得再向他人提供本人的个人信息", "respondents")]


def of_late_kin(drawn: Drawn) -> list[Sentence]:
    """By what right the data of a close relative who died are asked to be deleted, where they are (个人信息保护法 49)."""
    late = late_kin(drawn.case)
    if late is None:
        return []
    under = drawn.under(
        f"本人的{late.kin}已经去世，本人是其近亲属，依照", "rights.late_kin", "，请求删除其个人信息。"
    )
    return [replace(under, rests=("story", "law"))] if under else []


def of_an_agreement(drawn: Drawn, to: Respondent) -> list[tuple[str, Sentence | None]]:
    """Where a box was ticked that had to be: that it was taken back since, that what it was for is done, and of whom the
    others gave it to that nothing was agreed with."""
    if drawn.fact("consent.status") not in CONSENTED:
        return []
    if to.told.gave:
        return _of_who_gave(drawn, to)
    found: list[tuple[str, Sentence | None]] = []
    day = next(iter(to.told.refused_on), "") if _told_of_each(drawn) else str(drawn.fact("refusal.on") or "")
    if drawn.fact("refusal.made") is True and day:
        under = drawn.under(
            f"本人已于{chinese(day)}明确拒绝、不再同意，依照", "rights.withdrawn", "应当删除。"
        )
        found.append(("refusal.made", under))
    if over := done_with(drawn.case) if to.consumer is not False else "":
        under = drawn.under(f"{over}，继续处理已无必要，本人认为属于", "rights.needless", "规定的情形。")
        found.append(("story", under))
    if drawn.fact("data.shared_with_third_party") and to.consumer is False:
        under = drawn.under(
            "贵方从他人处取得本人的信息、没有取得过本人同意的，本人认为属于",
            "rights.unlawful",
            "规定的情形。",
        )
        found.append(("data.shared_with_third_party", under))
    return found


def _of_who_gave(drawn: Drawn, to: Respondent) -> list[tuple[str, Sentence | None]]:
    """Of whoever handed on what it was given: that nobody agreed to that by itself, that it was taken back since, that the
    account is closed."""
    days = "、".join(chinese(on) for on in to.told.refused_on)
    over = done_with(drawn.case)
    closed = over == CLOSED
    asked = f"本人已于{days}要求撤回、不再向他人提供" if days else "本人请求删除，不再同意贵方处理"
    found: list[tuple[str, Sentence | None]] = []
    if over:
        needless = drawn.under(f"{over}，继续处理已无必要，本人认为属于", "rights.needless", "规定的情形。")
        found.append(("story", needless))
    if closed:
        ended = drawn.under("贵方不再向本人提供服务，本人认为属于", "rights.no_longer_served", "规定的情形。")
        found.append(("story", ended))
    found.append(("consent.status", drawn.under(f"{asked}，依照", "rights.withdrawn", "应当删除。")))
    if drawn.fact("data.shared_with_third_party") and drawn.fact("consent.separate") is False:
        alone = "贵方将本人的个人信息提供给他人，没有取得本人的单独同意，本人认为属于"
        unlawful = drawn.under(alone, "rights.unlawful", "规定的情形。")
        found.append(("consent.separate", unlawful))
    return found


def of_nothing_separate(drawn: Drawn, to: Respondent) -> list[tuple[str, Sentence | None]]:
    """Where it is told of no consent but that none was given to handing the data on: to whoever got them, that nothing was
    agreed with it; to whoever they were left with, that it needs them no more for that."""
    if drawn.fact("data.shared_with_third_party") is not True or drawn.fact("consent.separate") is not False:
        return []
    if to.told.gave:
        alone = "贵方将本人的个人信息提供给他人，没有取得本人的单独同意，本人认为属于"
        return [("consent.separate", drawn.under(alone, "rights.unlawful", "规定的情形。"))]
    if to.consumer is False:
        got = "贵方从他人处取得本人的信息、没有取得过本人同意的，本人认为属于"
        return [("data.shared_with_third_party", drawn.under(got, "rights.unlawful", "规定的情形。"))]
    if drawn.fact("data.source") not in ("given", "order", "app"):
        return []
    over = "本人留下号码只为当时的用途；该目的已经实现，或者继续处理对该目的没有必要的，本人认为属于"
    return [("data.source", drawn.under(over, "rights.needless", "规定的情形。"))]


def of_a_closed_account(drawn: Drawn, to: Respondent) -> list[tuple[str, Sentence | None]]:
    """Of whoever trades on the net, that the account there is closed (电子商务法 24)."""
    trades = to.consumer is not False and not sells_finance(to.name)
    if not trades or drawn.fact("data.source") != "app" or not account_closed(drawn.case.story):
        return []
    return [("story", drawn.under(f"{CLOSED}，依照", "rights.account_closed", "，应当立即删除本人的信息。"))]


def _told_of_each(drawn: Drawn) -> bool:
    return any(one.told.refused_on for one in drawn.case.respondents)


# ── What a number was given for, and is done with ────────────────────────────────────────────────────────────────────
CLOSED = "本人的账号已经注销"
_DELIVERED = re.compile(
    "(?:货|东西|商品|[箱件台套盒])[^，,。；]{0,12}(?:送到|收到|到货|送来|送达)|(?:收到|拿到)了?[^，,。；]{0,4}(?:货|东西|商品)(?!款)"
)


def done_with(case: Case) -> str:
    """“本人的账号已经注销”, “所购的货物已经送到”: as far as the story tells it; "" where it does not, or something is asked
    back."""
    if "refund" in (lookup(case.facts, "wishes") or ()):
        return ""
    if account_closed(case.story):
        return CLOSED
    return "所购的货物已经送到" if told_of_it(_DELIVERED, case.story) else ""
