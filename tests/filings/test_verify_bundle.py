"""``manage.py verify_bundle``: the same answers as the verify.py in the bundle, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.filings.bundle import case
from tests.filings.bundle.tamper import as_folder, read


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return case.write(tmp_path_factory.mktemp("bundle") / "x.zip")


def answer(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_bundle", *arguments, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_sound_in_words_and_in_json(bundle: Path) -> None:
    code, words = answer(str(bundle))
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


def test_a_wrong_path_gets_a_sentence(tmp_path: Path) -> None:
    code, words = answer(str(tmp_path / "没有.zip"))
    assert code == 1
    assert "没有这个文件或文件夹" in words
    with pytest.raises(CommandError):
        call_command("verify_bundle")


def test_a_folder_that_is_no_bundle_is_not_walked(bundle: Path, tmp_path: Path) -> None:
    """Whoever names the folder around the bundle, or his home, reads one sentence and not one for every file."""
    as_folder(read(bundle), tmp_path / "x")
    for folder in (tmp_path, tmp_path / "x" / "data" / "exhibits"):
        code, words = answer(str(folder))
        assert code == 1
        assert words.count("问题　") == 1
        assert "不是案卷的文件夹" in words


def test_certificates_that_cannot_be_read_are_not_passed_over(bundle: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "roots.pem"
    code, words = answer(str(bundle), "--tsa-roots", str(wrong))
    assert (code, "读不出" in words) == (1, True)
    wrong.write_text("no certificate")
    code, words = answer(str(bundle), "--tsa-roots", str(wrong))
    assert (code, "里面没有 PEM 证书" in words) == (1, True)


def test_the_shipped_program_answers_alike(bundle: Path) -> None:
    program = Path(__file__).parents[2] / "filings/bundle/verify.py"
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(bundle), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == json.loads(answer(str(bundle), "--json")[1])
