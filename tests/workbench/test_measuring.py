"""Measuring the reader as it stands, on texts that it has not seen."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

MESSAGES = (
    {"id": "a", "text": "【云图】验证码 339021，5分钟内有效，请勿泄露", "label": "verification", "signature": "云图"},
    {
        "id": "b", "text": "【禾风家居】双十一全场五折，满1000元再减50元，退订回T", "label": "marketing", "signature": "禾风家居",
        "opt_out_code": "T", "opt_out_kind": "sms", "amount_yuan": [1000, 50], "claims_debt": False,
    },
    {"id": "c", "text": "妈，钱收到了，谢谢，周末回家吃饭", "label": "fraud"},
)  # fmt: skip
STORIES = (
    {"id": "s", "text": "每天都有推销贷款的电话打来，说了不要还是打", "kind": "other", "situations": []},
)


def write(path: Path, rows: tuple[dict[str, object], ...]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return str(path)


def test_what_is_misread_is_told_by_its_id_and_nothing_of_a_text_is(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command(
        "measure_reader", "--messages", write(tmp_path / "m.jsonl", MESSAGES),
        "--stories", write(tmp_path / "s.jsonl", STORIES), stdout=out,
    )  # fmt: skip
    found = json.loads(out.getvalue())
    assert found["messages"]["texts"] == 3
    assert [one[:3] for one in found["messages"]["misread"]] == [["c", "fraud", "personal"]]
    assert found["messages"]["confusions"] == {"fraud → personal": 1}
    assert (found["messages"]["opt_out"], found["messages"]["amounts"]) == (1.0, 1.0)
    assert [one[0] for one in found["stories"]["misread"]] == ["s"]
    assert found["stories"]["kind"] == 0.0
    assert "推销" not in out.getvalue()


def test_nothing_to_measure_is_said() -> None:
    with pytest.raises(CommandError, match="--messages FILE"):
        call_command("measure_reader")
