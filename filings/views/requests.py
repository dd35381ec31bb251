"""What is asked for, on the page that prepares a filing: every request that could be made, ticked from what the person wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.forms.fields import Prose
from documents.cautions import ADMITS, ANOTHER, HARSH, OTHERS, UNDATED, VOICE
from documents.excerpts import Excerpt
from documents.requests import Request, kinds
from documents.wording import certain, law_by_law, yuan
from filings.services import ConsentText, Wishes

MOST_ASKS, LONGEST_ASK = 20, 300
# By the name under which a sum is asked for.
SUMS = {
    "refund": gettext_lazy("退多少（元）"),
    "repay": gettext_lazy("返还多少（元）"),
    "price": gettext_lazy("退货款多少（元）"),
    "balance": gettext_lazy("退多少（元）"),
    "opening": gettext_lazy("退多少（元）"),
    "damages": gettext_lazy("损失多少（元）"),
    "compensation": gettext_lazy("想要赔多少（元）"),
    "mental": gettext_lazy("抚慰金多少（元）"),
    "triple": gettext_lazy("增加赔偿多少（元）"),
}
FRAUD = gettext_lazy("对方故意隐瞒了什么、说了什么假话")


class Ticks(forms.MultipleChoiceField):
    """Requests by slug, `stop:2` of the second respondent; which of them can be made is known when they are weighed."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        slug, _colon, place = str(value).partition(":")
        return slug in kinds() and (not place or place.isdecimal())


class Causes(forms.ChoiceField):
    """案由 by key; which of them fit is known when the claim is weighed, and no other is taken."""

    def valid_value(self, value: Any) -> bool:
        return True


