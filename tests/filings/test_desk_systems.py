"""The own system of an organisation: its key at the API, what it may do there, and the events that it is told of."""

import hashlib
import hmac
import io
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actors import Actor
from accounts.desk_keys import NotGiven, end_key, give_key
from accounts.models import DeskKey, Organisation
from complaints.models import Act, LedgerEntry
from core import outward
from core.retention_and_limits import LONGEST_DESK_KEY, WEBHOOK_CALLS_KEPT, WEBHOOK_TRIES
from filings import services
from filings.desk_keys import FOR_KEYS
from filings.models import Filing, Note, Task, Webhook, WebhookCall
from filings.moves import State
from tests.callers import caller
from tests.cases import make_case, make_desk, make_user, queued
from tests.filings.test_signals import Server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

EVERYTHING = tuple(DeskKey.Scope.values)
PORTAL = Actor.system("command")
ASKED = services.Wishes(asks=("书面答复我",))


def today() -> Any:
    return timezone.localdate()


def at_desk(channel: str = "12315_complaint") -> tuple[Filing, Organisation, Actor]:
    recipient, caseworker = make_desk(channel=channel)
    held = queued(make_case(email=""), recipient, at=timezone.now(), wishes=ASKED)
    services.sweep_outbox()
    filing = Filing.objects.get(pk=held.pk)
    assert recipient.organisation is not None
    return filing, recipient.organisation, caseworker


def regulator() -> Organisation:
    return Organisation.objects.create(name="示例监管局", kind=Organisation.Kind.REGULATOR)


