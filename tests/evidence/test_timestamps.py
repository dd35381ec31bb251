"""Trusted time: what is asked, what is believed, and that an authority that is away stops nothing (P11)."""

import hashlib
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import override_settings

from core.digests import digest_of
from evidence.models import Timestamp
from evidence.services import ask_timestamp, stamp_due, timestamping_configured
from evidence.timestamps import (
    AuthorityAway,
    TokenRefused,
    ask,
    check_reply,
    read_roots,
    request_for,
    verify_token,
)
from evidence.timestamps.local import POLICY, local_authority, reply_to, roots_file
from tests.evidence.authorities import answering, authority, needs_openssl
from tests.evidence.conftest import AT

DIGEST = digest_of(b"a manifest")
pytestmark = needs_openssl


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tsa") / "authority"


@pytest.fixture(scope="module")
def token(folder: Path) -> bytes:
    return reply_to(request_for(DIGEST, nonce=7), folder)


def roots(folder: Path) -> list:
    return read_roots(roots_file(folder).read_bytes())


def test_the_request_is_what_openssl_makes(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"a manifest")
    made = [
        "openssl",
        "ts",
        "-query",
        "-data",
        "data",
        "-sha256",
        "-cert",
        "-no_nonce",
        "-tspolicy",
        "1.2.840.99.3",
    ]
    subprocess.run([*made, "-out", "query"], cwd=tmp_path, check=True, capture_output=True)
    theirs = (tmp_path / "query").read_bytes()
    ours = request_for(DIGEST, nonce=0, policy="1.2.840.99.3")
    assert ours.replace(b"\x02\x01\x00\x01\x01\xff", b"\x01\x01\xff")[2:] == theirs[2:]  # but for our nonce


@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 2**63 - 1])
def test_openssl_says_the_same_of_a_token(nonce: int, folder: Path, tmp_path: Path) -> None:
    reply = reply_to(request_for(DIGEST, nonce=nonce, policy=POLICY), folder)
    stamp = check_reply(reply, DIGEST, roots(folder), nonce=nonce, policy=POLICY)
    assert "DEMO" in stamp.authority
    (tmp_path / "token").write_bytes(reply)
    (tmp_path / "data").write_bytes(b"a manifest")
    command = [
        "openssl",
        "ts",
        "-verify",
        "-in",
        "token",
        "-data",
        "data",
        "-CAfile",
        str(roots_file(folder)),
    ]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Verification: OK" in said.stdout


def test_what_a_token_must_be(token: bytes, folder: Path, tmp_path: Path) -> None:
    assert verify_token(token, DIGEST, roots(folder)).tzinfo is not None
    stranger = read_roots(roots_file(tmp_path / "another").read_bytes())
    for digest, trusted, more, said in (
        (digest_of(b"another"), roots(folder), {}, "another digest"),
        (DIGEST, stranger, {}, "trusted authority"),
        (DIGEST, [], {}, "no trusted certificate"),
        (DIGEST, roots(folder), {"nonce": 8}, "nonce"),
        (DIGEST, roots(folder), {"policy": "1.2.3"}, "another policy"),
    ):
        with pytest.raises(TokenRefused, match=said):
            check_reply(token, digest, trusted, **more)
    assert check_reply(token, DIGEST, [*stranger, *roots(folder)]).root == roots_file(folder).read_text()
    refusal = reply_to(request_for(DIGEST, nonce=7, policy="1.2.3"), folder)
    with pytest.raises(TokenRefused, match="did not grant"):
        check_reply(refusal, DIGEST, roots(folder))
    for broken in (b"", b"<html>", token[:-1], token + b"\0", b"\x30\x84\xff\xff\xff\xff"):
        with pytest.raises(TokenRefused):
            check_reply(broken, DIGEST, roots(folder))


def test_a_flipped_bit_never_moves_the_time(token: bytes, folder: Path) -> None:
    """A few bytes of the reply lie outside its signature and mean nothing; the row's token_digest covers those too."""
    sound, passed = check_reply(token, DIGEST, roots(folder)), 0
    for place in range(len(token)):
        flipped = bytearray(token)
        flipped[place] ^= 1 << place % 8
        try:
            stamp = check_reply(bytes(flipped), DIGEST, roots(folder))
        except TokenRefused:
            continue
        passed += 1
        assert stamp == sound
    assert passed < 20


def test_a_server_that_misbehaves_is_away() -> None:
    for status, headers, body in (
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (500, {}, b"no"),
        (200, {}, b"x" * 300_000),
        (200, {"Content-Length": "50"}, b"short"),
    ):
        with answering(lambda _, said=(status, headers, body): said) as address, pytest.raises(AuthorityAway):
            ask(address, b"?")
    with pytest.raises(AuthorityAway):
        ask("http://127.0.0.1:1/", b"?")


