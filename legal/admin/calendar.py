"""The notice of next year's holidays: its rows are pasted in, laid beside what was known, and confirmed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.admin import runs_portal
from core.canonical import canonical, digest
from legal import holidays
from legal.models import CalendarDay, HolidayNotice
from legal.reasoning import workdays


class NoticeForm(forms.Form):
    """The rows of a notice, and which notice it is. ``named`` holds the days once the form is valid."""

    source_doc = forms.CharField(
        label=gettext_lazy("通知的名称和文号"),
        help_text=gettext_lazy("例如：国务院办公厅关于××××年部分节假日安排的通知，国办发明电〔××××〕×号"),
        max_length=200,
    )
    rows = forms.CharField(
        label=gettext_lazy("通知里写明的日子，每行“日期,性质”"),
        help_text=gettext_lazy(
            "性质写：法定节日、放假调休、调休上班（或 statutory_festival、makeup_off、makeup_work）。"
            "连续几天写成 2027-01-01~2027-01-03。没有写到的日子按平常的工作日和周末。"
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 60}),
    )

    named: holidays.Days

    def seen(self) -> str:
        """What was shown: rows that were edited since are shown again before they are imported."""
        return digest(canonical([[day.isoformat(), kind] for day, kind in self.named.items()]))

    def clean_rows(self) -> str:
        rows = str(self.cleaned_data["rows"])
        try:
            self.named = holidays.read_notice(rows)
        except holidays.NoticeError as error:
            raise forms.ValidationError(error.problems) from None
        return rows


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(admin.ModelAdmin):
    """Notices are added, read and never changed: a wrong one is followed by a right one."""

    has_view_permission = has_add_permission = has_module_permission = runs_portal
    actions = None
    list_display = ("year", "source_doc", "imported_at", "imported_by", "counts")
    ordering = ("-year", "-imported_at")
    fields = ("year", "source_doc", "imported_at", "imported_by", "counts", "special_days")
    readonly_fields = fields
    show_facets = admin.ShowFacets.NEVER

    def has_change_permission(self, request: HttpRequest, obj: HolidayNotice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HolidayNotice | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("现在按哪一份计算"))
    def counts(self, notice: HolidayNotice) -> str:
        if workdays.is_built_in(notice.year):
            return _("程序自带的安排（这一份不再使用）")
        newest = HolidayNotice.objects.filter(year=notice.year).order_by("-imported_at", "-pk").first()
        return _("这一份") if newest == notice else _("后来导入的一份")

    @admin.display(description=gettext_lazy("不是平常工作日和周末的日子"))
    def special_days(self, notice: HolidayNotice) -> SafeString:
        special = notice.days.exclude(kind__in=[CalendarDay.Kind.WEEKEND, CalendarDay.Kind.NORMAL]).order_by(
            "date"
        )
        return format_html_join("", "{} {}<br>", ((day.date, day.get_kind_display()) for day in special))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Rows in, then what they change, then the import. Nothing is kept before it was seen."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NoticeForm(request.POST or None)
        valid = request.method == "POST" and form.is_valid()
        if valid and request.POST.get("step") == "import" and request.POST.get("seen") == form.seen():
            return self._import(request, form)
        if valid and request.POST.get("step") == "import":
            messages.warning(
                request, _("没有导入：您看过以后，写的日子又改了。请再看一遍会改变什么，再确认。")
            )
        context = {
            **self.admin_site.each_context(request),
            "title": _("导入放假安排"),
            "opts": self.opts,
            "form": form,
            "changes": holidays.changes(form.named) if valid else None,
            "year": next(iter(form.named)).year if valid else None,
            "seen": form.seen() if valid else "",
        }
        return TemplateResponse(
            request,
            "admin/legal/import_notice.html",
            context,
            status=422 if request.method == "POST" and not valid else 200,
        )

    def _import(self, request: HttpRequest, form: NoticeForm) -> HttpResponse:
        notice = holidays.import_notice(
            by=Actor.of(request), named=form.named, source=form.cleaned_data["source_doc"]
        )
        self.log_addition(request, notice, [{"added": {}}])
        messages.success(
            request,
            _(
                "%(year)d年的放假安排已导入，%(seconds)d 秒内在各处生效。以前作出的评估不变，重新对照后按新安排计算。"
            )
            % {"year": notice.year, "seconds": holidays.FRESH},
        )
        return HttpResponseRedirect(
            reverse("admin:legal_holidaynotice_change", args=[notice.pk], current_app=self.admin_site.name)
        )
