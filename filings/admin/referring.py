"""Handing a case to whoever decides on opening a case of penalty (立案), and recording what was decided: one form each."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings import services
from filings.admin.acts import REFER, Field, Given, Offer, day_in
from filings.models import Filing
from filings.moves import REFERRAL_MOVES, ReferralState


def offers(filing: Filing) -> list[Offer]:
    """Handing it over, where the law of the channel leads there; while nobody decided yet, recording what was."""
    if filing.referral == ReferralState.REFERRED:
        return [_record()]
    return [_refer(filing)] if services.may_refer(filing) else []


def _refer(filing: Filing) -> Offer:
    rule = services.opening_rule(filing)
    units = services.units_of_desk(filing)
    fields = [Field(name="body", label=_("移交给哪个科室（本机构里的）"), kind="line", required=not units)]
    if units:
        options = (("", _("不在这里的，写在下一格")), *((name, name) for name in units))
        fields.insert(0, Field(name="unit", label=_("移交给本办案台的科室"), kind="select", options=options))
    if rule is not None and rule.beside:
        fields.append(Field(name="day", label=_("哪天发现的线索（不填是今天）"), kind="day"))
    effect = _(
        "依据：%s。还在本机构里，不用投诉人另外同意。投诉人会看到移交给了谁、理由和依据；那个科室里打得开本件的同事会收到消息。"
    )
    return Offer(
        name=f"{REFER}refer",
        label=_("移交立案"),
        effect=effect % (rule.citation if rule else ""),
        asks=_("为什么移交（投诉人会看到）"),
        fields=tuple(fields),
    )


def _record() -> Offer:
    ways = [
        (one.to, str(one.label))
        for one in REFERRAL_MOVES[ReferralState.REFERRED]
        if one.to in services.OUTCOMES
    ]
    options = (("", _("请选择")), *ways)
    return Offer(
        name=f"{REFER}record",
        label=_("登记是否立案"),
        effect=_("投诉人会看到决定、哪天决定、编号和您写的。不予立案、退回的，要写理由。"),
        fields=(
            Field(name="outcome", label=_("决定了什么"), kind="select", options=options, required=True),
            Field(name="day", label=_("哪天决定的（不填是今天）"), kind="day"),
            Field(name="number", label=_("立案的编号（没有的不填）"), kind="line"),
            Field(name="words", label=_("理由、说明（投诉人会看到）"), kind="line"),
        ),
    )


def perform(*, by: Actor, filing: Filing, act: str, text: str, given: Given) -> str:
    """Do what was offered; what to tell the caseworker. Raise services.Refused with words for them."""

    def typed(name: str) -> str:
        return str(given.get(name, "")).strip()

    if act == f"{REFER}refer":
        made = services.refer(
            by=by, filing=filing, body=typed("unit") or typed("body"), reason=text, found_on=day_in(given)
        )
        return _("已移交给%s，等它决定是否立案。投诉人能看到。") % made.body
    services.record_opening(
        by=by,
        filing=filing,
        outcome=typed("outcome"),
        on=day_in(given),
        number=typed("number"),
        words=typed("words"),
    )
    return _("已登记。投诉人能看到。")
