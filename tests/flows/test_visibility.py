"""Every URL × role × method against ``visibility.csv`` (P17). A URL without a row fails.

A cell is the status, or ``login`` for a redirect to a sign-in page. After a wanted change, write the table anew with
``ANNING_WRITE_VISIBILITY=1 pytest tests/flows/test_visibility.py`` and read its diff line by line: nobody who should not
see a thing may get 200.
"""

import csv
import logging
import os
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.models import Membership, Organisation
from complaints.models import Access
from filings import services
from filings.models import Filing
from filings.moves import State
from tests.flows.world import ROLES, World, arguments, make_world, objects, routes

FILE = Path(__file__).with_name("visibility.csv")
# Allauth's own pages: see the last test; health: the same for all, by the hour.
GROUPED = ("accounts/", "healthz")
METHODS = ("GET", "POST")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# Routes that are asked a second time for another thing of the case: (route, what, the place holders that differ).
AGAIN = (
    ("evidence/<uuid:exhibit_id>/copy", "a file that was not sent", {"exhibit_id": "kept"}),
    ("evidence/<uuid:exhibit_id>/thumbnail", "a file that was not sent", {"exhibit_id": "kept"}),
    ("evidence/<uuid:exhibit_id>/", "a file that was not sent", {"exhibit_id": "kept"}),
    ("evidence/<uuid:exhibit_id>/pages/<int:page>/", "a file that was not sent", {"exhibit_id": "kept"}),
    ("api/v1/exhibits/<uuid:exhibit_id>/copy/", "a file that was not sent", {"exhibit_id": "kept"}),
    ("filings/<uuid:filing_id>/", "a filing that was not sent", {"filing_id": "prepared"}),
    ("api/v1/filings/<uuid:filing_id>/", "a filing that was not sent", {"filing_id": "prepared"}),
    ("supplements/<uuid:supplement_id>/", "one being written", {"supplement_id": "being_written"}),
    ("api/v1/supplements/<uuid:supplement_id>/", "one being written", {"supplement_id": "being_written"}),
    (
        "admin/filings/filing/<path:object_id>/change/",
        "a filing that was not sent",
        {"object_id": "prepared"},
    ),
)

# Once more after something happened, which is taken back when all of its requests were made.
OF_A_DESK = (
    "admin/filings/filing/<path:object_id>/change/",
    "admin/filings/filing/<uuid:filing_id>/documents/<int:document_id>/",
    "api/v1/filings/<uuid:filing_id>/",
    "api/v1/filings/<uuid:filing_id>/documents/<int:document_id>/",
    "api/v1/exhibits/<uuid:exhibit_id>/copy/",
    "evidence/<uuid:exhibit_id>/",
    "evidence/<uuid:exhibit_id>/copy",
    "evidence/<uuid:exhibit_id>/thumbnail",
)


OF_A_SHARE = (
    "cases/<str:number>/",
    "cases/<str:number>/bundle/",
    "filings/<uuid:filing_id>/",
    "evidence/<uuid:exhibit_id>/copy",
    "api/v1/complaints/<str:number>/",
    "api/v1/exports/<uuid:export_id>/",
)


def _not_accepted(world: World) -> None:
    Access.objects.filter(pk=world.share.pk).update(accepted_at=None)


def _membership_ended(world: World) -> None:
    Membership.objects.filter(user=world.share.user).update(until="2020-01-01")


def _suspended(world: World) -> None:
    """The lawyer left, it was noted, and is back: the complainant has not confirmed."""
    _membership_ended(world)
    services.sweep_shares()
    Membership.objects.filter(user=world.share.user).update(until=None)


def _withdrawn(world: World) -> None:
    services.withdraw_consent(by=world.by, filing=world.sent)


def _withdrawn_after_acceptance(world: World) -> None:
    Filing.objects.filter(pk=world.sent.pk).update(state=State.ACCEPTED)
    services.withdraw_consent(by=world.by, filing=world.sent)


def _switched_off(world: World) -> None:
    Organisation.objects.filter(pk=world.sent.organisation_id).update(active=False)


AFTERWARDS: dict[str, tuple[Callable[[World], None], tuple[str, ...]]] = {
    "withdrawn before acceptance": (_withdrawn, OF_A_DESK),
    "withdrawn after acceptance": (_withdrawn_after_acceptance, OF_A_DESK),
    "the desk is switched off": (_switched_off, OF_A_DESK),
    "the share is not accepted": (_not_accepted, OF_A_SHARE),
    "the lawyer's membership ended": (_membership_ended, OF_A_SHARE),
    "the share is suspended": (_suspended, OF_A_SHARE),
}

Row = dict[str, str]