class RequestsForm(forms.Form):
    requests = Ticks(required=False)
    asks = Prose(
        required=False,
        label=gettext_lazy("还想要求的，用自己的话写"),
        help_text=gettext_lazy("一行一项，照原样写进材料。没有就不填。"),
        max_length=MOST_ASKS * LONGEST_ASK,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    fraud = Prose(
        required=False,
        label=FRAUD,
        help_text=gettext_lazy("只写事实。没有这样的事实，就不要求增加赔偿。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    jointly = forms.ChoiceField(
        required=False,
        label=gettext_lazy("几方一起赔的钱"),
        choices=(
            ("yes", gettext_lazy("要求连带：向哪一方都可以要全部")),
            ("no", gettext_lazy("各按自己的责任")),
        ),
        widget=forms.RadioSelect,
    )
    cause = Causes(
        required=False,
        label=gettext_lazy("案由"),
        help_text=gettext_lazy("法院按它分案。拿不准就不改，立案时法院会告诉您。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SUMS.items():
            self.fields[f"sum_{name}"] = forms.DecimalField(
                required=False,
                label=label,
                min_value=Decimal("0.01"),
                max_value=10**9,
                decimal_places=2,
                error_messages={
                    "invalid": _("请只填数字，例如 2000。"),
                    "min_value": _("请填大于零的数。"),
                    "max_decimal_places": _("最多两位小数。"),
                },
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "class": "short"}),
            )

    def offer(self, causes: Mapping[str, str]) -> None:
        """The 案由 that fit, what follows from the case first."""
        first = next(iter(causes.values()), "")
        options = [(key, _(name)) for key, name in causes.items() if name != first]
        self.fields["cause"].choices = [("", _("%s（按您的情况）") % _(first)), *options]  # type: ignore[attr-defined]

    def clean_asks(self) -> str:
        if any(len(line) > LONGEST_ASK for line in lines_of(self.cleaned_data["asks"])):
            raise forms.ValidationError(_("每项最多 %d 个字，请分行写。") % LONGEST_ASK)
        if len(lines_of(self.cleaned_data["asks"])) > MOST_ASKS:
            raise forms.ValidationError(_("最多写 %d 项。") % MOST_ASKS)
        return str(self.cleaned_data["asks"])


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def wishes_in(data: QueryDict | None) -> Wishes:
    """What a page says, also one that is sent back for something in it; None: nobody was asked on this page yet."""
    told = tuple(data.getlist("told")) if data is not None and "telling" in data else None
    if data is None or "asking" not in data:
        return Wishes(told=told)
    sums = {name: said for name in SUMS if (said := _sum(data.get(f"sum_{name}", "")))}
    asks = [line for line in lines_of(data.get("asks", "")) if len(line) <= LONGEST_ASK][:MOST_ASKS]
    ticked = tuple(one for one in data.getlist("requests") if Ticks().valid_value(one))
    triple = "triple" in {one.partition(":")[0] for one in ticked}
    return Wishes(
        requests=ticked,
        sums={name: said for name, said in sums.items() if name not in ("mental", "triple")},
        mental=sums.get("mental", ""),
        triple=sums.get("triple", ""),
        claims_fraud=triple,
        fraud=data.get("fraud", "").strip()[:2000],
        asks=tuple(asks),
        cause=data.get("cause", ""),
        jointly={"yes": True, "no": False}.get(data.get("jointly", "")),
        told=told,
    )


def _sum(said: str) -> str:
    try:
        amount = Decimal(said.strip())
    except InvalidOperation:
        return ""
    if not amount.is_finite() or amount <= 0 or amount > 10**9:
        return ""
    return str(amount.quantize(Decimal("0.01")))


@dataclass(frozen=True)
class Tick:
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class Offer:
    """One request as the page lists it: a box for each of whom it can be asked, what would be written, how much, why."""

    slug: str
    title: str
    ticks: list[Tick]
    words: list[str]
    sum: str
    basis: str
    caution: str
    fields: list[Any]
    fixed: bool


def offers_of(proposal: ConsentText, form: RequestsForm) -> list[Offer]:
    """Every request that the grounds allow."""
    return [_offer(one, form) for one in proposal.requests]


def _offer(one: Request, form: RequestsForm) -> Offer:
    fields = [form[f"sum_{one.takes}"]] if one.takes else []
    if one.slug == "triple":
        fields.append(form["fraud"])
    several = len(one.asked) > 1
    return Offer(
        slug=one.slug,
        title=one.title,
        ticks=[
            Tick(f"{one.slug}:{who.place}", who.name or _("没有名称的一方"), who.wished) for who in one.asked
        ]
        if several
        else [Tick(one.slug, one.title, one.wished)],
        words=list(one.sentences),
        sum=yuan(one.sum) if one.sum else "",
        basis="、".join(law_by_law(certain(one.provisions), marked=True)).replace("《中华人民共和国", "《"),
        caution="".join((one.caution, one.advice)),
        fields=fields,
        fixed=one.fixed,
    )


# Why a sentence of the story is not ticked beforehand.
CAUTIONS = {
    ADMITS: gettext_lazy("可能对自己不利。"),
    OTHERS: gettext_lazy("写到了别人的手机号或者身份证号。"),
    VOICE: gettext_lazy("是代办的人的口气。"),
    UNDATED: gettext_lazy("里面的日子要从讲述那天算。"),
    HARSH: gettext_lazy("有骂人的话。"),
    ANOTHER: gettext_lazy("讲的是另一家的事，或者分不清是哪一家。"),
}


@dataclass(frozen=True)
class Quote:
    """A sentence of the story as the page offers it: what the paper would quote, and why it is not ticked beforehand."""

    value: str
    label: str
    ticked: bool
    caution: str


def quotes_of(excerpts: Sequence[Excerpt]) -> list[Quote]:
    return [Quote(one.text, one.quoted, one.chosen, str(CAUTIONS.get(one.caution, ""))) for one in excerpts]


def shares(proposal: ConsentText) -> bool:
    """Whether the law lets several be asked for a sum together: then the person says how it is shared."""
    return any(one.joint for one in proposal.requests)
