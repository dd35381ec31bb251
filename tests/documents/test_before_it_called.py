"""Of several who called one after the other, nothing is laid to one of them that is told of days before it did, and no call to
a creditor that somebody made in its name."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.before_it import told_before
from documents.belonging import companies_in
from documents.drafting import blocks_of
from documents.each_told import Received, Told, each_told
from documents.material import Case, Respondent
from documents.turns import said_to_one
from tests.documents.asking import ON, case_before

LENDER, COLLECTOR = "黑龙江雪原消费金融有限公司", "哈尔滨鑫朗信用管理有限公司"
ROWS = ((LENDER, "lender"), (COLLECTOR, "collector"))
STORY = """租客宋凯今年4月就退租走了。
6月5号起有人打我电话，说宋凯欠黑龙江雪原消费金融有限公司24000块，让我转告。我当时就说了，我就是房东。
后来打给我老伴，还打到我儿子单位座机上。7月初有两回早上六点多就打。
7月14号我打雪原的客服，7月24号回我，说会规范催收。8月10号又来，这回是哈尔滨鑫朗信用管理有限公司，说要上我家楼道贴单子。
到11月22号，我这儿电话74个，短信13条，老伴和儿子那边还有十来个。"""
RECEIVED = (
    Received("13800001076", "说宋凯欠24000，让我转告他。", "2026-06-05", True),
    Received("13800001077", "鑫朗的，说要到我家楼道贴单子。", "2026-08-10", True),
)


def told(story: str = STORY, received: tuple[Received, ...] = RECEIVED) -> Told:
    return Told(
        story=story,
        companies=companies_in(ROWS, (), story),
        first=date(2026, 6, 5),
        last=date(2026, 11, 22),
        received=received,
    )


def each(made: Told) -> dict[str, Any]:
    found = each_told(made, informed_on="2026-06-05")
    before = told_before(made, found)
    return {name: replace(one, before=before[name]) for name, one in found.items()}


def test_who_called_in_the_name_of_a_creditor_need_not_be_theirs():
    assert each(told())[LENDER].in_name
    assert not each(told(STORY.replace("有人打我电话，说宋凯欠", "是雪原的人打我电话，说宋凯欠")))[
        LENDER
    ].in_name
    signed = Received("106900", "【雪原消费金融】请转告宋凯还款。", "2026-06-06")
    assert not each(told(received=(*RECEIVED, signed)))[LENDER].in_name


def test_what_is_told_of_days_before_is_not_of_who_came_later():
    found = each(told())
    assert found[COLLECTOR].since == "2026-08-10"
    assert found[COLLECTOR].before == ("night", "kin")
    assert found[LENDER].before == ()


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("8月20号夜里十一点还打。", ("kin",)),
        ("9月又打给我老伴。", ("night",)),
    ],
)
def test_what_goes_on_in_its_time_is_its_doing_too(more: str, left: tuple[str, ...]):
    assert each(told(f"{STORY}\n{more}"))[COLLECTOR].before == left


def test_a_call_on_file_at_night_is_of_its_time():
    late = Received("13800001077", "又来。", "2026-09-01", True, at_night=True)
    assert each(told(received=(*RECEIVED, late)))[COLLECTOR].before == ("kin",)


FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed", "frequency_hours"],
    "wishes": ["stop"],
    "event": {"first": "2026-06-05", "last": "2026-11-22"},
    "complainant": {"capacity": "debtors_contact"},
    "contacts": {"channels": ["call"], "count": 87, "night": True},
    "debt": {
        "owed": "others",
        "claimed": 24000,
        "debtor": "宋凯",
        "collected_by": "entrusted",
        "told_them_on": "2026-06-05",
        "contacts_told": 2,
    },
    "respondents": [{"role": role, "name": name} for name, role in ROWS],
}


def case_for(channel: str, to: str = "", facts: dict[str, Any] = FACTS) -> Case:
    case = case_before(facts, channel)
    known = each(told())
    parties = tuple(replace(one, told=known[one.name]) for one in case.respondents)
    return replace(case, respondents=parties, number="139", addressee=to)


def test_a_claim_says_who_is_known_to_have_called_and_what_came_before_the_second():
    made = Claim(court="甲市乙区人民法院", on=ON, case=case_for("court"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "自2026年6月5日起有人以被告1债权的名义、8月10日起由被告2（以下统称“催收方”）" in text
    assert "其中22时至次日8时的联系、对原告亲友、同事的联系，均在被告2联系原告之前" in text
    assert "2026年6月5日，原告告知来电方" in text
    assert "由被告1" not in text


def test_a_letter_to_the_second_says_nothing_of_nights_and_of_kin():
    known = each(told())
    facts = {**FACTS, **said_to_one(FACTS, known[COLLECTOR], [known[LENDER]])}
    case = case_for("lender", COLLECTOR, facts)
    case = replace(
        case,
        respondents=tuple(
            one if one.name == COLLECTOR else Respondent(role=one.role) for one in case.respondents
        ),
    )
    made = Letter(channel="lender", recipient=Recipient(name=COLLECTOR), on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "22时" not in text
    assert "夜间" not in text
    assert "亲友" not in text
    assert "自2026年8月10日起，贵公司联系本人" in text
