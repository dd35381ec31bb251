"""Administrators keep people and organisations here. It opens no case: only a membership does, and each is logged."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.desk_keys import NotGiven, end_key, give_key
from accounts.models import DeskKey, Membership, Organisation, User
from accounts.rights import account_changed, membership_changed, organisation_changed


def runs_portal(admin: Any, request: HttpRequest, obj: Any = None) -> bool:
    """People, organisations and memberships are the superuser's: a narrower right could be widened with itself."""
    return bool(request.user.is_active and request.user.is_superuser)


class MembershipInline(admin.TabularInline):
    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = runs_portal
    model = Membership
    fk_name = "user"
    fields = ("organisation", "role", "until", "exports_lists", "takes_complaints")
    extra = 0
    autocomplete_fields = ("organisation",)
    verbose_name_plural = _("所属机构（决定能看到哪些办件）")


class NewPersonForm(AdminUserCreationForm):
    """A new account needs an address: nobody signs in without one that was verified."""

    email = forms.EmailField(
        label=_("电子邮箱"), help_text=_("登录和找回密码要用。由您核实它属于本人，系统不再发信确认。")
    )

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "email")

    def clean_email(self) -> str:
        given: str = self.cleaned_data["email"].lower()
        if EmailAddress.objects.filter(email=given, verified=True).exists():
            raise ValidationError(_("这个邮箱已经属于另一个账号。"))
        return given


@admin.register(User)
class PersonAdmin(UserAdmin):
    """An account that enters the desk needs 「职员状态」 and a membership; the first alone shows it nothing."""

    has_view_permission = has_add_permission = has_change_permission = has_module_permission = runs_portal
    inlines = (MembershipInline,)
    list_display = ("username", "email", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "memberships__organisation")
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = ()  # two boxes moved by script help nobody here
    add_form = NewPersonForm
    add_fieldsets = ((None, {"fields": ("username", "email", "usable_password", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The record says by its number who acted: an account is switched off here, and deleted by its owner alone."""
        return False

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new account is saved first, then given its memberships."""
        return self.inlines if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The administrator who makes an account answers for its address; a later change of it is confirmed by mail."""
        before = User.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        if not change:
            EmailAddress.objects.create(user=obj, email=obj.email, verified=True, primary=True)
        account_changed(by=Actor.of(request), before=before, after=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        before = {one.pk: one for one in Membership.objects.filter(user=form.instance).select_related("unit")}
        super().save_formset(request, form, formset, change)
        after = {one.pk: one for one in Membership.objects.filter(user=form.instance).select_related("unit")}
        for pk in sorted(before.keys() | after.keys()):
            membership_changed(by=Actor.of(request), before=before.get(pk), after=after.get(pk))


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    has_view_permission = has_add_permission = has_change_permission = has_module_permission = runs_portal
    list_display = ("name", "kind", "region", "contact", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "region")
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """What was sent to an organisation stays sent: it is switched off, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        before = Organisation.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        organisation_changed(by=Actor.of(request), before=before, after=obj)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = runs_portal
    has_module_permission = runs_portal
    list_display = ("user", "organisation", "role", "until", "exports_lists", "takes_complaints")
    list_filter = ("role", "organisation")
    search_fields = ("user__username", "user__email", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    fields = ("user", "organisation", "role", "until", "exports_lists", "takes_complaints")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "organisation", "unit")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        before = Membership.objects.filter(pk=obj.pk).select_related("unit").first()
        super().save_model(request, obj, form, change)
        membership_changed(by=Actor.of(request), before=before, after=obj)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self.delete_queryset(request, Membership.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for one in queryset.select_related("user", "organisation", "unit"):
            membership_changed(by=Actor.of(request), before=one, after=None)
            one.delete()


class DeskKeyForm(forms.ModelForm):
    by: Actor  # who fills it in

    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"), choices=DeskKey.Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = DeskKey
        fields = ("organisation", "title", "scopes", "last_day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                self.made = give_key(by=self.by, **given)
            except NotGiven as refused:
                self.add_error(None, str(refused))
        return given


@admin.register(DeskKey)
class DeskKeyAdmin(admin.ModelAdmin):
    """Given out once, shown once, ended for good: never edited."""

    has_view_permission = has_add_permission = has_module_permission = runs_portal
    form = DeskKeyForm
    list_display = ("organisation", "title", "scopes", "last_day", "used_on", "ended_at")
    list_select_related = ("organisation",)
    actions = ("end",)
    show_facets = admin.ShowFacets.NEVER

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = Actor.of(request)
        return form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """What the form gave out; the key itself is shown once."""
        key, token = form.made
        told = _now("已发放。密钥只显示这一次，请交给对方系统：")
        messages.warning(request, format_html("{} <code>{}</code>", told, token))
        form.save_m2m = list  # what it had to keep is kept
        return key

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: it was given out by its act."""

    @admin.action(description=_("停用"), permissions=["view"])
    def end(self, request: HttpRequest, chosen: QuerySet[DeskKey]) -> None:
        for one in chosen:
            end_key(by=Actor.of(request), key=one)
        self.message_user(request, _now("已停用，立刻生效。"))
