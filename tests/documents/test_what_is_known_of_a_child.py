"""A parent is called by who knows their child's school and marks: the parent asks for both, and the child is no party by it."""

from dataclasses import replace
from typing import Any

import pytest

from documents import Recipient
from documents.childs_data import childs_data
from documents.claims import Claim, claim_data
from documents.excerpts import Telling, excerpts_of, together
from documents.held_data import known_to_them
from documents.not_pleaded import child_beside
from documents.official import form_of
from documents.reasons import reasons_of
from documents.retelling import Teller, in_third_person
from documents.story_details import filled_in
from tests.documents.asking import ON, case_before
from tests.documents.papers.cases import drawn, texts
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_what_a_litigator_pleads import ADVERTISED, SELLER, asked_of, paragraphs, written

TUTORED: dict[str, Any] = changed(ADVERTISED, wishes=["stop", "delete", "tell_source"])
STORY = (
    "他们一打来，我女儿叫什么、在哪个学校、几班，全都说得出来，连期末数学没考好都知道。"
    "我问他们从哪弄来的电话，有个老师说是“学校资源”，还有一个说是网上登记的。"
)
DATA = "女儿的姓名、学校、班级、成绩"
COURT = form_of("court")


def known(story: str, **facts: Any) -> str:
    child = childs_data(replace(case_before(changed(TUTORED, **facts), "court"), story=story))
    return child.data if child else ""


def claim(story: str, **facts: Any) -> Claim:
    case = replace(case_before(changed(TUTORED, **facts), "court"), story=story)
    return Claim(court="甲市乙区人民法院", on=ON, case=case)


@pytest.mark.parametrize(
    ("story", "data"),
    [
        (STORY, DATA),
        ("对方报得出我儿子的名字和年级。", "儿子的姓名、年级"),
        ("孩子在哪上学他们都知道。", "孩子的学校"),
        ("他们知道我闺女在几班。我儿子还小。", "孩子的班级"),
        # What a grown-up child is called, what the child or the parent knows, what is told of the parent.
        ("他们说得出我女儿叫什么。", ""),
        ("我女儿上大学了，他们连她学校都知道。", ""),
        ("我女儿知道学校里有人卖名单。", ""),
        ("女儿班上的班主任知道这个学校。", ""),
        ("我知道女儿的成绩。", ""),
        ("他们知道我在哪个学校、几班。", ""),
    ],
)
def test_only_what_the_story_tells_of_a_pupil_is_taken_for_known(story: str, data: str):
    assert known(story) == data


def test_a_child_who_complains_themselves_is_nobody_elses_child():
    assert known(STORY, complainant={"capacity": "guardian", "age": 15}) == ""
    assert known(STORY, complainant={"capacity": "authorised_helper"}) == ""


@pytest.mark.parametrize("channel", ["court", "cac_12377"])
def test_deletion_and_source_are_asked_of_the_childs_data_by_name(channel: str):
    text = asked_of(TUTORED, channel, story=STORY)
    assert text.count("及其女儿的个人信息") == 2
    assert text.count(DATA) == 2
    assert "所在的学校、班级" not in text
    assert "女儿" not in asked_of(TUTORED, channel, story="他们天天打。")


def test_the_school_of_a_pupil_who_is_called_stays_their_own():
    case = replace(case_before(TUTORED, "court"), story="他们知道我在哪个学校、几班。")
    assert known_to_them(case) == ("所在的学校、班级",)


@pytest.mark.parametrize("channel", ["court", "cac_12377"])
def test_what_a_childs_data_are_used_for_is_argued_once(channel: str):
    said = [
        one for one in written(TUTORED, channel, story=STORY)["reasons"] if "孩子的个人信息" in one["title"]
    ]
    if channel == "court":
        said = [one for one in said_of_court(STORY) if "孩子的个人信息" in one]
        (told,) = said
    else:
        (row,) = said
        told = row["text"]
    assert f"的{DATA}，所称的来源前后不一" in told
    assert "作为监护人没有同意过" in told
    alone = "".join(said_of_court("他们说得出我女儿在哪个学校。"))
    assert "来源前后不一" not in alone
    assert "知道原告的女儿的学校；" in alone
    assert "孩子的个人信息" not in "".join(paragraphs(TUTORED, channel))


