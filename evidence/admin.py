"""For those who run the portal: what the walks over the stored bytes found, the daily heads, the tokens. No case is shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from evidence.models import DailyHead, FixityFinding, FixityRound, Timestamp
from evidence.services import answer_for


class _Read(admin.ModelAdmin):
    """Rows that nobody writes here."""

    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FixityRound)
class FixityRoundAdmin(_Read):
    list_display = ("started_at", "finished_at", "checked", "size", "found", "stepped_at")
    fields = list_display
    ordering = ("-started_at",)


@admin.register(DailyHead)
class DailyHeadAdmin(_Read):
    list_display = ("day", "digest", "made_at")
    fields = ("day", "payload", "digest", "signature", "key_id", "made_at")
    ordering = ("-day",)


@admin.register(Timestamp)
class TimestampAdmin(_Read):
    list_display = ("digest", "state", "demo", "gen_time", "authority", "attempts", "problem")
    list_filter = ("state", "demo")
    fields = ("digest", "state", "asked_at", "gen_time", "authority", "demo", "attempts", "due_at", "problem")
    ordering = ("-pk",)


class AnswerForm(forms.ModelForm):
    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        help_text=_(
            "这些数据为什么恢复不了、告诉了谁。说明会一直保留，请不要写案情。从备份恢复的不用填，下次核对会自动关闭。"
        ),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )

    class Meta:
        model = FixityFinding
        fields = ("note",)


@admin.register(FixityFinding)
class FixityFindingAdmin(_Read):
    """An open finding may be answered for, with a reason; nothing else can be done to one here."""

    form = AnswerForm
    list_display = ("found_at", "place", "what", "state", "looked_at", "closed_at")
    list_filter = ("state",)
    list_select_related = ("sealed__exhibit", "sealed__rendition__exhibit")
    fields = ("found_at", "place", "sealed", "what", "state", "looked_at", "closed_at", "closed_by", "note")
    readonly_fields = ("found_at", "place", "sealed", "what", "state", "looked_at", "closed_at", "closed_by")
    ordering = ("-found_at",)

    def has_change_permission(self, request: HttpRequest, obj: FixityFinding | None = None) -> bool:
        still_open = obj is None or obj.state == FixityFinding.State.OPEN
        return still_open and super(_Read, self).has_change_permission(request, obj)

    @admin.display(description=_("位置"))
    def place(self, finding: FixityFinding) -> str:
        """Which exhibit or copy it is; a document or a bundle by its id."""
        exhibit, copy = getattr(finding.sealed, "exhibit", None), getattr(finding.sealed, "rendition", None)
        if exhibit is not None:
            return str(_("证据 %s 的原件") % exhibit.ordinal) + f" · {exhibit.complaint_id}"
        if copy is not None:
            return f"{_('证据')} {copy.exhibit.ordinal} · {copy.get_kind_display()} · {copy.exhibit.complaint_id}"
        return str(_("文书、邮件或案卷")) + f" · {finding.sealed_id}"

    def save_model(
        self, request: HttpRequest, obj: FixityFinding, form: forms.ModelForm, change: bool
    ) -> None:
        answer_for(by=Actor.of(request), finding=obj, note=form.cleaned_data["note"])
