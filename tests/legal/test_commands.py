"""The commands: JSON in, JSON or plain words out; wrong input is one clear sentence. None of them reads a row."""

import io
import json
import shutil
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from legal.corpus.reader import FOLDER
from tests.legal.cases import NO_DEBT, OPT_OUT, RESIDUAL


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def written(tmp_path):
    def write(content, name="facts.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_json(written):
    result = json.loads(run("assess", written(json.dumps(OPT_OUT)), json=True))
    assert {"on", "grounds", "plan", "warnings"} <= set(result)


def test_plain_words(written):
    text = run("assess", written(json.dumps(NO_DEBT)))
    assert "F1 根本没有债务却来催收" in text
    assert "《中华人民共和国民法典》第一千零三十三条第一项" in text
    assert "这不是律师意见" in text
    assert "12348" in text


def test_on_replaces_the_day_of_filing(written):
    result = json.loads(run("assess", written(json.dumps(OPT_OUT)), json=True, on="2026-04-15"))
    assert result["filing_date"] == "2026-04-15"
    assert result["on"] == "2025-11-11"


def test_a_byte_order_mark_is_no_obstacle(written):
    assert json.loads(run("assess", written(b"\xef\xbb\xbf" + json.dumps(OPT_OUT).encode()), json=True))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "不是有效的 JSON"),
        (b"{", "不是有效的 JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("短信".encode("gb18030"), "UTF-8"),
        (b"[" * 200_000, "JSON"),
        (b"[]", "facts"),
        (b'{"kind": "harassment"}', "event"),
        (b'{"kind": "spam", "event": {"last": "2025-01-01"}}', "kind"),
        (
            b'{"kind": "harassment", "event": {"last": "2025-01-01"}, "contacts": {"count": NaN}}',
            "contacts.count",
        ),
        (b'{"kind": "harassment", "event": {"last": "2025-13-01"}}', "event.last"),
        (
            b'{"kind": "harassment", "event": {"last": "2025-01-01"}, "prior": [{"on": "2025-01-02"}]}',
            r"prior\[0\]\.to",
        ),
        (
            b'{"kind": "harassment", "event": {"last": "2025-01-01"}, "loss": {"costs": [{"yuan": 3}]}}',
            r"loss\.costs\[0\]\.what",
        ),
    ],
)
def test_wrong_input_is_one_sentence(written, content, told):
    with pytest.raises(CommandError, match=told) as refused:
        run("assess", written(content))
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_wrong_day(written):
    with pytest.raises(CommandError, match="nowhere"):
        run("assess", "nowhere.json")
    with pytest.raises(CommandError, match="--on"):
        run("assess", written(json.dumps(OPT_OUT)), on="tomorrow")


def test_lines(written):
    lines = [
        json.dumps({"id": "a", **OPT_OUT}),
        "",
        "not json",
        json.dumps({"id": "b", **OPT_OUT, "kind": "spam"}),
        json.dumps([1]),
        json.dumps({**RESIDUAL, "id": 3}),
    ]
    replies = [
        json.loads(line) for line in run("assess", lines=written("\n".join(lines), "l.jsonl")).splitlines()
    ]
    assert [reply.get("id") for reply in replies] == ["a", None, "b", None, 3]
    assert ["error" in reply for reply in replies] == [False, True, True, True, False]
    assert replies[1]["line"] == 3
    assert replies[2]["key"] == "kind"


def test_check_corpus():
    assert "0处问题" in run("check_corpus")
    found = json.loads(run("check_corpus", json=True))
    assert found["faults"] == []
    assert found["grounds"] == 27


def test_check_corpus_fails_with_a_list(tmp_path, capsys):
    folder = tmp_path / "corpus"
    shutil.copytree(FOLDER, folder)
    path = folder / "grounds" / "H1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("民法典:1034", "民法典:2034"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("check_corpus", str(folder))
    assert ended.value.code == 1
    assert "H1: no article 民法典:2034" in capsys.readouterr().out


def test_check_corpus_of_a_folder_that_is_none(tmp_path):
    with pytest.raises(CommandError):
        run("check_corpus", str(tmp_path))


def test_the_reasoning_needs_no_django():
    facts = {"kind": "harassment", "event": {"last": "2025-11-11"}}
    program = f"import sys, legal; legal.assess({facts!r}); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
