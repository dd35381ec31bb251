"""What a complainant fills in to open a case to somebody: for pages and API alike."""

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation, User
from complaints.models import Access
from core.retention_and_limits import LONGEST_SHARE
from evidence.models import Exhibit


class ShareForm(forms.Form):
    """Whom to let see the whole case: a lawyer's account on this portal, or a law firm."""

    lawyer = forms.CharField(
        label=gettext_lazy("律师或律所在本平台的用户名、邮箱或名称"),
        max_length=200,
        error_messages={"required": gettext_lazy("请填律师给您的用户名或邮箱。")},
    )

    scope = forms.ChoiceField(
        label=gettext_lazy("请对方做什么"),
        choices=[("", gettext_lazy("没有说定")), *Access.Scope.choices],
        required=False,
    )
    until = forms.DateField(
        label=gettext_lazy("授权到哪一天（到这一天结束）"),
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请按“2026-12-31”的样子填写日期。")},
        help_text=gettext_lazy("最长一年；不填是 90 天。随时可以提前结束。"),
    )
    uncovered = forms.ModelMultipleChoiceField(
        queryset=Exhibit.objects.none(),
        required=False,
        label=gettext_lazy("遮盖过的文件，哪些给律师看没有遮盖的"),
        help_text=gettext_lazy(
            "不勾，律师看到的、导出的都只有遮盖副本。以后再遮盖的文件，要再授权一次才对这位律师生效。"
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_until(self) -> date | None:
        """Kept as the moment at which that day is over."""
        day: date | None = self.cleaned_data["until"]
        self.ends: datetime | None = None
        if day is not None:
            self.ends = timezone.make_aware(datetime.combine(day, time.max))
            if not timezone.localdate() <= day < timezone.localdate() + LONGEST_SHARE:
                raise forms.ValidationError(_("请填今天或以后的日期，最长一年；没有授权给任何人。"))
        return day

    def offer(self, hidden: list[Exhibit]) -> None:
        """Ask about the exhibits in which something is covered; about nothing where there are none."""
        if not hidden:
            del self.fields["uncovered"]
            return
        field = cast("forms.ModelMultipleChoiceField[Exhibit]", self.fields["uncovered"])
        field.queryset = Exhibit.objects.filter(pk__in=[one.pk for one in hidden]).select_related("sealed")
        field.label_from_instance = lambda one: f"{one.ordinal}. {one.filename}"  # type: ignore[method-assign,assignment]

    def clean_lawyer(self) -> str:
        given = self.cleaned_data["lawyer"].strip()
        lawyers = User.objects.filter(
            is_active=True, pk__in=Membership.objects.lawyers_today().values("user")
        )
        self.user = (
            lawyers.filter(username__iexact=given).first() or lawyers.filter(email__iexact=given).first()
        )
        self.organisation = (
            Organisation.objects.filter(name=given, active=True).exclude(kind="regulator").first()
        )
        if self.user is None and self.organisation is None:
            raise forms.ValidationError(
                _("没有找到这位律师或律所。请向对方核对在安宁登记的用户名；没有授权给任何人。")
            )
        return given


class CounselLinkForm(ShareForm):
    """The same for whoever gets a link: nobody is named."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        del self.fields["lawyer"]