def system(organisation: Organisation, scopes: tuple[str, ...] = EVERYTHING) -> tuple[APIClient, DeskKey]:
    made, token = give_key(
        by=PORTAL, organisation=organisation, title="业务系统", scopes=scopes, last_day=today()
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client, made


class TestKeys:
    def test_a_key_works_at_the_desk_and_the_record_says_that_it_was_the_system(self):
        filing, organisation, caseworker = at_desk()
        client, key = system(organisation)
        one = f"/api/v1/filings/{filing.pk}"
        assert [row["id"] for row in client.get("/api/v1/filings/").data["results"]] == [str(filing.pk)]
        assert client.get(f"{one}/").status_code == 200
        assert client.post(f"{one}/note/", {"text": "已转入本机构系统"}, format="json").status_code == 200
        assert client.post(f"{one}/tasks/", {"text": "核实主体\n调取记录"}, format="json").status_code == 201
        task = client.get(f"{one}/tasks/").data[0]
        assert client.post(f"/api/v1/tasks/{task['id']}/done/").data["done_at"]
        accepted = client.post(f"{one}/move/", {"to": "accepted"}, format="json")
        assert accepted.data["state"] == State.ACCEPTED, accepted.data
        by_key = LedgerEntry.objects.filter(complaint=filing.complaint_id, actor=f"key:{key.pk}")
        assert {Act.FILING_MOVED, Act.TASK_SET, Act.TASK_DONE} <= {entry.act for entry in by_key}
        assert Note.objects.get(kind=Note.Kind.INTERNAL).written_by == f"key:{key.pk}"
        key.refresh_from_db()
        assert key.used_on == today()
        # At the desk it is called what it is, and the complainant reads that no person did it.
        desk = Client()
        desk.force_login(caseworker.user)
        page = caller(caseworker.user).get(f"{one}/").data  # type: ignore[arg-type]
        assert page["state"] == State.ACCEPTED
        entry = by_key.filter(act=Act.FILING_MOVED).get()
        assert entry.who(frozenset(), [organisation.name]) == f"{organisation.name}的业务系统"

    def test_a_key_does_what_its_scopes_name_and_nothing_else(self):
        filing, organisation, _caseworker = at_desk()
        reader, worker = system(organisation, ("read",))[0], system(organisation, ("read", "work"))[0]
        one = f"/api/v1/filings/{filing.pk}"
        assert reader.get(f"{one}/").status_code == 200
        assert reader.post(f"{one}/note/", {"text": "记"}, format="json").status_code == 403
        assert worker.post(f"{one}/note/", {"text": "记"}, format="json").status_code == 200
        assert worker.post(f"{one}/move/", {"to": "accepted"}, format="json").status_code == 403
        # To look is no way to write, where one address does both.
        assert reader.post(f"{one}/supplements/", {"text": "补"}, format="json").status_code == 403
        assert Filing.objects.get(pk=filing.pk).state == filing.state

    def test_what_is_not_for_keys_is_closed_to_every_key(self):
        filing, organisation, _caseworker = at_desk()
        client, _key = system(organisation)
        number = filing.complaint.number
        for path in (f"complaints/{number}/", "complaints/", f"complaints/{number}/ledger/", "shares/"):
            assert client.get(f"/api/v1/{path}").status_code == 403, path
        for act in ("confirm", "withdraw", "answer", "handed-in", "acknowledge", "resolve", "asked"):
            assert client.post(f"/api/v1/filings/{filing.pk}/{act}/", {}).status_code == 403, act
        assert client.get(reverse("admin:index")).status_code == 302
        # Two persons are two people.
        asked = client.post(f"/api/v1/filings/{filing.pk}/proposals/", {"act": "close", "reason": "无管辖"})
        assert asked.status_code == 403

    def test_a_key_sees_the_desk_of_its_own_organisation_alone(self):
        filing, _organisation, _caseworker = at_desk()
        _other, elsewhere, _by = at_desk("12315_report")
        client, _key = system(elsewhere)
        assert client.get(f"/api/v1/filings/{filing.pk}/").status_code == 404
        assert str(filing.pk) not in str(client.get("/api/v1/filings/").data)

    def test_ended_expired_and_unknown_keys_open_nothing(self):
        organisation = regulator()
        client, key = system(organisation)
        end_key(by=PORTAL, key=key)
        late, expired = system(organisation)
        DeskKey.objects.filter(pk=expired.pk).update(last_day=today() - timedelta(days=1))
        stranger = APIClient()
        stranger.credentials(HTTP_AUTHORIZATION="Bearer anning_guessed")
        for one in (client, late, stranger):
            answer = one.get("/api/v1/filings/")
            assert answer.status_code == 401
            assert "无效" in answer.data["detail"]
        alive, _one = system(organisation)
        Organisation.objects.filter(pk=organisation.pk).update(active=False)
        assert alive.get("/api/v1/filings/").status_code == 401

    def test_the_key_itself_is_kept_nowhere_and_no_key_is_given_too_long_or_to_a_law_firm(self):
        organisation = regulator()
        made, token = give_key(
            by=PORTAL, organisation=organisation, title="系统", scopes=("read",), last_day=today()
        )
        assert token not in str(DeskKey.objects.values().get(pk=made.pk))
        wrong: list[dict[str, Any]] = [
            {"last_day": today() + LONGEST_DESK_KEY + timedelta(days=1)},
            {"last_day": today() - timedelta(days=1)},
            {"scopes": ()},
            {"scopes": ("everything",)},
        ]
        for change in wrong:
            given = {"organisation": organisation, "title": "系统", "scopes": ("read",), "last_day": today()}
            with pytest.raises(NotGiven):
                give_key(by=PORTAL, **{**given, **change})
        firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
        with pytest.raises(NotGiven, match="律师事务所"):
            give_key(by=PORTAL, organisation=firm, title="系统", scopes=("read",), last_day=today())

    def test_an_administrator_gives_out_a_key_which_is_shown_once(self):
        organisation = regulator()
        root = make_user("root", is_staff=True, is_superuser=True)
        client = Client()
        client.force_login(root)
        given = {"organisation": organisation.pk, "title": "业务系统", "scopes": ["read", "work"]}
        page = reverse("admin:accounts_deskkey_add")
        shown = client.post(page, {**given, "last_day": today().isoformat()}, follow=True)
        text = shown.content.decode()
        assert text.count("anning_") == 1
        assert "anning_" not in client.get(reverse("admin:accounts_deskkey_changelist")).content.decode()

    def test_every_call_that_is_open_to_keys_is_one_of_the_api(self):
        from filings.api import urlpatterns

        assert {*FOR_KEYS} <= {one.name for one in urlpatterns}


class TestActs:
    def test_by_law_names_the_grounds_and_periods_of_the_channel_with_their_articles(self):
        filing, _organisation, caseworker = at_desk()
        client = caller(caseworker.user)  # type: ignore[arg-type]
        told = client.get(f"/api/v1/filings/{filing.pk}/by-law/").data
        assert {row["ground"] for row in told["grounds"]} == {
            one.key for one in services.refusal_grounds(filing)
        }
        assert told["grounds"], "a channel with grounds"
        assert told["pauses"] == []
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
        told = client.get(f"/api/v1/filings/{filing.pk}/by-law/").data
        assert told["pauses"]
        paused = client.post(
            f"/api/v1/filings/{filing.pk}/pause/",
            {"slug": told["pauses"][0]["slug"], "reason": "送检"},
            format="json",
        )
        assert paused.status_code == 200, paused.data
        assert Filing.objects.get(pk=filing.pk).paused_on is not None
        assert client.post(f"/api/v1/filings/{filing.pk}/resume/").status_code == 200
        assert Filing.objects.get(pk=filing.pk).paused_on is None
        # Nothing is changed by what is not allowed.
        assert (
            client.post(
                f"/api/v1/filings/{filing.pk}/extend/", {"basis": "没有", "reason": "忙"}, format="json"
            ).status_code
            == 409
        )

    def test_the_complainant_reads_no_task_and_asks_no_second_person(self):
        filing, _organisation, caseworker = at_desk()
        services.set_tasks(by=caseworker, filing=filing, text="内部的事")
        owner = caller(filing.complaint.owner)  # type: ignore[arg-type]
        for path in ("tasks", "proposals", "by-law"):
            assert owner.get(f"/api/v1/filings/{filing.pk}/{path}/").status_code == 404, path
        task = Task.objects.get()
        assert owner.post(f"/api/v1/tasks/{task.pk}/done/").status_code == 404

    def test_a_file_is_given_over_the_api_and_read_by_who_complained(self):
        filing, _organisation, caseworker = at_desk()
        file = io.BytesIO(b"%PDF-1.7")
        file.name = "通知.pdf"
        given = caller(caseworker.user).post(  # type: ignore[arg-type]
            f"/api/v1/filings/{filing.pk}/files/", {"file": file, "title": "告知"}, format="multipart"
        )
        assert given.status_code == 201, given.data
        owner = caller(filing.complaint.owner)  # type: ignore[arg-type]
        assert b"".join(owner.get(given.data["link"])) == b"%PDF-1.7"

    def test_two_persons_over_the_api(self):
        filing, organisation, caseworker = at_desk()
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
        client = caller(caseworker.user)  # type: ignore[arg-type]
        asked = f"/api/v1/filings/{filing.pk}/proposals/"
        body = {"act": "close", "reason": "被诉人已注销"}
        assert client.post(asked, body, format="json").status_code == 409, "nobody else is there"
        second = make_user("second", is_staff=True)
        second.memberships.create(organisation=organisation, role="caseworker")
        made = client.post(asked, body, format="json")
        assert made.status_code == 201, made.data
        settle = f"/api/v1/proposals/{made.data['id']}/settle/"
        assert client.post(settle, {"agree": True}, format="json").status_code == 409, "who asked"
        done = caller(second).post(settle, {"agree": True}, format="json")
        assert done.data["state"] == "agreed", done.data
        assert Filing.objects.get(pk=filing.pk).state == State.CLOSED


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    made = Server(tmp_path)
    thread = threading.Thread(target=made.http.serve_forever, daemon=True)
    thread.start()
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_ROOTS = ["localhost"], str(made.roots)
    yield made
    made.http.shutdown()
    made.http.server_close()


class TestEvents:
    def hook(self, organisation: Organisation, server: Server) -> tuple[Webhook, str]:
        return services.begin_webhook(
            by=PORTAL, organisation=organisation, address=f"https://localhost:{server.port}/events"
        )

    def test_an_event_says_its_kind_number_and_moment_and_nothing_else_and_is_signed(self, server: Server):
        filing, organisation, caseworker = at_desk()
        _hook, secret = self.hook(organisation, server)
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
        assert server.got == [], "a row first"
        services.sweep_webhooks()
        (_path, _headers, first), (path, headers, body) = server.got
        assert json.loads(first)["event"] == "begun"
        assert path == "/events"
        told = json.loads(body)
        assert {**told, "id": "", "at": ""} == {
            "id": "",
            "event": "moved",
            "at": "",
            "number": filing.complaint.number,
            "filing": str(filing.pk),
        }
        moment, signed = (part.partition("=")[2] for part in headers["Anning-Signature"].split(","))
        ours = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(ours, signed)
        assert set(WebhookCall.objects.values_list("state", flat=True)) == {"done"}
        assert services.sweep_webhooks() == 0, "once is once"

    def test_what_the_complainant_does_is_told_as_well(self, server: Server):
        filing, organisation, caseworker = at_desk()
        self.hook(organisation, server)
        owner = Actor.of_user(filing.complaint.owner)
        services.ask(by=caseworker, filing=filing, question="是哪一天？")
        services.answer(by=owner, filing=Filing.objects.get(pk=filing.pk), text="三月三日。")
        services.sweep_outbox()
        services.withdraw_consent(by=owner, filing=Filing.objects.get(pk=filing.pk), reason="")
        kinds = list(WebhookCall.objects.order_by("at", "pk").values_list("event", flat=True))
        assert {"answered", "withdrawn"} <= {*kinds}
        services.sweep_webhooks()
        sent = b" ".join(body for _path, _headers, body in server.got)
        assert "三月三日".encode() not in sent

    def test_a_filing_that_arrives_is_told(self, server: Server):
        recipient, _caseworker = make_desk(channel="12315_complaint")
        assert recipient.organisation is not None
        self.hook(recipient.organisation, server)
        queued(make_case(email=""), recipient, at=timezone.now(), wishes=ASKED)
        services.sweep_outbox()
        assert WebhookCall.objects.filter(event="received").count() == 1

    def test_a_silent_system_is_tried_for_days_and_keeps_no_other_waiting(self, server: Server):
        organisation = regulator()
        other = Organisation.objects.create(name="示例通信管理局", kind=Organisation.Kind.REGULATOR)
        self.hook(organisation, server)
        self.hook(other, server)
        server.answers = [500]
        assert services.sweep_webhooks() == 2
        assert sorted(WebhookCall.objects.values_list("state", flat=True)) == ["done", "waiting"]
        late = timezone.now()
        for _turn in range(WEBHOOK_TRIES):
            late += timedelta(days=1)
            server.answers = [503]
            services.sweep_webhooks(at=late)
        left = WebhookCall.objects.get(webhook__organisation=organisation)
        assert (left.state, left.error, left.attempts) == ("failed", "HTTP 503", WEBHOOK_TRIES)
        services.sweep_webhooks(at=late + WEBHOOK_CALLS_KEPT + timedelta(days=1))
        assert not WebhookCall.objects.exists(), "forgotten"

    def test_no_event_goes_into_the_private_network_but_to_hosts_that_the_operator_named(
        self, server: Server, settings: Any
    ):
        organisation = regulator()
        settings.WEBHOOK_HOSTS = []
        self.hook(organisation, server)
        services.sweep_webhooks()
        assert server.got == []
        assert "公网" in WebhookCall.objects.get().error
        with pytest.raises(outward.NotAllowed):
            outward.post("https://10.0.0.1/", body=b"", headers={})

    def test_one_address_stands_and_one_that_ended_is_told_nothing(self, server: Server):
        filing, organisation, caseworker = at_desk()
        self.hook(organisation, server)
        second, _secret = self.hook(organisation, server)
        assert Webhook.objects.standing().get() == second
        services.end_webhook(by=PORTAL, webhook=second)
        services.end_webhook(by=PORTAL, webhook=second)
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
        assert not WebhookCall.objects.exists()
        assert not Organisation.objects.get(pk=organisation.pk).hooked
        second.refresh_from_db()
        assert second.secret == ""

    @pytest.mark.parametrize(
        "address", ["http://a.example/", "https://u:p@a.example/", "ftp://a", "https://", ""]
    )
    def test_what_is_no_https_address_is_refused(self, address: str):
        organisation = regulator()
        with pytest.raises(services.Refused, match="https"):
            services.begin_webhook(by=PORTAL, organisation=organisation, address=address)
        assert not Webhook.objects.exists()
