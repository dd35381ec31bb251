"""The commands as they are typed, without a database."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_read_message_answers_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "message.txt"
    file.write_bytes("【禾风家居】全场八折，满1000元再减50元，退订回T".encode("gb18030"))
    answer = json.loads(run("read_message", str(file), "--sender", "1069012345678", "--json"))
    assert {
        "category", "signature", "opt_out", "amounts", "phones", "urls", "deadline", "addressee", "debtor", "claims_debt",
        "threats", "sender", "spans",
    } <= answer.keys()  # fmt: skip
    assert (answer["category"], answer["signature"]) == ("marketing", "禾风家居")
    assert answer["opt_out"] == {"code": "T", "text": "退订回T"}
    assert answer["sender"]["kind"] == "sp_licensed_national_nonbiz"


def test_read_message_speaks_chinese(tmp_path: Path) -> None:
    file = tmp_path / "message.txt"
    file.write_text("【蓝海资产】周建平，您欠款18600元，请于明日前还清，否则起诉", encoding="utf-8")
    said = run("read_message", str(file), "--date", "2025-11-02")
    assert "类别：催收" in said
    assert "期限：2025-11-03（明日）" in said


def test_triage(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("我从没借过钱，却收到催收短信", encoding="utf-8")
    answer = json.loads(run("triage", str(file), "--json"))
    assert answer["kind"] == "fake_collection"
    assert answer["situations"][0]["slug"] == "no_debt"
    assert "不实催收" in run("triage", str(file))


def test_lines_keep_their_id_and_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(
        '{"id": "a", "text": "验证码3921【禾风】", "sender": "10690012"}\n\nnot json\n{"id": 7}\n[1]\n'
        '{"id": "d", "text": "x", "date": "yesterday"}\n{"id": null, "text": "在吗", "sender": 13912345678}\n',
        encoding="utf-8",
    )
    rows = [json.loads(line) for line in run("read_message", "--lines", str(file)).splitlines()]
    assert [row.get("id") for row in rows] == ["a", None, 7, None, "d", None]
    assert rows[0]["category"] == "verification"
    assert [row.get("line") for row in rows] == [None, 3, 4, 5, 6, None]
    assert all(row["error"] for row in rows[1:5])
    assert rows[5]["sender"]["number"] == "13912345678"
    stories = [json.loads(line) for line in run("triage", "--lines", str(file)).splitlines()]
    assert [row.get("id") for row in stories] == ["a", None, 7, None, "d", None]


@pytest.mark.parametrize(
    "arguments",
    [
        ("read_message", "/nowhere/x"),
        ("triage", "/nowhere/x"),
        ("triage", "--lines", "/nowhere/x"),
        ("read_message", "--date", "soon"),
    ],
)
def test_a_wrong_input_is_one_sentence(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"读不"):
        run(*arguments)


@pytest.mark.parametrize("beginning", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0"])
@pytest.mark.parametrize("command", ["read_message", "triage"])
def test_a_file_that_is_no_text_is_not_read_as_a_private_message(
    tmp_path: Path, command: str, beginning: bytes
) -> None:
    file = tmp_path / "message"
    file.write_bytes(beginning + b"1 0 obj")
    with pytest.raises(CommandError, match="不是文本文件"):
        run(command, str(file))
