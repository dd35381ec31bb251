"""The API's schema and the page to read it with, in a real browser under the strict policy."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator


@pytest.mark.django_db
def test_the_schema_is_served(client):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"openapi: 3" in answer.content


def test_the_docs_open_without_breaking_the_policy(live_server, page):
    """Also when a call is unfolded, which draws most of the page."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.get_by_role("heading", name="安宁 API").wait_for()
    page.locator("#operations-complaints-complaints_create .opblock-summary-control").first.click()
    page.get_by_text("Idempotency-Key").first.wait_for()
    assert said == []


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["application/vnd.oai.openapi", "application/vnd.oai.openapi+json", "*/*"])
def test_the_schema_is_made_once_and_as_it_would_be_made_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    first = client.get("/api/v1/schema/", headers={"accept": accept})
    anew = client.get("/api/v1/schema/", {"version": ""}, headers={"accept": accept})
    assert first.content == anew.content
    assert first.headers == anew.headers
    made = []
    monkeypatch.setattr(SchemaGenerator, "get_schema", lambda *args, **more: made.append(args))
    again = client.get("/api/v1/schema/", headers={"accept": accept})
    assert again.content == first.content
    assert made == []
