"""The API against its own schema: whatever a caller sends in its terms, the portal is not at fault."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.test import APIClient

from accounts.models import User
from tests.callers import caller
from tests.flows.world import arguments, make_world

EXAMPLES = 6  # of each operation for each caller
TRAVELS = ("method", "url", "headers", "params", "data", "json", "files")
CALLERS = ("owner", "caseworker-a", "administrator")


def test_the_schema_is_written_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def send(client: APIClient, case: schemathesis.Case, known: dict[str, Any]) -> tuple[int, bytes]:
    """One generated call, at an address that exists wherever the schema leaves it open. Taken back afterwards."""
    case.path_parameters = {
        name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
    }
    meant = case.as_transport_kwargs(base_url="http://testserver")
    prepared = requests.Request(**{name: meant[name] for name in TRAVELS if name in meant}).prepare()
    place = urlsplit(str(prepared.url))
    headers = {name: value for name, value in prepared.headers.items() if name.lower() == "idempotency-key"}
    body = prepared.body or b""
    cache.clear()
    with transaction.atomic():
        response = client.generic(
            str(prepared.method),
            f"{place.path}?{place.query}",
            body.encode() if isinstance(body, str) else body,
            content_type=prepared.headers.get("Content-Type", "application/json"),
            headers=headers,
        )
        said = b"" if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, said


def try_out(operation: Any, clients: dict[str, APIClient], known: dict[str, Any]) -> list[str]:
    """An operation as each caller uses it; what answered 5xx, or refused without words. All send the same: to think it up
    takes longer than to answer it."""
    found: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def calls(case: schemathesis.Case) -> None:
        for name, client in clients.items():
            status, said = send(client, case, known)
            if status >= 500 or (status >= 400 and b'"detail"' not in said):
                found.append(f"{case.method} {case.path} as {name}: {status} {said[:300]!r} {case.body!r}")

    calls()
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("store")
def test_nothing_that_fits_the_schema_is_a_fault_of_the_portal() -> None:
    world = make_world()
    known = {
        name: value if isinstance(value, int) else str(value) for name, value in arguments(world).items()
    }
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 30
    clients = {name: caller(User.objects.get(username=name)) for name in CALLERS}
    for client in clients.values():
        client.raise_request_exception = False
    assert [fault for operation in operations for fault in try_out(operation, clients, known)] == []
