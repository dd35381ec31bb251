"""Blocks that somebody puts into a paper: where they stand, who is told of them, and that they go out as they were shown."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as open_docx

from complaints.models import Act, LedgerEntry
from documents import blocks
from documents.blocks import Added, Block, Paper, said, with_edits
from documents.drafting import paper_document
from documents.editable import editable_paper
from filings import services
from filings.desk.sent import Sent
from filings.services import Refused, content_of
from tests.cases import NOW, make_case
from tests.documents.reading import text_of
from tests.filings.pages import words
from tests.filings.test_papers import begun, edit, lawyer_with, prepare

HEADING, WORDS = "证人", "同事看见了来电，可以书面作证。"


@pytest.fixture
def case(store: Any, keys: Any, db: None) -> Any:
    return make_case()


def add(case: Any, paper: Any, text: str = WORDS, **more: Any) -> Any:
    about = {"heading": HEADING, "after": "messages", **more}
    return services.add_block(by=about.pop("by", case.by), paper=paper, text=text, at=NOW, **about).version


def keys_of(version: Any) -> list[str]:
    return [one.key for one in version.as_written.blocks]


def test_a_block_is_put_in_by_the_complainant_and_by_a_lawyer_and_the_record_says_who(case: Any) -> None:
    paper, lawyer = begun(case), lawyer_with(case)
    first = add(case, paper)
    second = add(case, paper, "请准许证人不到庭。", by=lawyer, heading="")
    own = [key for key in keys_of(second) if key.startswith("added-")]
    assert own == ["added-2", "added-3"]
    after = keys_of(second).index("added-2")
    assert keys_of(second)[after - 1 : after + 2] == ["messages", "added-2", "added-3"]
    assert first.digest != second.digest
    actors = list(
        LedgerEntry.objects.filter(complaint=case.complaint, act=Act.PAPER_EDITED).values_list(
            "actor", "detail__blocks"
        )
    )
    assert actors == [(case.by.label, ["added-2"]), (lawyer.label, ["added-3"])]
    assert WORDS not in str(list(LedgerEntry.objects.values_list("detail", flat=True)))


def test_it_is_printed_in_its_place_with_its_heading_in_pdf_and_word(case: Any) -> None:
    version = add(case, begun(case), after="requests")
    paper = version.as_written
    printed = text_of(paper_document(paper).pdf).replace("\n", "")
    assert printed.index("请求") < printed.index(HEADING) < printed.index(WORDS)
    word = [one.text for one in open_docx(io.BytesIO(editable_paper(paper, at=NOW))).paragraphs]
    assert word[word.index(HEADING) + 1] == WORDS


def test_it_moves_up_and_down_past_others_and_is_taken_out(case: Any) -> None:
    paper = begun(case)
    add(case, paper, after="")
    add(case, paper, "另一段。", after="")

    def move(key: str, *, up: bool) -> list[str]:
        return keys_of(services.move_block(by=case.by, paper=paper, key=key, up=up, at=NOW).version)

    assert keys_of(paper.current)[:2] == ["added-2", "added-3"]
    assert move("added-3", up=True)[:2] == ["added-3", "added-2"]
    assert move("added-3", up=True)[:2] == ["added-3", "added-2"], "at the beginning it stays"
    assert move("added-2", up=False)[:3] == ["added-3", "opening", "added-2"]
    assert move("added-2", up=True)[:2] == ["added-3", "added-2"]
    for _turn in range(20):
        last = move("added-2", up=False)
    assert last.index("added-2") < last.index("closing"), "what is signed is declared last"
    gone = services.remove_block(
        by=case.by, paper=paper, key="added-2", seen=paper.current.number, at=NOW
    ).version
    assert "added-2" not in keys_of(gone)
    assert WORDS in paper.versions.get(number=gone.number - 1).added


def test_it_goes_out_as_the_consent_showed_it_whole(case: Any) -> None:
    paper = begun(case)
    version = add(case, paper)
    about: dict[str, Any] = {"complaint": case.complaint, "recipient": paper.recipient, "exhibits": ()}
    shown = services.propose_consent(**about, document="letter", at=NOW)
    assert f"“{HEADING}”\n{WORDS}" in shown.text
    assert version.digest in shown.text
    filing = prepare(case, paper)
    content = content_of(filing)
    assert content["added"] == [{"key": "added-2", "heading": HEADING, "text": WORDS, "after": "messages"}]
    letter = services.open_document(by=case.by, document=filing.documents.get(), at=NOW)
    printed = text_of(b"".join(letter)).replace("\n", "")
    assert printed.index("事实") < printed.index(HEADING) < printed.index(WORDS) < printed.index("请求")
    assert (HEADING, WORDS) in Sent.of(filing).rewritten


def test_a_change_of_it_ends_what_was_approved_and_what_was_prepared(case: Any) -> None:
    paper = begun(case)
    add(case, paper)
    services.approve_paper(by=case.by, paper=paper, digest=paper.current.digest, at=NOW)
    filing = prepare(case, paper)
    written = services.move_block(by=case.by, paper=paper, key="added-2", up=True, at=NOW)
    assert written.ended
    paper.refresh_from_db()
    filing.refresh_from_db()
    assert (paper.state, filing.state) == ("drafting", "withdrawn")


def test_what_nobody_finds_in_the_case_is_pointed_out_in_it(case: Any) -> None:
    paper = begun(case)
    version = add(case, paper, "证人马冬梅可以证明，损失98765元。")
    told = services.doubts_of(case.complaint, version, services.texts_of(version))
    assert {(one.block, one.kind) for one in told} == {("added-2", "person"), ("added-2", "sum")}
    with pytest.raises(Refused, match="没有勾选核对过"):
        services.approve_paper(by=case.by, paper=paper, digest=version.digest, at=NOW)
    with pytest.raises(Refused, match="没有勾选核对过"):
        prepare(case, paper, giving=services.Giving())


def test_two_who_write_in_it_at_once_lose_nothing(case: Any) -> None:
    paper, lawyer = begun(case), lawyer_with(case)
    add(case, paper)
    edit(case, paper, "律师写的。", key="added-2", by=lawyer, seen=2)
    late = edit(case, paper, "本人写的。", key="added-2", seen=2)
    (clash,) = late.clashes
    assert (clash.mine, clash.theirs) == ("本人写的。", f"{HEADING}\n律师写的。")
    assert late.aside.put_in[0].text == "本人写的。"
    with pytest.raises(Refused, match="刚才有人改过"):
        services.remove_block(by=case.by, paper=paper, key="added-2", seen=2, at=NOW)
    services.remove_block(by=lawyer, paper=paper, key="added-2", seen=paper.current.number, at=NOW)
    gone = edit(case, paper, "还想写的。", key="added-2", seen=3)
    assert [one.theirs for one in gone.clashes] == [""]
    assert gone.aside.put_in[0].text == "还想写的。"


def test_a_page_does_not_clash_with_what_it_saved_itself(case: Any) -> None:
    """An answer that never came to it leaves it with the version from before."""
    paper = begun(case)

    def save(text: str, seen: int, page: str, by: Any = None) -> Any:
        return services.edit_paper(
            by=by or case.by, paper=paper, texts={"requests": text}, seen=seen, page=page, at=NOW
        )

    save("停止", 1, "here")
    assert not save("停止发送", 1, "here").clashes
    assert paper.current.edited == {"requests": "停止发送"}
    assert save("别的", 1, "another tab").clashes
    lawyer = lawyer_with(case)
    save("律师改的", paper.current.number, "there", by=lawyer)
    assert save("停止发送。", 1, "here").clashes


def test_a_place_that_is_gone_is_taken_by_what_stood_before_it() -> None:
    def paper(*names: str) -> Paper:
        made = [Block(key=name, heading="", paragraphs=((said("一句。", "form"),),)) for name in names]
        return Paper(kind="x", title="", addressee="", on=NOW.date(), blocks=tuple(made))

    before = paper("parties", "facts", "reasons", "closing")
    own = Added(key="added-2", heading="", text="加的。", after="reasons")
    (moved,) = blocks.in_place([own], before, paper("parties", "facts", "closing"))
    assert moved.after == "facts"
    written = with_edits(paper("parties", "facts", "closing"), {"facts": ""}, (moved,))
    assert [one.key for one in written.blocks] == ["parties", "added-2", "closing"]


def test_what_cannot_be_put_in_is_refused(case: Any) -> None:
    paper = begun(case)
    for more, why in (
        ({"text": " \n"}, "没有写内容"),
        ({"text": "长" * 20_001}, "超过"),
        ({"heading": "长" * 81}, "标题超过 80 个字"),
        ({"after": "closing"}, "这个位置"),
        ({"after": "tally"}, "这个位置"),
    ):
        with pytest.raises(Refused, match=why):
            add(case, paper, **more)
    assert paper.current.number == 1


@pytest.mark.parametrize("button", ["add:", ""])
def test_the_page_puts_one_in_moves_it_and_takes_it_out_without_script(case: Any, button: str) -> None:
    """Also where the button that saves was pressed: what was typed is not lost."""
    paper, client = begun(case), Client()
    client.force_login(case.owner)
    address = reverse("paper", args=[paper.pk])
    assert "加一段" in words(client.get(address))
    new = {"new-heading": HEADING, "new-text": WORDS, "new-after": "messages", "do": button}
    empty = client.post(address, {"seen": 1, **new, "new-text": ""})
    assert empty.status_code == 422
    long = client.post(address, {"seen": 1, **new, "new-heading": "长" * 81})
    assert (long.status_code, "长" * 81 in long.content.decode()) == (422, True)
    assert f'value="{HEADING}"' in empty.content.decode()
    assert client.post(address, {"seen": 1, "block-requests": "停止。", **new}).status_code == 302
    assert paper.current.edited == {"requests": "停止。"}
    (own,) = paper.current.put_in
    field = f"-{own.key}"
    moved = {f"block{field}": "改过的话。", f"heading{field}": "证人证言", "do": f"down:{own.key}"}
    assert client.post(address, {"seen": paper.current.number, **moved}).status_code == 302
    (own,) = paper.current.put_in
    assert (own.heading, own.text) == ("证人证言", "改过的话。")
    assert own.after != "messages"
    assert "证人证言 加的" in words(client.get(address))
    gone = client.post(address, {"seen": paper.current.number, "do": f"remove:{own.key}"})
    assert gone.status_code == 302
    assert not paper.current.put_in


def test_the_api_puts_one_in_moves_it_and_takes_it_out(case: Any) -> None:
    paper, client = begun(case), Client()
    client.force_login(case.owner)
    paths = f"/api/v1/papers/{paper.pk}/"

    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(paths + path, body, content_type="application/json")

    whole = client.get(paths).json()
    assert whole["places"][0] == ""
    made = post("blocks/", {"heading": HEADING, "text": WORDS, "after": whole["places"][1]})
    assert made.status_code == 201
    (own,) = [one for one in made.json()["blocks"] if one["added"]]
    assert (own["heading"], own["text"], own["generated"]) == (HEADING, WORDS, "")
    edited = post("edit/", {"seen": 2, "texts": {own["key"]: "别的话。"}, "headings": {own["key"]: "说明"}})
    assert [one["heading"] for one in edited.json()["blocks"] if one["added"]] == ["说明"]
    up = post(f"blocks/{own['key']}/", {"act": "up", "seen": 3})
    assert up.json()["blocks"][0]["key"] == own["key"]
    assert post(f"blocks/{own['key']}/", {"act": "remove", "seen": 4}).status_code == 200
    assert post(f"blocks/{own['key']}/", {"act": "up", "seen": 5}).status_code == 409
    assert post("blocks/", {"text": "", "after": ""}).status_code == 400
