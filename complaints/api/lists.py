"""Lists of complaints, messages and entries: narrowed, and read a page at a time."""

from datetime import date, datetime, time
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from accounts.actors import Actor
from complaints.api.outgoing import ContactSerializer, LedgerEntrySerializer
from complaints.models import Access, Complaint, ComplaintQuerySet, Contact, Kind, LedgerEntry, Situation
from complaints.search import case_number
from complaints.services import record_read


def whole_cases(actor: Actor) -> QuerySet[Complaint]:
    """The complaints that this actor sees whole: their own, and those shared with them."""
    whole = Access.objects.in_force().of(actor).exclude(why=Access.Why.SENT)
    return Complaint.objects.filter(pk__in=whole.values("complaint"))


def whole_case_or_404(request: Request, number: str) -> Complaint:
    return get_object_or_404(whole_cases(Actor.of(request)), number=number)


def read_case(request: Request, number: str, what: str) -> Complaint:
    """The same, and the reading of staff is written into the ledger."""
    complaint = whole_case_or_404(request, number)
    record_read(by=Actor.of(request), complaint=complaint, what=what)
    return complaint


class Page(CursorPagination):
    """A page found by where the last one ended: no row is counted, none is skipped over."""

    page_size_query_param = "page_size"
    max_page_size = 100


class NewestComplaints(Page):
    ordering = ("-filed_at", "-id")


class NumberedPage(Page):
    """Ordered by a whole number: a cursor that holds none was not given out here."""

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not str(cursor.position).isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return cursor


class OldestContacts(NumberedPage):
    ordering = "id"


class NewestEntries(NumberedPage):
    ordering = "-sequence"


class ComplaintFilter(django_filters.FilterSet):
    """Days are those of Asia/Shanghai; ``filed_before`` does not hold the day itself."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    situation = django_filters.ChoiceFilter(choices=Situation.choices, method="in_situation")
    state = django_filters.ChoiceFilter(choices=Complaint.State.choices)
    region = django_filters.CharFilter(field_name="region", lookup_expr="startswith", max_length=6)
    filed_after = django_filters.DateFilter(method="from_day")
    filed_before = django_filters.DateFilter(method="before_day")
    q = django_filters.CharFilter(
        method="with_words", max_length=200, label=gettext_lazy("经过、短信、对方里的词")
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def in_situation(self, found: ComplaintQuerySet, name: str, value: str) -> ComplaintQuerySet:
        return found.filter(situations__contains=[value])

    def from_day(self, found: ComplaintQuerySet, name: str, value: date) -> ComplaintQuerySet:
        return found.filter(filed_at__gte=timezone.make_aware(datetime.combine(value, time())))

    def before_day(self, found: ComplaintQuerySet, name: str, value: date) -> ComplaintQuerySet:
        return found.filter(filed_at__lt=timezone.make_aware(datetime.combine(value, time())))

    def with_words(self, found: ComplaintQuerySet, name: str, value: str) -> ComplaintQuerySet:
        if number := case_number(value):
            return found.filter(number=number)
        return found.matching(value)


class Contacts(ListAPIView[Contact]):
    """The messages and calls of a case, for who sees it whole."""

    serializer_class = ContactSerializer
    pagination_class = OldestContacts
    filter_backends = ()
    queryset = Contact.objects.none()

    def get_queryset(self) -> QuerySet[Contact]:
        if not self.kwargs:  # the schema is being written
            return super().get_queryset()
        return Contact.objects.filter(complaint=read_case(self.request, self.kwargs["number"], "contacts"))


class Ledger(ListAPIView[LedgerEntry]):
    """The custody record of a case, newest first, for who sees it whole."""

    serializer_class = LedgerEntrySerializer
    pagination_class = NewestEntries
    filter_backends = ()
    queryset = LedgerEntry.objects.none()

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        if not self.kwargs:  # the schema is being written
            return super().get_queryset()
        return LedgerEntry.objects.filter(complaint=read_case(self.request, self.kwargs["number"], "ledger"))
