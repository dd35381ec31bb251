"""``manage.py verify_bundle``: the same answers as the verify.py in the bundle, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command

from core import keys
from filings.management.commands.verify_bundle import Command
from portal.command_line import WITHOUT_SERVERS
from tests.documents.bundle import case
from tests.documents.bundle.tamper import as_folder, forge, read
from tests.documents.bundle.tokens import AUTHORITY


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return case.write(tmp_path_factory.mktemp("bundle") / "x.zip")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed by this portal's own key, and stamped."""
    private = keys.signing_key()
    contents = case.contents(receipt_key=private)
    return case.write(tmp_path_factory.mktemp("own") / "x.zip", contents, private, stamp=AUTHORITY.stamp)


def answer(*arguments: str) -> tuple[int, str]:
    """As the shell sees it: exit code and standard output."""
    out = StringIO()
    try:
        call_command("verify_bundle", *arguments, stdout=out)
    except CommandError as refused:
        return refused.returncode, out.getvalue()
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_portal_s_own_is_sound_without_being_told(own: Path) -> None:
    code, words = answer(str(own))
    assert (code, "完好" in words) == (0, True)
    code, found = answer(str(own), "--json")
    said = json.loads(found)
    assert (code, said["sound"], said["trust"], said["receipt"]) == (0, True, "trusted", "valid")


def test_an_earlier_key_of_the_portal_is_its_own(
    own: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = tmp_path / "keys" / "signing"
    ring.mkdir(parents=True)
    secrets = {"1-earlier.pem": keys.signing_key(), "2-present.pem": case.key(5)}
    for name, private in secrets.items():
        (ring / name).write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    published = keys.public_key_fingerprint()
    settings.KEYS_DIR = str(tmp_path / "keys")
    assert keys.public_key_fingerprints() == [case.fingerprint(case.key(5)), published]
    assert answer(str(own))[0] == 0


def test_where_no_key_is_there_none_is_made_to_compare_with(
    bundle: Path, tmp_path: Path, settings: Any
) -> None:
    settings.KEYS_DIR = str(tmp_path / "keys")
    code, found = answer(str(bundle), "--json")
    assert (code, json.loads(found)["trust"]) == (2, "unchecked")
    assert not (tmp_path / "keys").exists()


def test_a_forged_one_is_not_sound(own: Path, tmp_path: Path) -> None:
    path = str(forge(read(own), tmp_path / "x.zip"))
    code, words = answer(path)
    assert (code, "完好" in words) == (2, False)
    assert "不能当作这个平台签发的" in words
    code, found = answer(path, "--json")
    said = json.loads(found)
    assert (code, said["sound"], said["trust"], said["faults"]) == (2, False, "unknown", [])
    assert (said["receipt"], said["timestamp"], said["signature"]) == ("present", "present", "valid")


def test_a_time_stamp_is_valid_by_the_portal_s_own_roots(own: Path, tmp_path: Path, settings: Any) -> None:
    assert json.loads(answer(str(own), "--json")[1])["timestamp"] == "present"
    roots = tmp_path / "roots.pem"
    roots.write_bytes(AUTHORITY.root_pem)
    assert json.loads(answer(str(own), "--json", "--tsa-roots", str(roots))[1])["timestamp"] == "valid"
    settings.TIMESTAMP_ROOTS = str(roots)
    assert json.loads(answer(str(own), "--json")[1])["timestamp"] == "valid"
    settings.TIMESTAMP_ROOTS = str(tmp_path / "absent.pem")
    assert json.loads(answer(str(own), "--json")[1])["timestamp"] == "present"


def test_the_command_line_ends_with_64_for_a_wrong_call(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*arguments: str) -> int:
        with pytest.raises(SystemExit) as stop:
            Command().run_from_argv(["manage.py", "verify_bundle", *arguments])
        return int(stop.value.code or 0)

    for wrong in ((), ("--no-such-option",), (str(own), "--fingerprint"), (str(own), "--fingerprint", "abc"),
                  (str(own), "--tsa-roots", "/absent.pem"), (str(own), "more")):  # fmt: skip
        assert ended(*wrong) == 64, wrong
    assert capsys.readouterr().out == ""
    assert ended("--help") == 0
    # A database that is away would end it with another number that reads as a verdict.
    assert "verify_bundle" in WITHOUT_SERVERS


def test_sound_in_words_and_in_json(bundle: Path) -> None:
    code, words = answer(str(bundle), "--fingerprint", case.fingerprint(case.key()))
    assert code == 0
    assert "完好" in words
    assert case.fingerprint(case.key()) in words
    code, found = answer(str(bundle), "--json", "--fingerprint", case.fingerprint(case.key()))
    assert code == 0
    assert json.loads(found)["sound"] is True


def test_the_faulty_file_is_named(bundle: Path, tmp_path: Path) -> None:
    folder = as_folder(read(bundle), tmp_path / "x")
    (folder / "data/案卷.pdf").write_bytes(b"?")
    code, words = answer(str(folder))
    assert code == 1
    assert "问题　data/案卷.pdf：" in words
    code, found = answer(str(folder), "--json")
    assert code == 1
    assert [each["place"] for each in json.loads(found)["faults"]] == ["data/案卷.pdf"]


def refused(path: Path) -> str:
    """What is said of a call that is no verdict."""
    with pytest.raises(CommandError) as wrong:
        call_command("verify_bundle", str(path))
    assert wrong.value.returncode == 64
    return str(wrong.value)


def test_a_wrong_path_gets_a_sentence_and_no_verdict(tmp_path: Path) -> None:
    assert "没有这个文件或文件夹" in refused(tmp_path / "没有.zip")
    with pytest.raises(CommandError):
        call_command("verify_bundle")


def test_a_folder_that_is_no_bundle_is_not_walked(bundle: Path, tmp_path: Path) -> None:
    """Whoever names the folder around the bundle, or his home, reads one sentence and not one for every file."""
    as_folder(read(bundle), tmp_path / "x")
    for folder in (tmp_path, tmp_path / "x" / "data" / "exhibits"):
        assert "不是案卷的文件夹" in refused(folder)


def test_certificates_that_cannot_be_read_are_not_passed_over(bundle: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "roots.pem"
    with pytest.raises(CommandError, match="读不出") as refused:
        call_command("verify_bundle", str(bundle), "--tsa-roots", str(wrong))
    assert refused.value.returncode == 64
    wrong.write_text("no certificate")
    with pytest.raises(CommandError, match="里面没有 PEM 证书") as refused:
        call_command("verify_bundle", str(bundle), "--tsa-roots", str(wrong))
    assert refused.value.returncode == 64


def test_the_shipped_program_answers_alike(own: Path) -> None:
    program = Path(__file__).parents[2] / "documents/bundle/verify.py"
    published = keys.public_key_fingerprint()
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(own), "--json", "--fingerprint", published],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == json.loads(answer(str(own), "--json")[1])
