"""For those who run the portal: whom filings can go to, and how each sending went. No case is shown here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from complaints.questions import PROVINCES
from filings import services
from filings.models import Delivery, Recipient
from filings.moves import State
from filings.ways.table import part_of
from legal.corpus import load


class RecipientForm(forms.ModelForm):
    """Channel and province are chosen, not typed: a recipient of a channel that does not exist is offered to nobody."""

    channel = forms.ChoiceField(label=gettext_lazy("渠道"))
    region = forms.ChoiceField(
        label=gettext_lazy("地区"),
        required=False,
        help_text=gettext_lazy("只收一个省的投诉，选这个省；全国都收的不选。"),
    )

    website = forms.URLField(label=gettext_lazy("官方网址"), required=False, assume_scheme="https")

    class Meta:
        model = Recipient
        fields = (
            "name", "channel", "way", "organisation", "email", "contact", "address", "website", "region", "active",
        )  # fmt: skip
        help_texts: ClassVar = {"contact": gettext_lazy("电话、地址等；投诉人同意之前会看到。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [
            (one.name, one.title) for one in sorted(load().channels.values(), key=lambda one: one.order)
        ]
        self._choose("channel", [("", "---------"), *channels])
        self._choose("region", [("", _("全国")), *PROVINCES])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """What a row holds already stays choosable: a city, a channel of an older corpus."""
        held = getattr(self.instance, name, "")
        if held not in dict(choices):
            choices.append((held, held))
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if way := given.get("way"):
            for field, words in part_of(way).lacks(given).items():
                if field not in self.errors:
                    self.add_error(field, words)
        return given


@admin.register(Recipient)
class RecipientAdmin(admin.ModelAdmin):
    form = RecipientForm
    list_display = ("name", "channel", "way", "organisation", "region", "active", "breaker")
    readonly_fields = ("breaker",)
    list_filter = ("way", "active", "channel")
    search_fields = ("name", "email", "contact")
    autocomplete_fields = ("organisation",)
    list_select_related = ("organisation",)
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recipient]:
        """Those for everybody: a company that a case named for itself belongs to that case."""
        found: QuerySet[Recipient] = super().get_queryset(request)
        return found.filter(complaint=None)

    @admin.display(description=gettext_lazy("对方服务器"), empty_value="")
    def breaker(self, recipient: Recipient) -> str | None:
        """Why mails to a recipient wait: their server failed so often, the next one is tried then."""
        if not recipient.failures or recipient.paused_until is None:
            return None
        return _("接连 %(times)d 次发不到，%(until)s 以后再试：%(problem)s") % {
            "times": recipient.failures,
            "until": date_format(timezone.localtime(recipient.paused_until), "m-d H:i"),
            "problem": recipient.problem,
        }

    def has_delete_permission(self, request: HttpRequest, obj: Recipient | None = None) -> bool:
        """What was sent keeps its recipient: one is switched off, never deleted."""
        return False


class Resolution(forms.Form):
    """What became of a sending whose end is unknown, with the proof that a person found."""

    delivered = forms.TypedChoiceField(
        label=gettext_lazy("查实的结果"),
        choices=[("yes", gettext_lazy("对方已经收到")), ("no", gettext_lazy("对方没有收到，重新发送"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    proof = forms.CharField(
        label=gettext_lazy("凭据"),
        help_text=gettext_lazy(
            "例如：收件服务器日志的时间和编号、与对方核实的人和时间。会写入存证记录，请不要写案情。"
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
    )


class Unfolded(admin.SimpleListFilter):
    title = gettext_lazy("发送结果")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unresolved", gettext_lazy("是否送达不明，需核实")), *Delivery.State.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        if self.value() == "unresolved":
            return queryset.unresolved()  # type: ignore[attr-defined]
        return queryset.filter(state=self.value()) if self.value() else queryset


def _column(name: str, label: Any) -> Any:
    """A field of a delivery under a Chinese heading."""

    @admin.display(description=label, empty_value="—")
    def shown(delivery: Delivery) -> Any:
        display = getattr(delivery, f"get_{name}_display", None)
        return display() if display else getattr(delivery, name) or None

    shown.__name__ = f"shown_{name}"
    return shown


ATTEMPT = _column("attempt", gettext_lazy("第几次"))
OUTCOME = _column("state", gettext_lazy("结果"))
DUE = _column("due_at", gettext_lazy("应发时间"))
FINISHED = _column("finished_at", gettext_lazy("结束时间"))
ERROR = _column("error", gettext_lazy("没有送达的原因"))


class Newest(Paginator):
    """Pages of the newest rows alone: counting an outbox of years to its end would cost more than showing it."""

    MOST = 5_000

    @cached_property
    def count(self) -> int:
        return int(self.object_list[: self.MOST].count())  # type: ignore[attr-defined]


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """The outbox, read only. Its one act settles, with proof, what nobody could know after a crash."""

    actions = None
    list_display = (
        "number",
        "recipient",
        "way",
        "carried",
        ATTEMPT,
        OUTCOME,
        DUE,
        FINISHED,
        ERROR,
        "unresolved",
    )
    list_display_links = ("number",)
    list_filter = (Unfolded,)
    list_per_page = 50
    ordering = ("-pk",)
    paginator = Newest
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = (
        "number",
        "recipient",
        "way",
        "carried",
        ATTEMPT,
        _column("idempotency_key", gettext_lazy("每次发送都带的编号")),
        OUTCOME,
        DUE,
        _column("started_at", gettext_lazy("开始时间")),
        _column("handed_over_at", gettext_lazy("交给对方的时间")),
        FINISHED,
        _column("answer", gettext_lazy("对方的回答（原文）")),
        ERROR,
        "unresolved",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return (
            super()
            .get_queryset(request)
            .select_related("filing__complaint", "filing__recipient", "supplement")
            .defer(
                "filing__content",
                "supplement__content",
                "supplement__text",
                "filing__decision",
                "filing__complaint__story",
                "filing__complaint__facts",
                "filing__complaint__searchable",
                "filing__complaint__search",
            )
        )

    @admin.display(description=gettext_lazy("案号"))
    def number(self, delivery: Delivery) -> str:
        return delivery.filing.complaint.number

    @admin.display(description=gettext_lazy("接收方"))
    def recipient(self, delivery: Delivery) -> str:
        return delivery.filing.recipient.name

    @admin.display(description=gettext_lazy("送达方式"))
    def way(self, delivery: Delivery) -> str:
        return delivery.filing.get_way_display()

    @admin.display(description=gettext_lazy("内容"))
    def carried(self, delivery: Delivery) -> str:
        if delivery.supplement is None:
            return _("材料")
        return _("补充材料 %d") % delivery.supplement.number

    @admin.display(description=gettext_lazy("核实"), empty_value="")
    def unresolved(self, delivery: Delivery) -> str | None:
        if delivery.state != Delivery.State.UNKNOWN or delivery.carried.state != State.SENT_UNKNOWN:
            return None
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:filings_delivery_resolve", args=[delivery.pk]),
            _("核实是否送达"),
        )

    def get_urls(self) -> list[URLPattern]:
        resolve = path(
            "<int:delivery_id>/resolve/",
            self.admin_site.admin_view(self.resolve),
            name="filings_delivery_resolve",
        )
        return [resolve, *super().get_urls()]

    def resolve(self, request: HttpRequest, delivery_id: int) -> HttpResponse:
        """Ask what was found out and hand it to ``services.resolve_unknown``."""
        delivery = get_object_or_404(
            self.get_queryset(request) if self.has_view_permission(request) else Delivery.objects.none(),
            pk=delivery_id,
        )
        form = Resolution(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                found = {"by": Actor.of(request), **form.cleaned_data}
                if delivery.supplement is not None:
                    services.resolve_supplement(supplement=delivery.supplement, **found)
                else:
                    services.resolve_unknown(filing=delivery.filing, **found)
            except services.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("已记录核实结果。"))
                return HttpResponseRedirect(reverse("admin:filings_delivery_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("核实是否送达"),
            "opts": self.opts,
            "delivery": delivery,
            "form": form,
        }
        return TemplateResponse(
            request, "admin/filings/delivery/resolve.html", context, status=422 if form.errors else 200
        )
