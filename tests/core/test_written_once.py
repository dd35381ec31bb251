"""Statements that are written once: the same rows as of the queryset that is written anew, whatever the values."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import IdentityNeed, Membership, Organisation, Unit, User
from accounts.sessions import SessionStore
from core.written_once import WrittenAround, WrittenOnce

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def members(*names: str) -> list[Organisation]:
    """An organisation each, with one member in a unit; the time of the last is over."""
    made = []
    for name in names:
        organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.REGULATOR)
        unit = Unit.objects.create(organisation=organisation, name=name)
        user = User.objects.create_user(name)
        Membership.objects.create(user=user, organisation=organisation, role="caseworker", unit=unit)
        made.append(organisation)
    Membership.objects.filter(organisation=made[-1]).update(until=timezone.localdate() - DAY)
    return made


def at_work(desks: Sequence[int], at: datetime) -> QuerySet[Membership]:
    need = IdentityNeed.objects.in_force(at).filter(person=OuterRef("user"))
    rows = Membership.objects.today(at).filter(organisation__in=desks)
    return rows.select_related("unit").annotate(knows=Exists(need)).order_by("pk")


def test_it_finds_what_the_queryset_finds_and_writes_once() -> None:
    one, two, over = members("甲", "乙", "丙")
    calls: list[Any] = []

    def write(desks: Sequence[int], at: datetime) -> QuerySet[Membership]:
        calls.append(desks)
        return at_work(desks, at)

    ask, now = WrittenOnce(write), timezone.now()
    lists = ([one.pk], [two.pk], [one.pk, two.pk], [two.pk, over.pk], [over.pk], [0])
    for desks in (*lists, *lists):
        for at in (now, now - 3 * DAY, now + 3 * DAY):
            found, meant = ask(desks, at), list(at_work(desks, at))
            assert found == meant
            assert [row.knows for row in found] == [row.knows for row in meant]  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as made:
        assert [row.unit.name for row in ask([one.pk], now) if row.unit] == ["甲"]
    assert len(made) == 1
    assert ask([], now) == []
    # A statement for each length of the list, and none for no list.
    assert [len(desks) for desks in calls] == [1, 2, 0]


def test_what_would_stay_as_it_was_at_the_first_call_is_refused() -> None:
    late = WrittenOnce(lambda user: Membership.objects.today().filter(user=user))
    with pytest.raises(ValueError, match="asks the clock itself"):
        late(1)
    deaf = WrittenOnce(lambda user, at: Membership.objects.filter(user=user))
    with pytest.raises(ValueError, match="stands nowhere"):
        deaf(1, timezone.now())


def test_rows_and_their_numbers_are_converted_as_ever() -> None:
    person = User.objects.create_user("who")
    need = {"person": person, "organisation": members("甲", "乙")[0], "asked_at": timezone.now()}
    row = IdentityNeed.objects.create(**need, filing_id=uuid4(), need="要打电话", state="asked")
    ask = WrittenOnce(lambda pk: IdentityNeed.objects.filter(filing_id=pk).values_list("need", "filing_id"))
    assert ask(row.filing_id) == [("要打电话", row.filing_id)]
    assert ask(uuid4()) == []


def test_around_another_queryset() -> None:
    *_others, over = members("甲", "乙", "丙")
    named = WrittenAround(
        lambda which, order: (
            Membership.objects.filter(pk__in=which)
            .annotate(own=F("organisation__name"))
            .order_by(*order)
            .values_list("own", "unit__name")
        )
    )
    today = Membership.objects.today()
    for order in (("pk",), ("-pk",), ("pk",)):
        found = [("甲", "甲"), ("乙", "乙")]
        assert named(today.values("pk"), order) == (found if order == ("pk",) else found[::-1])
    assert named(Membership.objects.filter(organisation=over).values("pk"), ("pk",)) == [("丙", "丙")]
    assert named(today.order_by("-pk").values("pk")[:1], ("pk",)) == [("乙", "乙")]
    assert named(today.filter(organisation__in=[]).values("pk"), ("pk",)) == []
    assert named(today.filter(user__username__contains="100%").values("pk"), ("pk",)) == []


def test_a_session_is_found_until_it_ends() -> None:
    made = SessionStore()
    made["who"] = "王小宁"
    made.save()
    assert SessionStore(made.session_key)["who"] == "王小宁"
    made.set_expiry(-60)
    made.save()
    over = SessionStore(made.session_key)
    assert "who" not in over
    assert over.session_key is None
    assert "who" not in SessionStore("nobody's")