@dataclass(frozen=True)
class Addresses:
    """A real address for every route."""

    world: World
    arguments: dict[str, Any]
    objects: dict[str, Any]

    def of(self, route: str, changes: dict[str, str]) -> str:
        known = dict(self.arguments)
        model = re.match(r"admin/(r|[a-z]+/[a-z]+)/", route)
        if model and model[1] in self.objects:
            known["object_id"] = self.objects[model[1]]
        known |= {name: getattr(self.world, thing).pk for name, thing in changes.items()}
        if "(?P<app_label>" in route:
            return "/admin/filings/"
        if "(?P<url>" in route:
            return "/admin/nothing"
        return "/" + PLACE.sub(lambda place: str(known[place[1]]), route)


def asked() -> list[tuple[str, str, dict[str, str]]]:
    """Every route once, and some again."""
    once: list[tuple[str, str, dict[str, str]]] = [
        (route, "", {}) for route in routes() if not route.startswith(GROUPED)
    ]
    afterwards = [(route, what, {}) for what, (_act, which) in AFTERWARDS.items() for route in which]
    return [*once, *AGAIN, *afterwards]


def how(where: str) -> dict[str, str]:
    """The API takes JSON, and forms where files come."""
    json = where.startswith("/api/") and not where.endswith(("/exhibits/", "/imports/", "/verify-bundle/"))
    return {"content_type": "application/json"} if json else {}


def answer(client: Client, method: str, where: str) -> str:
    """The status; whatever the request did is taken back, cookies too."""
    cache.clear()
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(where) if method == "GET" else client.post(where, {}, **how(where))
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and re.match(r"/(accounts|admin)/login/", response["Location"]):
        return "login"
    return str(response.status_code)


def found(world: World) -> list[Row]:
    rows = []
    addresses = Addresses(world, arguments(world), objects(world))
    for what, alike in groupby(asked(), key=lambda one: one[1] if one[1] in AFTERWARDS else ""):
        with transaction.atomic():
            if what:
                AFTERWARDS[what][0](world)
            for route, named, changes in alike:
                where = addresses.of(route, changes)
                for method in METHODS:
                    cells = {role: answer(world.clients[role], method, where) for role in ROLES}
                    rows.append({"route": route, "what": named, "method": method, **cells})
            transaction.set_rollback(True)
    return rows


def table() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_every_url_answers_each_role_as_the_table_says(store: Path) -> None:
    world = make_world()
    # Thousands of requests are refused here, as they should be: no line for each.
    logging.disable(logging.WARNING)
    try:
        rows = found(world)
    finally:
        logging.disable(logging.NOTSET)
    if os.environ.get("ANNING_WRITE_VISIBILITY"):
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["route", "what", "method", *ROLES], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        pytest.fail("the table was written anew: read its diff")
    expected = {(row["route"], row["what"], row["method"]): row for row in table()}
    differ = [
        f"{row['method']} {row['route']} {row['what']} {role}: {row[role]}, expected {known.get(role)}"
        for row in rows
        for known in [expected.pop((row["route"], row["what"], row["method"]), {})]
        for role in ROLES
        if row[role] != known.get(role)
    ]
    assert not differ, "\n".join(differ)
    assert not expected, "rows without a URL"


def test_the_table_has_a_row_for_every_url() -> None:
    known = {(row["route"], row["what"], row["method"]) for row in table()}
    assert known == {(route, what, method) for route, what, _changes in asked() for method in METHODS}


def test_nobody_meets_a_fault_of_the_portal() -> None:
    assert not [row for row in table() if any(row[role].startswith("5") for role in ROLES)]


STRANGERS = ("anonymous", "draft_holder", "consumer", "caseworker_b", "stranger_lawyer", "administrator")
OF_THE_CASE = re.compile(
    r"<str:number>|<uuid:(filing|supplement|export|exhibit|import)_id>|filings/filing/<path:object_id>/."
    r"|deskcampaign/<path:object_id>/.|<int:campaign_id>|<uuid:lead_id>"
)


def test_strangers_see_nothing_of_a_case() -> None:
    seen = [
        (row["method"], row["route"], role, row[role])
        for row in table()
        if OF_THE_CASE.search(row["route"])
        for role in STRANGERS
        if row[role] not in ("404", "403", "401", "405", "login")
    ]
    assert seen == [], seen


@pytest.mark.django_db
def test_pages_of_an_account_ask_a_visitor_to_sign_in(client: Any) -> None:
    for route in routes():
        if (
            route.startswith(("accounts/2fa/", "accounts/email", "accounts/password/change"))
            and "<" not in route
        ):
            assert client.get(f"/{route}").status_code != 200, route
