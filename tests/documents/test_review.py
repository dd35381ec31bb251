"""The application for review: the duty, the day, the silence or the refusal, who reviews; never the other side's wrong."""

from dataclasses import replace
from datetime import date

import pytest

from documents import complaint_letter
from documents.letters import letter_data
from documents.material import Silence
from tests.documents.sample import CASE, letter

ON = date(2026, 11, 29)
SILENT = Silence(
    who="市场监督管理部门",
    to="12315",
    on=date(2026, 11, 2),
    span="7个工作日",
    begins="收到投诉之日",
    citation="《甲法》第四十六条",
    due_on=date(2026, 11, 11),
)
REFUSED = Silence(who="公安机关", to="police", on=date(2026, 11, 2), refused_on=date(2026, 11, 12))


def _said(silence: Silence | None, on: date = ON) -> str:
    return "".join(letter_data(letter("review", replace(CASE, silence=silence), on))["why"])


def test_a_review_argues_the_duty_the_silence_and_the_time_and_names_who_reviews():
    said = _said(SILENT)
    assert (
        "依照《甲法》第四十六条，自收到投诉之日起7个工作日内作出处理、答复申请人，是被申请人的法定职责"
        in said
    )
    for place in ("第十一条第十一项", "第二十三条第一款第三项", "第二十条第一款", "第二十四条第一款第一项"):
        assert place in said
    assert "由它的本级人民政府管辖" in said


def test_a_review_argues_nothing_of_what_the_other_side_broke():
    made = complaint_letter(letter("review", replace(CASE, silence=SILENT), ON))
    assert {identity.partition(":")[0] for identity, _text in made.cited} == {"行政复议法"}
    data = letter_data(letter("review", replace(CASE, silence=SILENT), ON))
    assert data["reasons"] == data["account"] == data["basis"] == data["statutes"] == data["messages"] == []
    assert made.pages <= 3  # the index of exhibits among them


def test_a_refusal_is_argued_as_one_and_a_police_station_has_its_own_reviewer():
    said = _said(REFUSED)
    assert "被申请人于2026年11月12日答复不予受理" in said
    assert "期限已经届满" not in said
    assert "以派出所名义处理的" in said
    assert "第二十四条第四款" in said


@pytest.mark.parametrize("silence", [SILENT, REFUSED])
def test_after_sixty_days_a_review_does_not_say_that_it_comes_in_time(silence: Silence):
    assert "六十日内" in _said(silence)
    assert "六十日内" not in _said(silence, date(2027, 2, 1))


def test_before_the_review_law_of_today_none_of_its_articles_is_cited():
    early = replace(SILENT, on=date(2023, 5, 4), due_on=date(2023, 5, 15))
    assert "行政复议法" not in _said(early, date(2023, 6, 1))
