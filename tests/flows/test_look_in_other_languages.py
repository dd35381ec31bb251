"""The look of the pages in the languages that are translated: axe in both modes, 320 px wide. A sample; ``make pages`` takes
every page of a consumer, in each language, as each of those who may open it."""

import os
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.flows.test_languages import APART, PLACE
from tests.flows.watching import overhang, violations
from tests.flows.world import arguments, make_world, routes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

EVERY = bool(os.environ.get("ANNING_EVERY_PAGE"))
NARROW = {"width": 320, "height": 844}
ROLES = ("anonymous", "draft_holder", "owner", "lawyer")
SAMPLE = {
    "", "help/", "cases/", "cases/<str:number>/", "cases/<str:number>/law/", "cases/<str:number>/receipt/",
    "cases/<str:number>/statements/", "cases/<str:number>/papers/", "filings/<uuid:filing_id>/",
}  # fmt: skip
LANGUAGES = [code for code, _name in settings.LANGUAGES if EVERY or code != settings.LANGUAGE_CODE]


def pages_of(client: Client, given: dict[str, Any], language: str) -> list[str]:
    """The addresses that this visitor can open and that are pages."""
    found = []
    for route in routes():
        if route.startswith(APART) or not {*PLACE.findall(route)} <= given.keys() or "(" in route:
            continue
        if not EVERY and route not in SAMPLE:
            continue
        address = "/" + PLACE.sub(lambda match: str(given[match[1]]), route)
        answer = client.get(address, headers={"accept-language": language})
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            found.append(address)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_can_be_read_and_fits_a_narrow_screen(live_server: Any, browser: Any, language: str) -> None:
    world, wrong, seen = make_world(), {}, set()
    given = arguments(world)
    for role in ROLES if EVERY else ("owner",):
        client = world.clients[role]
        context = browser.new_context(viewport=NARROW, locale=language, service_workers="block")
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
        page = context.new_page()
        for address in pages_of(client, given, language):
            page.goto(live_server.url + address)
            if page.url.removeprefix(live_server.url).split("?")[0] != address:
                continue
            assert re.fullmatch(language, page.locator("html").get_attribute("lang"), re.I)
            seen.add(address)
            found: list[Any] = violations(page)
            if (wide := overhang(page)) > 0:
                found.append(f"{wide} px wider")
            if found:
                wrong[f"{role} {address}"] = found
        context.close()
    assert not wrong, wrong
    assert len(seen) >= len(SAMPLE)
