"""The pages and the API of a mediation: what each side reads, and that a choice counts only as it was shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from core.days import day_read
from filings import services
from filings.admin import acts
from filings.desk_keys import FOR_KEYS
from filings.models import DeskLetter, Filing, Mediation
from filings.moves import State
from tests.filings.desk_cases import Desk, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_letters import head, who
from tests.filings.test_desk_queue import QUEUE, signed_in
from tests.filings.test_mediation import DAY, FIRM, accepted, agreed, asked, invited, willing

pytestmark = pytest.mark.django_db

M = Mediation.State


@pytest.fixture
def desk() -> Desk:
    made = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(made)
    return made


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def case_page(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def step_of(client: Client, filing: Filing, act: str, text: str = "", **more: str) -> Any:
    filing.refresh_from_db()
    given = {"act": act, "text": text, "seen": acts.standing(filing), **more}
    return client.post(case_page(filing), given)


def step(client: Client, filing: Filing, act: str, text: str = "", **more: str) -> Any:
    return step_of(client, filing, f"mediate:{act}", text, **more)


def own_page(filing: Filing) -> str:
    return reverse("mediation", args=[filing.pk])


def test_from_the_question_to_the_agreement(desk: Desk, owner: User) -> None:
    filing, client, own = accepted(desk, owner), signed_in(desk.caseworker), signed_in(owner)
    page = client.get(case_page(filing))
    assert "建议调解" in words(page)
    assert step(client, filing, "ask", "双方都愿意谈。", respondent=FIRM).status_code == 302

    shown = words(own.get(reverse("filing", args=[filing.pk])))
    assert "它问您要不要调解" in shown
    question = own.get(own_page(filing))
    assert forbidden(question) == []
    assert "双方都愿意谈。" in words(question)
    assert "您不同意，对方什么都不会知道。" in words(question)
    form = {"tell": ["matter"], "shown": ["matter"], "act": "agree", "consent": "on"}
    form["digest"] = question.context["proposal"].digest
    sent = own.post(own_page(filing), form)
    assert sent.status_code == 302

    page = client.get(case_page(filing))
    assert forbidden(page) == []
    assert "投诉人同意，还没有邀请被投诉方" in words(page)
    assert "投诉人同意给它看的（别的都不能给）" in words(page)
    day = timezone.localdate() + 7 * DAY
    drafted = step(client, filing, "invite", day=day.isoformat(), then="letter", body="电话调解")
    letter = DeskLetter.objects.get()
    assert drafted["Location"] == reverse("admin:filings_filing_letter", args=[filing.pk, letter.pk])
    assert f"请在{day_read(day)}以前答复" in letter.text
    assert "调解安排：电话调解" in letter.text
    services.issue_letter(by=who(desk), letter=letter, text=letter.text, revision=letter.revision)
    shown = words(own.get(reverse("filing", args=[filing.pk])))
    assert f"请它在 {day_read(day)} 以前答复" in shown
    assert "调解邀请书" in shown

    assert step(client, filing, "reply", reply="agrees", day=f"{timezone.localdate()}").status_code == 302
    coming = timezone.localtime(timezone.now() + 3 * DAY)
    called = step(
        client,
        filing,
        "session",
        day=f"{coming:%Y-%m-%d}",
        time="9:30",
        place="二楼调解室",
        mediator="李调解",
    )
    assert called.status_code == 302
    shown = words(own.get(reverse("filing", args=[filing.pk])))
    assert "二楼调解室 李调解主持" in shown
    assert "调解中：双方都同意" in shown
    assert step(client, filing, "settle", "停止发送。").status_code == 422  # no paper, and not said why
    pay = timezone.localdate() + 10 * DAY
    done = step(client, filing, "settle", "停止发送。", tick="on", yuan="30", day=pay.isoformat())
    assert done.status_code == 302
    shown = words(own.get(reverse("filing", args=[filing.pk])))
    assert "双方达成了协议。对方不照做的，还可以往下走。" in shown
    assert "钱到了，来记一下" in shown
    # What can be done about an agreement, not about an end without one.
    assert "对方不照协议做的，还可以" in shown
    assert "对方不照协议做的，向法院起诉" in shown
    assert not [words for words in ("不满意", "不服的", "终止调解本身") if words in shown]
    filing.refresh_from_db()
    assert filing.state == State.DECIDED
    # Handled anew, it is no outcome any more, nor that of what is decided then.
    assert step_of(client, filing, "move:accepted", "对方没有照做。").status_code == 302
    assert "建议调解" in words(client.get(case_page(filing)))
    assert step_of(client, filing, "move:decided", "责令改正。").status_code == 302
    assert "双方达成了协议" not in words(own.get(reverse("filing", args=[filing.pk])))


def test_the_queue_says_which_cases_are_mediated(desk: Desk, owner: User) -> None:
    filing, client = accepted(desk, owner), signed_in(desk.caseworker)
    plain = on_desk(desk, state=State.ACCEPTED)

    def mediated() -> list[str]:
        page = client.get(QUEUE, {"state": "mediated"})
        return [row.number for row in page.context["queue"].rows]

    assert mediated() == []
    asked(desk, filing)
    assert mediated() == [filing.complaint.number]
    shown = client.get(QUEUE).content.decode()
    assert '<span class="pill waiting" title="已受理：等投诉人决定">调解</span>' in shown
    assert shown.count(">调解</span>") == 1
    assert (
        '<a class="pill waiting" href="#mediation">调解</a>' in client.get(case_page(filing)).content.decode()
    )
    assert 'href="#mediation"' not in client.get(case_page(plain)).content.decode()
    services.decline_to_mediate(by=Actor.of_user(owner), filing=filing)
    services.end_mediation(
        by=who(desk), filing=filing, ground="投诉举报处理办法:23/二", reason="投诉人不同意调解。"
    )
    assert mediated() == []
    assert ">调解</span>" not in client.get(QUEUE, {"state": "all"}).content.decode()


def test_a_choice_counts_only_as_it_was_shown(desk: Desk, owner: User) -> None:
    filing, own = accepted(desk, owner), signed_in(owner)
    asked(desk, filing)
    question = own.get(own_page(filing))
    form = {"shown": ["matter"], "digest": question.context["proposal"].digest, "act": "agree"}
    other = own.post(own_page(filing), {**form, "tell": ["matter", "story"], "consent": "on"})
    assert other.status_code == 422
    assert "您改了选择" in words(other)
    assert "我回了退订，第二天又收到三条推销短信。" in words(other)
    untouched = own.post(own_page(filing), {**form, "tell": ["matter"]})
    assert "还没有勾选同意给对方看，什么都没有提供" in words(untouched)
    looked = own.post(own_page(filing), {"tell": ["matter", "complainant.name"], "act": "show"})
    assert looked.status_code == 200
    assert looked.context["proposal"].given == ["complainant.name", "matter"]
    filing.refresh_from_db()
    assert filing.mediation == M.ASKED


def test_who_wants_none_says_so_once_and_reads_what_follows(desk: Desk, owner: User) -> None:
    filing, own = accepted(desk, owner), signed_in(owner)
    asked(desk, filing)
    declined = own.post(own_page(filing), {"act": "decline", "why": "不想谈。"}, follow=True)
    assert "对方什么都不知道；它会终止调解" in words(declined)
    assert "您不要调解，等它终止调解，告诉您结果。" in words(declined)
    assert own.get(own_page(filing))["Location"] == reverse("filing", args=[filing.pk])
    client = signed_in(desk.caseworker)
    assert "投诉人写的：不想谈。" in words(client.get(case_page(filing)))
    ended = step(client, filing, "end", "投诉人不同意。", ground="投诉举报处理办法:23/二")
    assert ended.status_code == 302
    shown = words(own.get(reverse("filing", args=[filing.pk])))
    assert "诉讼时效" in shown
    assert "向法院起诉" in shown


def test_whoever_invited_can_be_left(desk: Desk, owner: User) -> None:
    filing, own = invited(desk, owner), signed_in(owner)
    page = words(own.get(reverse("filing", args=[filing.pk])))
    assert "对方已经看到的收不回来" in page
    left = own.post(
        reverse("filing_act", args=[filing.pk, "no-mediation"]), {"reason-reason": ""}, follow=True
    )
    assert "您不要调解了" in words(left)
    assert Mediation.objects.get().state == M.DECLINED


def test_only_who_complained_opens_the_question(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    for person in (desk.caseworker, User.objects.create_user("stranger", password="x")):
        assert signed_in(person).get(own_page(filing)).status_code == 404
    assert Client().get(own_page(filing)).status_code == 404


def test_a_page_from_before_is_overtaken_by_the_answer(desk: Desk, owner: User) -> None:
    filing, client = accepted(desk, owner), signed_in(desk.caseworker)
    asked(desk, filing)
    filing.refresh_from_db()
    seen = acts.standing(filing)
    agreed(owner, filing)
    given = {"act": "mediate:end", "text": "没有答复。", "ground": "投诉举报处理办法:23/八", "seen": seen}
    assert client.post(case_page(filing), given).status_code == 409
    assert Mediation.objects.get().state == M.AGREED


def test_where_who_complained_is_hidden_the_lines_hide_it_too(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    agreed(owner, filing, "matter", "complainant.name")
    client = signed_in(desk.caseworker)
    assert "王小宁" in words(client.get(case_page(filing)))
    desk.organisation.identity = "need"
    desk.organisation.save()
    page = words(client.get(case_page(filing)))
    assert "投诉人同意给它看的" in page
    assert "王小宁" not in page


def test_no_mediation_is_offered_where_the_channel_knows_none(owner: User) -> None:
    reports = make_desk("甲市市场监督管理局", channel="12315_report")
    filing = accepted(reports, owner)
    assert "建议调解" not in words(signed_in(reports.caseworker).get(case_page(filing)))


def test_a_reader_reads_and_does_nothing(desk: Desk, owner: User) -> None:
    filing = willing(desk, owner)
    Membership.objects.filter(user=desk.caseworker).update(reads_only=True)
    page = words(signed_in(desk.caseworker).get(case_page(filing)))
    assert "双方同意，调解中" in page
    assert "终止调解" not in page


def api(client: Client, filing: Filing, name: str = "", **given: Any) -> Any:
    address = f"/api/v1/filings/{filing.pk}/mediation/" + (f"{name}/" if name else "")
    return client.post(address, given, content_type="application/json")


def test_the_same_steps_by_the_api(desk: Desk, owner: User) -> None:
    filing, client, own = accepted(desk, owner), signed_in(desk.caseworker), signed_in(owner)
    by_law = client.get(f"/api/v1/filings/{filing.pk}/by-law/").json()["mediation"]
    assert by_law["respondents"] == [FIRM]
    assert by_law["ends"][1]["ground"] == "投诉举报处理办法:23/二"
    assert api(client, filing, respondent=FIRM, words="谈谈。").status_code == 200
    assert api(client, filing, "consent", tell=["matter"]).status_code == 404
    proposed = api(own, filing, "consent", tell=["matter"]).json()
    assert [one["what"] for one in proposed["told"]] == ["事由"]
    assert api(own, filing, "agree", tell=["story"], digest=proposed["digest"]).status_code == 409
    assert api(own, filing, "agree", tell=["matter"], digest=proposed["digest"]).status_code == 200
    today = timezone.localdate()
    assert api(client, filing, "invite", answer_by=f"{today}").status_code == 200
    assert api(client, filing, "reply", reply="agrees", on=f"{today}").status_code == 200
    soon = (timezone.now() + timedelta(days=1)).isoformat()
    assert api(client, filing, "session", meets_at=soon, place="电话", mediator="李").status_code == 200
    assert api(client, filing, "attendance", attendance="both", course="谈了。").status_code == 409
    told = own.get(f"/api/v1/filings/{filing.pk}/mediation/").json()
    assert (told["state"], told["reply"], len(told["sessions"])) == ("willing", "agrees", 1)
    assert api(client, filing, "settle", terms="停止发送。").status_code == 409
    assert api(client, filing, "end", reason="谈不拢。").status_code == 409
    ended = api(client, filing, "end", ground="投诉举报处理办法:23/三", reason="谈不拢。")
    assert ended.json()["state"] == "decided"
    stranger = signed_in(User.objects.create_user("stranger", password="x"))
    assert stranger.get(f"/api/v1/filings/{filing.pk}/mediation/").status_code == 404


def test_no_key_agrees_for_who_complained() -> None:
    own = {"api-mediation-consent", "api-mediation-agree", "api-mediation-decline"}
    assert not own & FOR_KEYS.keys()


def test_declining_by_the_api(desk: Desk, owner: User) -> None:
    filing, own = accepted(desk, owner), signed_in(owner)
    asked(desk, filing)
    assert api(signed_in(desk.caseworker), filing, "decline").status_code == 409
    assert api(own, filing, "decline", why="不想谈。").status_code == 200
    assert Mediation.objects.get().why_not == "不想谈。"
