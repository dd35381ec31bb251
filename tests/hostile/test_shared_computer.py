"""Whoever sits down at the same computer afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Draft

pytestmark = pytest.mark.django_db


def test_leaving_forgets_what_was_opened_here_and_deletes_nothing() -> None:
    client = Client()
    page = client.post(reverse("start"), {"kind": "harassment"})["Location"]
    assert reverse("leave") in client.get(page).content.decode()
    assert client.get(reverse("leave")).status_code == 200
    assert client.get(page).status_code == 200, "asking changes nothing"
    client.post(reverse("leave"))
    assert client.get(page).status_code == 404
    draft = Draft.objects.get()
    client.post(reverse("resume"), {"code": draft.code})
    assert client.get(page).status_code == 200
