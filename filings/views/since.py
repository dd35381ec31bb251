"""How it goes since the filing: it goes on, it stopped, money came back, a settlement was made."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.forms import DayField, Prose
from complaints.models import Complaint, Contact, Outcome
from complaints.reading import describe
from complaints.services import ContactInput, TooManyOutcomes, record_outcome
from complaints.standing import standing_facts
from complaints.stated import as_told
from core.canonical import canonical
from core.days import when_read
from filings.views.cases import owned_case
from legal import services as law
from legal.reasoning.facts import spoken_of

MOST_AT_ONCE = 50
MAX_TEXT = 5_000


class Once(forms.Form):
    """A form with a number of its own: pressed twice, or sent again by a browser, it is carried out once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def number(self) -> UUID:
        """The same for the same content alone: what was changed on a page that the browser kept is told anew."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}
        return uuid5(self.cleaned_data["once"] or uuid4(), canonical(said))


class CameForm(Once):
    """What came again; the numbers of before are filled in, so that one press is enough."""

    count = forms.IntegerField(
        label=gettext_lazy("几次"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "min_value": gettext_lazy("至少一次。"),
            "max_value": gettext_lazy("一次最多加 50 次；更多的请导入手机备份。"),
        },
    )
    on = DayField(label=gettext_lazy("哪一天"))
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"), choices=Contact.Channel.choices, widget=forms.RadioSelect
    )
    sender = Prose(
        label=gettext_lazy("对方的号码（不知道就空着）"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "short"}),
    )
    text = Prose(
        label=gettext_lazy("短信全文（有就粘贴）"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_sender(self) -> str:
        given = str(self.cleaned_data["sender"]).strip()
        if not given:
            return ""
        number = describe(given)
        if not number.accepted:
            raise forms.ValidationError(number.advice)
        return number.number


class StoppedForm(Once):
    on = DayField(label=gettext_lazy("从哪一天起没有再来"))


class MoneyForm(Once):
    amount = forms.DecimalField(
        label=gettext_lazy("收到多少（元）"),
        min_value=0.01,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    on = DayField(label=gettext_lazy("哪一天收到的"))


class SettledForm(Once):
    words = Prose(
        label=gettext_lazy("怎么说定的"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("对方答应做什么、给多少、到哪一天。协议的照片另外上传到“证据文件”。"),
    )
    on = DayField(label=gettext_lazy("哪一天说定的"))


Forms = dict[str, Once]


@require_http_methods(["GET", "POST"])
@never_cache
def since(request: HttpRequest, number: str) -> HttpResponse:
    complaint = owned_case(request, number)
    if request.method == "GET":
        return _page(request, complaint, {})
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    kind, carry_out = ACTS[act]
    form = kind(request.POST, prefix=act)
    if not form.is_valid():
        return _page(request, complaint, {act: form}, status=422)
    try:
        carry_out(request, complaint, form)
    except (law.Refused, TooManyOutcomes) as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, {act: form}, status=409)
    return redirect("case", number=number)


def _page(request: HttpRequest, complaint: Complaint, bound: Forms, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    last = Contact.objects.filter(complaint=complaint).exclude(direction=Contact.Direction.OUT).last()
    told = standing_facts(complaint).get("contacts", {})
    # Of nothing that was kept, what was told: where that leaves it open, it is asked.
    ways, numbers = told.get("channels", ()), told.get("numbers", ())
    before = {
        "on": today,
        "channel": last.channel if last else ways[0] if len(ways) == 1 else "",
        "sender": last.sender if last else numbers[0] if len(numbers) == 1 else "",
    }
    day = {"on": today}
    found: dict[str, Any] = {name: kind(prefix=name, initial=day) for name, (kind, _act) in ACTS.items()}
    found["came"] = CameForm(prefix="came", initial=before)
    context = {
        "complaint": complaint,
        **found,
        **bound,
        "before": before,
        # Several that were told: a press each.
        "ways": [(one, Contact.Channel(one).label) for one in ways],
        "once": uuid4(),
        "outcomes": complaint.outcomes.all(),
        "form": next(iter(bound.values()), None),
        "last": when_read(as_told(standing_facts(complaint)["event"], "last")),
    }
    return render(request, "filings/since.html", context, status=status)


def _came(request: HttpRequest, complaint: Complaint, form: Once) -> None:
    told = form.cleaned_data
    one = {"channel": told["channel"], "sender": told["sender"], "received_on": told["on"]}
    came = [ContactInput(**one, text=told["text"] if not place else "") for place in range(told["count"])]
    by = Actor.of(request)
    counted = law.assess_going_on(by=by, complaint=complaint, came=came, form=form.number())
    now = standing_facts(Complaint.objects.get(pk=complaint.pk))
    total = now.get("contacts", {}).get("count")
    whole = spoken_of(now, "contacts.count", total)
    words = _("加上了：一共 %s 次。") % whole if total is not None else _("加上了。")
    messages.success(request, words + (_("法律对照也按它重新算了。") if counted else ""))


def _outcome(kind: Outcome.Kind, words: Any) -> Callable[[HttpRequest, Complaint, Once], None]:
    def record(request: HttpRequest, complaint: Complaint, form: Once) -> None:
        said = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        record_outcome(by=Actor.of(request), complaint=complaint, kind=kind, form=form.number(), **said)
        messages.success(request, str(words))

    return record


ACTS: dict[str, tuple[type[Once], Callable[[HttpRequest, Complaint, Once], None]]] = {
    "came": (CameForm, _came),
    "stopped": (StoppedForm, _outcome(Outcome.Kind.STOPPED, gettext_lazy("记下了：停了。"))),
    "money": (MoneyForm, _outcome(Outcome.Kind.MONEY, gettext_lazy("记下了收到的钱。"))),
    "settled": (SettledForm, _outcome(Outcome.Kind.SETTLED, gettext_lazy("记下了和解。"))),
}
