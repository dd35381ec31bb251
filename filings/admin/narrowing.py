"""Filters beside a list of the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Organisation

Choices = list[tuple[str, Any]]


class Narrowing(admin.SimpleListFilter):
    """A filter that is folded away unless it is short or in use, and whose first choice says what it leaves."""

    template = "admin/filings/filing/filter.html"
    nothing = _("全部")
    folded = False

    def choices(self, changelist: Any) -> Any:
        first = {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": self.nothing,
        }
        return [first, *list(super().choices(changelist))[1:]]


class AtOrganisation(Narrowing):
    """Only for someone who works for several; Django hides a filter without choices."""

    title = _("机构")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        ids = Actor.of(request).organisation_ids
        if len(ids) < 2:
            return []
        return [
            (str(pk), name) for pk, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(organisation_id=int(chosen)) if chosen.isdigit() else queryset