def said_of_court(story: str) -> list[str]:
    told = claim(story)
    asking = tuple(f"{one}:1" for one in ("stop", "delete", "tell_source"))
    return [f"{one.title}{one.text}" for one in reasons_of(replace(told.told, asking=asking), COURT)]


def test_the_claim_rests_on_the_consent_of_a_guardian():
    basis = "".join(claim_data(claim(STORY))["basis"])
    assert "第一千零三十五条第一款第一项" in basis
    assert "第十条" in basis
    assert "第三十一条" not in basis  # nobody told that the child is under fourteen
    assert "第一千零三十五条第一款第一项" not in "".join(claim_data(claim("他们天天打。"))["basis"])


def test_the_child_is_no_party_and_the_person_is_told_that_it_can_be():
    told = claim(STORY)
    assert "第二原告" in child_beside(told)[0]
    assert child_beside(claim("他们天天打。")) == []
    assert [one.name for one in (told.told.complainant, told.told.representative) if one] == [
        told.case.complainant.name
    ]


@pytest.mark.parametrize("slug", ["access_request", "deletion_request", "explanation_request"])
def test_a_letter_asks_for_the_childs_data_as_their_guardian(slug: str):
    name = SELLER["name"]
    facts = changed(TUTORED, data={"source": "unknown"})
    text = texts(slug, drawn(facts, addressee=Recipient(name=name), case={"story": STORY}))
    assert f"贵方能说出本人{DATA}，所称的来源前后不一。本人作为其监护人" in text
    assert f"以及本人{DATA}等个人信息" in text
    assert "监护人" not in texts(
        slug, drawn(facts, addressee=Recipient(name=name), case={"story": "他们天天打。"})
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("女儿说他们凭什么知道我的成绩。", "女儿说他们凭什么知道她的成绩。"),
        (
            "孩子知道以后也不高兴，说他们凭什么知道我的成绩。",
            "孩子知道以后也不高兴，说他们凭什么知道孩子的成绩。",
        ),
        ("我儿子问他们怎么知道我学校。", "原告的儿子问他们怎么知道他的学校。"),
        ("女儿说我的电话又响了。", "女儿说原告的电话又响了。"),
    ],
)
def test_what_a_child_says_of_their_own_is_not_turned_to_the_plaintiff(said: str, told: str):
    assert in_third_person(said, Teller("原告")) == told


@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        ("这种拿学生信息到处打电话的事，也希望有部门能查一查。", "他们8月又打了6个。"),
        ("我也不要赔钱，就这几条：不要再打电话，把我和孩子的信息删掉。", "他们8月又打了6个。"),
        ("我也不敢肯定是谁给的，不想冤枉老师。", "他们8月又打了6个。"),
    ],
)
def test_no_fragment_of_a_wish_and_no_doubt_is_told_of_what_happened(left_out: str, kept: str):
    story = f"{kept}{left_out}"
    found = excerpts_of(story, "", Telling(on=ON))
    assert together([one for one in found if one.proposed], story) == kept


@pytest.mark.parametrize(
    ("story", "impact"),
    [
        ("晚上十点多也打过两回，孩子刚睡着。", True),
        ("孩子有几天回家都不愿意说话。", True),
        ("我也不敢肯定是谁给的。", False),
    ],
)
def test_what_it_did_to_a_child_is_an_impact_and_a_doubt_is_none(story: str, impact: bool):
    case = replace(case_before(TUTORED, "court"), story=story)
    assert ("impact" in filled_in(case)) is impact


@pytest.mark.parametrize(
    ("story", "known"), [("他们知道我住哪个医院、几床。", ()), ("他们知道我住哪儿。", ("住址",))]
)
def test_in_which_hospital_somebody_lies_is_no_address(story: str, known: tuple[str, ...]):
    assert known_to_them(replace(case_before(TUTORED, "court"), story=story)) == known
