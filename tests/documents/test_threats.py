"""A threat is told in the words that were told, and where nobody told them, as no more than the answer says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim
from documents.blocks import Sentence
from documents.clauses import pieces_in
from documents.drafting import blocks_of
from documents.letters import Letter
from documents.material import Case, Message, Recipient, Respondent
from documents.papers.drawn import Drawn
from documents.papers.elements import elements
from documents.sentences import CLAUSE_END, parted
from documents.words_told import as_written
from tests.documents.asking import ON, case_before

TOWED = "9月17日来电，“明天到你店门口拖车”，有录音"
FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["threats_impersonation"],
    "wishes": ["stop"],
    "event": {"first": "2026-09-10", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 210, "night": True},
    "debt": {"owed": "none", "threats": ["violence"], "impersonates": "police", "told_them_on": "2026-09-15"},
    "respondents": [{"role": "collector", "name": "示例资产服务有限公司"}],
}


def lettered(*messages: Message) -> str:
    case = replace(case_before({**FACTS, "debt": DETAINS}, "lender"), messages=messages)
    letter = Letter(channel="lender", recipient=Recipient(name="示例资产服务有限公司"), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(letter).blocks if block.key == "facts")


DETAINS = {"owed": "none", "threats": ["detention"], "told_them_on": "2026-09-15"}


def test_a_threat_is_quoted_from_what_was_said_to_the_person_and_from_nothing_else():
    at = date(2026, 9, 17)
    sent = Message(sender="1", text="【示例】不还就移送公安，通缉你。", at=at)
    called = Message(sender="2", text="说不还就拘留，赶紧处理。", at=at, call=True)
    own = Message(sender="3", text="发给我工友的图，我的照片P在通缉红框里。", at=at)
    others = Message(sender="4", text="自称陈警官打给我老婆，说今天就来拘留。", at=at, call=True)
    assert "2026年9月17日收到的信息称“不还就移送公安”，以此相威胁" in lettered(own, others, sent)
    assert "2026年9月17日来电称“不还就拘留”，以此相威胁" in lettered(called)
    assert "以此相威胁" not in lettered(own, others)
    assert "以抓人、判刑一类的后果相威胁" in lettered(own, others)


AT = date(2026, 7, 19)
BANNER = Message(
    sender="138", text="甲某公司的，说我吃绝户，再不还就到村里拉横幅，让十里八乡都看看。", at=AT, call=True
)
TO_OTHERS = Message(sender="022", text="打到工段，跟段长说要抓人，要单位配合。", at=AT, call=True)


@pytest.mark.parametrize(
    ("threat", "message", "said"),
    [
        ("publicity", BANNER, "于2026年7月19日来电称“再不还就到村里拉横幅”，以此相威胁"),
        ("insult", BANNER, "2026年7月19日来电称“吃绝户”，以此辱骂"),
        (
            "detention",
            Message(sender="郑律师", text="律师函，三日内不还，将以恶意透支移送公安机关。", at=AT),
            "被告于2026年7月19日发送信息称“将以恶意透支移送公安机关”，以此相威胁",
        ),
    ],
)
def test_a_claim_has_the_words_of_the_message_and_no_label(threat: str, message: Message, said: str):
    debt = {"owed": "disputed", "threats": [threat], "told_them_on": "2026-09-15"}
    case = replace(case_before({**FACTS, "debt": debt}, "court"), messages=(message,), story="")
    text = "\n".join(
        block.text for block in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks
    )
    assert said in text
    assert "原话和记录：＿" not in text


def test_a_threat_of_another_is_none_of_whoever_is_told_to_threaten():
    told = Sentence(text="被告2在催收中声称要公开、通报", rests=("debt.threats",))
    parties = (Respondent(role="lender", name="甲公司"), Respondent(role="collector", name="乙公司"))
    case = Case(fields=frozenset(), respondents=parties, messages=(replace(BANNER, whose="甲公司"),))
    assert as_written(told, case, by_whom=True) == told
    theirs = replace(case, messages=(replace(BANNER, whose="乙公司"),))
    assert as_written(told, theirs, by_whom=True).text.startswith("被告2于2026年7月19日来电称")


def test_what_somebody_else_was_told_is_no_threat_to_the_person():
    case = replace(case_before({**FACTS, "debt": DETAINS}, "court"), messages=(TO_OTHERS,), story="")
    text = "\n".join(
        block.text for block in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks
    )
    assert "以抓人、判刑一类的后果相威胁" in text
    assert "以此相威胁" not in text


def claimed(**told: str) -> str:
    case = replace(case_before(FACTS, "court"), details=told)
    return "\n".join(
        block.text for block in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "至少说过要上门、要伤人之一。"),
        (TOWED, "声称要上门（"),
        ("9月17日来电，“打断你的腿”", "声称要伤人（"),
        ("“明天过来砍你”", "声称要上门、伤人（"),
        ("“你等着”", "至少说过要上门、要伤人之一（"),
    ],
)
def test_a_threat_to_come_is_not_told_as_one_to_hurt(words: str, said: str):
    text = claimed(words=words)
    assert said in text
    assert words.split("“")[-1].split("”")[0] in text


def test_who_posed_over_a_debt_that_was_never_made_is_told_with_the_day_and_what_was_asked():
    text = claimed(posed="10月9日自称经侦张警官，打110核实没有这回事")
    assert "冒充公安机关工作人员，以虚构的事由要求付款（" in text
    assert "10月9日自称经侦张警官" in text


def test_a_claim_says_that_calls_came_at_night():
    assert "其中有22时至次日8时的" in claimed()


VISITED = Message(
    sender="95000", text="【甲公司】您的欠款今日17:00前不还清，将移交法务，安排外访人员上门催收。", at=AT
)


def told_of(channel: str, story: str = "", words: str = "", *messages: Message) -> str:
    case = replace(
        case_before({**FACTS, "debt": {**FACTS["debt"], "impersonates": "none"}}, channel),
        story=story,
        messages=messages,
        details={"words": words} if words else {},
    )
    made: Any = Letter if channel != "court" else Claim
    whom: Any = {"channel": channel, "recipient": Recipient(name="甲市公安局")} if made is Letter else {}
    paper = made(**({"court": "甲市乙区人民法院"} if made is Claim else whom), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(paper).blocks if block.key == "facts")


@pytest.mark.parametrize("channel", ["court", "police"])
def test_of_two_threats_in_one_answer_the_paper_tells_the_one_that_is_told(channel: str):
    either = "至少说过要上门、要伤人之一"
    assert either in told_of(channel)
    assert either in told_of(channel, words="没录音，短信有截图")
    assert either in told_of(channel, "他们没说要上门，天天打电话。")
    come = told_of(channel, "天天打电话，说不还钱就派人上门。")
    hurt = told_of(channel, "天天打电话，说不还钱就打断我的腿。")
    assert "声称要上门" in come
    assert "声称要伤人" not in come
    assert either not in come
    assert "声称要伤人" in hurt
    assert "声称要上门" not in hurt
    assert either not in hurt
    written = told_of(channel, "", "", VISITED)
    assert "安排外访人员上门催收”，以此相威胁" in written
    assert "伤人" not in written
    besides = told_of(channel, "", "没录音，短信有截图，说后果自负", VISITED)
    assert "声称要上门（" in besides
    assert "伤人" not in besides


def drawn(case: Case) -> Drawn:
    return Drawn(case=case, on=ON, facts=FACTS, court="甲市乙区人民法院")


def test_the_elements_tell_of_the_one_threat_that_was_made():
    case = replace(case_before(FACTS, "court"), story="说不还钱就派人上门。")
    rows = dict(elements(drawn(case)))
    assert rows["威胁"] == "声称要上门"
    assert dict(elements(drawn(replace(case, story=""))))["威胁"] == "至少说过要上门、要伤人之一"


JAILED = "【甲公司】今日17:00前不还清将移交公安，详见 http://a.cn/b?c=1;d=2。"


def test_a_quotation_is_not_cut_within_a_time_an_amount_or_an_address():
    said = lettered(Message(sender="95000", text=JAILED, at=AT))
    assert "收到的信息称“今日17:00前不还清将移交公安”，以此相威胁" in said
    owing = "欠款1,000元：10：30前不还就拘留"
    assert "称“10：30前不还就拘留”" in lettered(Message(sender="95000", text=owing, at=AT))
    assert list(parted("详见http://a.cn/b?c=1;d=2!真的?好。")) == [
        "详见http://a.cn/b?c=1;d=2!",
        "真的?",
        "好。",
        "",
    ]
    assert [piece.text for piece in pieces_in("他们说欠1,000元,让我9月1日10:30前还。")] == [
        "他们说欠1,000元,让我9月1日10:30前还。"
    ]
    assert CLAUSE_END.split("本金1,000.50元,17:00前") == ["本金1,000.50元", "17:00前"]


@pytest.mark.parametrize("words", ["11月29日短信“17:00前不还就判刑。等着”。没录音，短信有截图"])
def test_how_words_are_proved_stays_with_the_words(words: str):
    debt = {**FACTS["debt"], "threats": ["detention", "violence"]}
    case = replace(case_before({**FACTS, "debt": debt}, "police"), details={"words": words}, story="")
    letter = Letter(channel="police", recipient=Recipient(name="甲市公安局"), on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(letter).blocks if block.key == "facts")
    assert "（11月29日短信“17:00前不还就判刑。等着”；没录音，短信有截图）" in text
    assert "有关言语的日期、原话和记录" not in text