@pytest.mark.django_db
def test_one_row_a_digest_stamped_by_the_sweep(folder: Path) -> None:
    assert not timestamping_configured()
    first = ask_timestamp(digest=DIGEST, at=AT)
    assert ask_timestamp(digest=DIGEST, at=AT + timedelta(days=1)).pk == first.pk
    assert stamp_due(at=AT) == 0  # no authority: it waits, and says so
    assert (first.state, first.token) == ("pending", None)
    with authority(folder):
        assert timestamping_configured()
        assert stamp_due(at=AT) == 1
        assert stamp_due(at=AT) == 0
    first.refresh_from_db()
    assert first.done
    assert first.token is not None
    assert first.gen_time is not None
    assert first.gen_time == verify_token(bytes(first.token), DIGEST, roots(folder))
    assert first.token_digest == "sha256:" + hashlib.sha256(bytes(first.token)).hexdigest()
    with pytest.raises(ValueError, match="named digest"):
        ask_timestamp(digest="sha256:short", at=AT)


@pytest.mark.django_db
def test_the_demonstration_stamps_by_itself_and_says_so(tmp_path: Path) -> None:
    with override_settings(TIMESTAMP_DEMO=True, ANNING_HOME=tmp_path):
        ask_timestamp(digest=DIGEST, at=AT)
        assert stamp_due(at=AT) == 1
    stamp = Timestamp.objects.get()
    assert stamp.demo
    assert "DEMO" in stamp.authority
    assert (tmp_path / "demo-authority" / "authority.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_an_authority_that_is_away_or_wrong_is_asked_again_for_ever(folder: Path) -> None:
    """P11: pending and visible while it is away, stamped later; a wrong answer is visible, and no token."""
    ask_timestamp(digest=DIGEST, at=AT)
    at, trusted = AT, str(roots_file(folder))
    with override_settings(TIMESTAMP_URL="http://127.0.0.1:1/", TIMESTAMP_ROOTS=trusted):
        for turn in range(12):
            assert stamp_due(at=at) == 0
            stamp = Timestamp.objects.get()
            assert (stamp.state, stamp.attempts, bool(stamp.problem)) == ("pending", turn + 1, True)
            assert timedelta(0) < stamp.due_at - at <= timedelta(hours=1)
            assert stamp_due(at=stamp.due_at - timedelta(seconds=1)) == 0
            assert Timestamp.objects.get().attempts == turn + 1  # not asked before its time
            at = stamp.due_at
    replayed = reply_to(request_for(DIGEST, nonce=5), folder)
    with (
        answering(lambda _: (200, {}, replayed)) as address,
        override_settings(TIMESTAMP_URL=address, TIMESTAMP_ROOTS=trusted),
    ):
        assert stamp_due(at=at) == 0
    stamp = Timestamp.objects.get()
    assert stamp.state == "failed"
    assert "nonce" in stamp.problem
    assert stamp.token is None
    with authority(folder):
        assert stamp_due(at=stamp.due_at) == 1
    assert Timestamp.objects.get().done
    # Whoever put its address into the settings: its certificate says what it is.
    assert Timestamp.objects.get().demo


@pytest.mark.django_db
def test_a_worker_that_died_loses_nothing(folder: Path) -> None:
    stamp = ask_timestamp(digest=DIGEST, at=AT)
    Timestamp.objects.update(attempts=1, lease_until=AT + timedelta(minutes=2))
    with authority(folder):
        assert stamp_due(at=AT) == 0
        assert stamp_due(at=AT + timedelta(minutes=2)) == 1
    stamp.refresh_from_db()
    assert stamp.done
    assert stamp.attempts == 2


@pytest.mark.django_db
def test_a_token_is_final(folder: Path) -> None:
    ask_timestamp(digest=DIGEST, at=AT)
    with authority(folder):
        stamp_due(at=AT)
    for statement in (
        "UPDATE evidence_timestamp SET gen_time = now()",
        "UPDATE evidence_timestamp SET digest = 'sha256:0'",
        "DELETE FROM evidence_timestamp",
        "TRUNCATE evidence_timestamp",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(ValueError, match="does not go"):
        Timestamp.objects.get().moved("pending")


def test_the_demonstration_authority_survives_nonsense(folder: Path) -> None:
    with local_authority(folder) as address:
        for nonsense in (b"", b"?" * 4000, b"\x30\x03\x02\x01\x01"):
            try:
                reply = ask(address, nonsense)
            except AuthorityAway:
                continue
            with pytest.raises(TokenRefused):
                check_reply(reply, DIGEST, roots(folder))
        with pytest.raises(AuthorityAway):
            ask(address, b"?" * 5000)
        assert check_reply(ask(address, request_for(DIGEST, nonce=1)), DIGEST, roots(folder), nonce=1)
