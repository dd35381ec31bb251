"""Push and text messages: nothing of the case in them, to whom they may go, and what becomes of each."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint, Subscription
from complaints.services import forget_ended_ways
from core import keys, outward
from core.retention_and_limits import NOTICE_TRIES, TEXT_CODES_AN_HOUR, TEXT_CODES_FROM_ONE
from filings import services
from filings.models import Filing, Notice
from filings.moves import State
from tests.cases import NOW, Case, make_case, make_desk, make_user, queued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

LATER = NOW + timedelta(days=1)
NUMBER = "13700005678"
PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1"),
    *("64:ff9b::a9fe:a9fe", "::a9fe:a9fe", "::8.8.8.8"),
)


class Server:
    """Over HTTPS on this machine: keeps what it got, answers as told."""

    def __init__(self, folder: Path) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.roots = folder / "roots.pem"
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.got.append((self.path, dict(self.headers), body))
                self.send_response(server.answers.pop(0) if server.answers else 201)
                self.send_header("Location", "https://elsewhere.example/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(folder, self.roots))
        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_port


def certificate(folder: Path, roots: Path) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=4000))
        .not_valid_after(now + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    roots.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = folder / "server.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return str(roots), str(private)


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    made = Server(tmp_path)
    thread = threading.Thread(target=made.http.serve_forever, daemon=True)
    thread.start()
    settings.TEXT_URL, settings.TEXT_TOKEN = f"https://localhost:{made.port}/send", "token-1"
    settings.TEXT_ROOTS = str(made.roots)
    yield made
    made.http.shutdown()
    made.http.server_close()


def at_desk() -> tuple[Case, Filing, Any, Client, str]:
    case = make_case(email="")
    recipient, caseworker = make_desk(channel="12315_complaint")
    filing = queued(case, recipient)
    services.deliver_here(at=NOW)
    client = Client()
    client.force_login(case.owner)
    return (
        case,
        Filing.objects.get(pk=filing.pk),
        caseworker,
        client,
        reverse("news", args=[case.complaint.number]),
    )


class TestTexts:
    def asked(self, client: Client, page: str, number: str = NUMBER, **more: str) -> Any:
        return client.post(
            page, {"act": "text", "number": number, "consent": services.text_consent(), **more}, follow=True
        )

    def verified(self, server: Server, client: Client, page: str) -> None:
        self.asked(client, page)
        services.send_signals()
        code = json.loads(server.got[-1][2])["text"].split()[1][:6]
        client.post(page, {"act": "code", "code": code})
        server.got.clear()

    def test_it_is_off_where_nobody_set_a_gateway(self):
        case, _filing, _caseworker, client, page = at_desk()
        assert "手机短信" not in client.get(page).content.decode()
        with pytest.raises(services.Refused, match="没有开通短信"):
            services.ask_text(
                by=case.by, complaint=case.complaint, number=NUMBER, consent=services.text_consent()
            )

    def test_a_number_is_verified_and_a_text_has_no_name_and_no_matter(self, server: Server):
        case, filing, caseworker, client, page = at_desk()
        self.asked(client, page)
        assert not server.got, "a row first"
        services.send_signals()
        (path, headers, body) = server.got[0]
        assert (path, headers["Authorization"]) == ("/send", "Bearer token-1")
        message = json.loads(body)
        assert message["to"] == NUMBER
        assert case.complaint.number not in message["text"], "not before it is known whose telephone it is"
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
        assert not Notice.objects.filter(news="accepted").exists()
        code = message["text"].split()[1][:6]
        assert code not in str(list(Subscription.objects.values()))
        assert "验证好了" in client.post(page, {"act": "code", "code": code}, follow=True).content.decode()

        services.ask(by=caseworker, filing=filing, question="您丢了390元吗？", at=NOW)
        services.send_signals(at=LATER)
        sent = json.loads(server.got[-1][2])
        assert sent["text"] == f"{case.complaint.number}：有问题要您答复（2026-03-16）"
        assert sent["id"] == server.got[-1][1]["Idempotency-Key"]
        assert set(Notice.objects.values_list("state", flat=True)) == {"done"}
        assert code not in str([one.body for one in Notice.objects.all()])

    def test_wrong_digits_end_the_try_and_a_day_has_few(self, server: Server):
        _case, _filing, _caseworker, client, page = at_desk()
        self.asked(client, page)
        for left in (4, 3, 2, 1):
            answer = client.post(page, {"act": "code", "code": "x"}).content.decode()
            assert f"还可以试 {left} 次" in answer
        assert "次数到了" in client.post(page, {"act": "code", "code": "x"}).content.decode()
        services.send_signals()
        assert not server.got, "what was ended does not leave"
        self.asked(client, page, "13700005679")
        self.asked(client, page, "13700005680")
        assert "一天最多要 3 次验证码" in self.asked(client, page, "13700005681").content.decode()

    def test_many_complaints_are_no_way_to_send_somebody_texts(self, server: Server):
        for _turn in range(5):
            _case, _filing, _caseworker, client, page = at_desk()
            self.asked(client, page)
        services.send_signals()
        assert len(server.got) == TEXT_CODES_FROM_ONE == 2

    def test_one_address_asks_for_few_codes_an_hour_and_everybody_for_a_bounded_number(
        self, server: Server, monkeypatch: Any
    ):
        def asked(turn: int, network: str) -> Any:
            _case, _filing, _caseworker, client, page = at_desk()
            said = {"act": "text", "number": f"1370000{turn:04d}", "consent": services.text_consent()}
            return client.post(page, said, follow=True, REMOTE_ADDR=network)

        answers = [asked(turn, "203.0.113.9") for turn in range(TEXT_CODES_AN_HOUR + 1)]
        assert [one.status_code for one in answers] == [200] * TEXT_CODES_AN_HOUR + [429]
        assert "请过一小时再试" in answers[-1].content.decode()
        assert f"1370000{TEXT_CODES_AN_HOUR:04d}" in answers[-1].content.decode(), "what was typed is kept"
        monkeypatch.setattr("filings.services.news.texting.TEXT_CODES_OF_ALL", TEXT_CODES_AN_HOUR + 1)
        assert asked(20, "203.0.113.8").status_code == 200
        assert "验证码发完了" in asked(21, "203.0.113.8").content.decode()
        services.send_signals()
        assert len(server.got) == TEXT_CODES_AN_HOUR + 1

    def test_the_disturbed_number_is_used_only_where_that_is_said(self, server: Server):
        case, _filing, _caseworker, client, page = at_desk()
        mine = case.complaint.complainant.phone
        assert mine not in client.get(page).content.decode(), "not proposed"
        assert "这就是被打扰的号码" in self.asked(client, page, mine).content.decode()
        assert not Subscription.objects.exists()
        self.asked(client, page, mine, disturbed_too="1")
        assert Subscription.objects.get().address == mine

    def test_what_fails_is_tried_again_with_the_same_key_and_given_up(self, server: Server):
        _case, filing, caseworker, client, page = at_desk()
        self.verified(server, client, page)
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        server.answers = [500, 429]
        for day in range(1, 4):
            services.send_signals(at=NOW + timedelta(days=day))
        assert len({body for _path, _headers, body in server.got}) == 1
        assert Notice.objects.filter(news="asked").get().state == "done"
        services.ask(by=caseworker, filing=filing, question="？", at=LATER)
        server.answers = [400]
        services.send_signals(at=NOW + timedelta(days=9))
        assert Notice.objects.filter(news="asked").latest("created_at").state == "failed"

    def test_a_gateway_with_a_wrong_certificate_gets_nothing(self, server: Server, settings: Any):
        _case, _filing, _caseworker, client, page = at_desk()
        settings.TEXT_ROOTS = ""
        self.asked(client, page)
        services.send_signals()
        assert server.got == []
        assert Notice.objects.get().error == "SSLCertVerificationError"

    def test_stopped_is_stopped_and_the_number_goes(self, server: Server):
        _case, filing, caseworker, client, page = at_desk()
        self.verified(server, client, page)
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        way = Subscription.objects.get()
        client.post(page, {"act": "end", "way": way.pk})
        services.send_signals(at=LATER)
        assert server.got == []
        way.refresh_from_db()
        assert (way.address, bool(way.ended_at)) == ("", True)
        assert forget_ended_ways(at=way.ended_at + timedelta(hours=23)) == 0, (
            "a day's codes are counted by it"
        )
        assert forget_ended_ways(at=way.ended_at + timedelta(days=1)) == 1
        way.refresh_from_db()
        assert way.address_index == ""

    def test_a_telephone_whose_code_nobody_typed_is_forgotten(self, server: Server):
        _case, _filing, _caseworker, client, page = at_desk()
        self.asked(client, page)
        assert forget_ended_ways(at=timezone.now() + timedelta(days=1, hours=1)) == 1
        way = Subscription.objects.get()
        assert (way.address, way.address_index, bool(way.ended_at)) == ("", "", True)


class TestPushes:
    @pytest.fixture(autouse=True)
    def offered(self, settings: Any) -> None:
        settings.PUSH_CONTACT = "mailto:betrieb@example.cn"

    def agreed(self, client: Client, page: str, endpoint: str) -> Any:
        said = {"act": "push", "endpoint": endpoint, "consent": services.push_consent()}
        return client.post(page, said, follow=True)

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://fcm.googleapis.com:8443/x",
            "https://user@fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest/meta-data",
            "https://notify.windows.com/x",
            "https://intranet/x",
            f"https://{'a' * 64}.notify.windows.com/x",
            "https://a..notify.windows.com/x",
            "https://ä.notify.windows.com/x",
            "",
        ],
    )
    def test_only_listed_push_services_are_taken(self, endpoint: str):
        _case, _filing, _caseworker, client, page = at_desk()
        assert "没有开通" in self.agreed(client, page, endpoint).content.decode()
        assert not Subscription.objects.exists()

    def test_it_says_through_whose_hands_it_goes_and_needs_that_very_consent(self):
        _case, _filing, _caseworker, client, page = at_desk()
        shown = client.get(page).content.decode()
        for word in ("厂商", "可能在境外", "没有编号，没有内容", "随时可以在这一页停"):
            assert word in shown
        endpoint = "https://updates.push.services.mozilla.com/wpush/v2/abc"
        client.post(page, {"act": "push", "endpoint": endpoint, "consent": "旧的说明"})
        assert not Subscription.objects.exists()
        for _turn in range(2):
            self.agreed(client, page, endpoint)
        (way,) = Subscription.objects.active()
        assert way.consent == services.push_consent()
        assert "mozilla" not in str(list(Subscription.objects.values_list("address_index", "token_digest")))

    @pytest.mark.parametrize("place", PRIVATE)
    def test_a_listed_name_that_leads_into_a_private_network_gets_nothing(self, place: str, monkeypatch: Any):
        _case, filing, caseworker, client, page = at_desk()
        self.agreed(client, page, "https://fcm.googleapis.com/fcm/send/abc")
        monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (place, 443))])
        monkeypatch.setattr("socket.create_connection", lambda *_a, **_k: pytest.fail("connected"))
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        services.send_signals(at=LATER)
        row = Notice.objects.get()
        assert (row.state, row.error) == ("failed", "an address that is not public")

    def test_no_address_keeps_others_from_their_news(self, server: Server, settings: Any, monkeypatch: Any):
        _case, filing, caseworker, client, page = at_desk()
        self.agreed(client, page, f"https://{'a' * 60}.notify.windows.com/x")
        Subscription.objects.update(address=f"https://{'a' * 64}.notify.windows.com/x")
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        _case, filing, caseworker, client, page = at_desk()
        endpoint = self.to_the_server(server, settings, monkeypatch)
        self.agreed(client, page, endpoint)
        services.ask(by=caseworker, filing=filing, question="？", at=NOW + timedelta(minutes=1))
        for day in range(1, NOTICE_TRIES + 2):
            services.send_signals(at=NOW + timedelta(days=day))
        bad, good = Notice.objects.order_by("created_at")
        assert len(server.got) == 1
        assert (good.state, bad.state, bad.error) == ("done", "failed", "no address")
        assert bad.attempts == NOTICE_TRIES

    def test_what_nobody_foresaw_is_tried_again_and_given_up(self, monkeypatch: Any):
        _case, filing, caseworker, client, page = at_desk()
        self.agreed(client, page, "https://fcm.googleapis.com/fcm/send/abc")
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        monkeypatch.setattr(outward, "post", lambda *_a, **_k: 1 / 0)
        for day in range(1, NOTICE_TRIES + 2):
            services.send_signals(at=NOW + timedelta(days=day))
        row = Notice.objects.get()
        assert (row.state, row.error, row.attempts) == ("failed", "ZeroDivisionError", NOTICE_TRIES)

    def to_the_server(self, server: Server, settings: Any, monkeypatch: Any) -> str:
        settings.PUSH_HOSTS = ("localhost",)
        monkeypatch.setattr(outward, "is_public", lambda _address: True)
        monkeypatch.setattr(outward, "is_listed", lambda address, hosts: "localhost" in hosts)
        post = outward.post
        monkeypatch.setattr(
            outward, "post", lambda address, **more: post(address, **{**more, "roots": str(server.roots)})
        )
        return f"https://localhost:{server.port}/push/abc"

    def test_a_push_is_empty_and_signed_and_goes_once(self, server: Server, settings: Any, monkeypatch: Any):
        _case, filing, caseworker, client, page = at_desk()
        endpoint = self.to_the_server(server, settings, monkeypatch)
        self.agreed(client, page, endpoint)
        services.ask(by=caseworker, filing=filing, question="您丢了390元吗？", at=NOW)
        for _turn in range(2):
            services.send_signals(at=LATER)
        ((path, headers, body),) = server.got
        assert (path, body, headers["TTL"]) == ("/push/abc", b"", "259200")
        assert set(headers) <= {
            "Authorization",
            "TTL",
            "Urgency",
            "Content-Length",
            "Host",
            "Accept-Encoding",
        }
        scheme, _space, rest = headers["Authorization"].partition(" ")
        token, key = rest.removeprefix("t=").split(", k=")
        assert (scheme, key) == ("vapid", services.push_key())
        signed, _dot, signature = token.rpartition(".")
        raw = base64.urlsafe_b64decode(signature + "==")
        numbers = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        public = keys.push_key().public_key()
        public.verify(encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))
        claims = json.loads(base64.urlsafe_b64decode(signed.partition(".")[2] + "=="))
        assert claims["aud"] == f"https://localhost:{server.port}"
        assert claims["sub"] == "mailto:betrieb@example.cn"

    def test_a_browser_that_is_gone_is_written_to_no_more(
        self, server: Server, settings: Any, monkeypatch: Any
    ):
        case, filing, caseworker, client, page = at_desk()
        self.agreed(client, page, self.to_the_server(server, settings, monkeypatch))
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        server.answers = [410]
        services.send_signals(at=LATER)
        assert not Subscription.objects.active().exists()
        assert Subscription.objects.get().address == ""
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=LATER)
        assert Notice.objects.count() == 1
        assert case.complaint.number

    def test_no_answer_leads_elsewhere(self, server: Server, settings: Any, monkeypatch: Any):
        _case, filing, caseworker, client, page = at_desk()
        self.agreed(client, page, self.to_the_server(server, settings, monkeypatch))
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        server.answers = [302]
        services.send_signals(at=LATER)
        assert len(server.got) == 1
        assert Notice.objects.get().error == "HTTP 302"

    def test_nobody_else_begins_one(self):
        case, _filing, _caseworker, _client, page = at_desk()
        other = Client()
        other.force_login(make_user("stranger"))
        endpoint = "https://fcm.googleapis.com/fcm/send/abc"
        assert other.post(page, {"act": "push", "endpoint": endpoint}).status_code == 404
        with pytest.raises(Complaint.DoesNotExist):
            services.begin_push(
                by=make_case().by,
                complaint=case.complaint,
                endpoint=endpoint,
                consent=services.push_consent(),
            )
