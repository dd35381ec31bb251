"""For those who run the portal: whose own system is told of events, and how each telling went. No case is shown here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.admin import runs_portal
from filings import services
from filings.models import Webhook, WebhookCall


class WebhookForm(forms.ModelForm):
    by: Actor  # who fills it in

    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=services.LONGEST_WEBHOOK_ADDRESS,
        help_text=gettext_lazy("https:// 开头。开通以后，这个机构以前的地址就停用。"),
        widget=forms.URLInput(attrs={"size": 60}),
    )

    class Meta:
        model = Webhook
        fields = ("organisation", "address")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "organisation" in given and "address" in given:
            try:
                self.made = services.begin_webhook(by=self.by, **given)
            except services.Refused as refused:
                self.add_error("address", str(refused))
        return given


class CallInline(admin.TabularInline):
    has_view_permission = runs_portal
    model = WebhookCall
    fields = readonly_fields = ("event", "at", "state", "attempts", "error", "finished_at")
    ordering = ("-at",)
    extra = 0
    can_delete = False
    verbose_name_plural = gettext_lazy("最近的事件")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookCall]:
        newest = super().get_queryset(request).order_by("-at").values("pk")
        return super().get_queryset(request).filter(pk__in=newest[:100])


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    has_view_permission = has_add_permission = has_module_permission = runs_portal
    form = WebhookForm
    list_display = ("organisation", "made_at", "ended_at")
    list_select_related = ("organisation",)
    actions = ("end",)
    show_facets = admin.ShowFacets.NEVER

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (CallInline,) if obj is not None else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = Actor.of(request)
        return form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """What the form began; its secret is shown once."""
        hook, secret = form.made
        told = _("已开通。签名密钥只显示这一次，请交给对方系统：")
        messages.warning(request, format_html("{} <code>{}</code>", told, secret))
        form.save_m2m = list  # what it had to keep is kept
        return hook

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: it was begun by its act."""

    @admin.action(description=gettext_lazy("停用"), permissions=["view"])
    def end(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        for one in chosen:
            services.end_webhook(by=Actor.of(request), webhook=one)
        self.message_user(request, _("已停用。还没有送出的事件不再发送。"))
