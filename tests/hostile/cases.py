"""A draft in the hands of a visitor, and what any answer of the portal must be."""

from typing import Any

from django.test import Client

from complaints.models import Complaint, Draft

ENOUGH = {
    "situations": {"situations": ["no_consent", "optout_ignored"]},
    "event": {"first": "2025-11-01", "last": "2025-11-11"},
    # Somebody by name: nothing is prepared against nobody.
    "respondents": {
        "respondents-TOTAL_FORMS": "1",
        "respondents-INITIAL_FORMS": "0",
        "respondents-0-role": "content_provider",
        "respondents-0-name": "示例优选商城有限公司",
    },
    "you": {"name": "王小宁", "phone": "13900001234", "region": "310000", "agree": "on"},
}


def begin(client: Client, kind: str = "harassment") -> str:
    """Begin a draft; the address under which its pages lie."""
    return client.post("/start/", {"kind": kind})["Location"].rsplit("/", 2)[0]


def filed(client: Client, **more: dict[str, Any]) -> Complaint:
    """File a minimal complaint by the pages, with more answers by page where given."""
    base = begin(client)
    draft = Draft.objects.latest("created_at")
    for slug, answers in {**more, **ENOUGH, **{name: more[name] for name in more if name in ENOUGH}}.items():
        answer = client.post(f"{base}/{slug}/", answers)
        assert answer.status_code == 302, (slug, answer.content.decode()[:3000])
    assert client.post(f"{base}/review/").status_code == 302
    return Complaint.objects.get(pk=draft.pk)
