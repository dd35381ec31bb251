"""What of a story a letter quotes unasked: what decides the matter, to whoever it is about, and so that it is understood."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from documents import of_several
from documents.blocks import Sentence
from documents.drafting import blocks_of
from documents.excerpts import Telling, excerpts_of, together
from documents.letters import Letter
from documents.material import Case, Recipient
from documents.others import told_to_one

ON = date(2026, 11, 29)


def quoted(story: str, said: str = "", **more: Any) -> str:
    found = excerpts_of(story, said, Telling(on=ON, **more))
    return together([one for one in found if one.proposed], story)


# ── What decides it ──────────────────────────────────────────────────────────────────────────────────────────────────
KEY = {
    "took": "一查，6月19号提走1500，6月21号提走686块4，提到一张尾号6604的卡。",
    "nothing_came": "没有点提现，一分钱都没有到过我的卡。",
    "charged": "从12月开始每个月有12块钱，叫“守护管家”。",
    "paid": "我还了9、10、11、12四期，每期648.5，一共2594。",
    "called": "又打我大伯，打我小舅子，打我闺女她补课老师。",
    "at_work": "他们打酒店前台，打我厨师长，打我爸。",
    "told": "7月5号我阿妈、我舅、我们组长都收到短信。",
    "knew": "他连娃儿卡在37关都晓得！",
    "source": "他一口气写了八个人的电话。",
    "words": "4月起换成一家公司，有个男的，开口就是“父债子还天经地义”。",
    "helped": "客服我也打过，教我开骚扰拦截，开了新客户打不进来。",
    "rebuts": "那是2月的，去年12月、今年1月怎么说？",
    "often": "7月最多，一天五个。",
    "days": "从4月20到6月5，外孙用手机算的，四十六天。",
}


@pytest.mark.parametrize("what", KEY)
def test_a_letter_quotes_what_decides_the_matter(what: str):
    assert quoted(KEY[what]).replace("〔2025年〕", "").replace("〔2026年〕", "") == KEY[what]


def test_a_sentence_whose_day_a_paper_says_is_quoted_with_every_clause_of_it():
    story = "5月16号我跟他讲了，他说收到，我在工地，蹲在地上接的。"
    assert quoted(story, "2026年5月16日，本人明确拒绝。") == story


# ── So that it is understood ─────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_day_is_named_where_the_sentence_that_names_it_is_left_out():
    fell = "3月10号打来电话，我说等我缓缓，看看替他还点。当天我就把死亡证明发给他们了。"
    assert quoted(fell) == "当天〔3月10日〕我就把死亡证明发给他们了。"
    stands = "3月10号他们打给我爸。当天我就把死亡证明发给他们了。"
    assert quoted(stands) == stands


def test_whom_an_admission_alone_named_no_other_sentence_tells_of():
    story = "我也是犯糊涂，加了小金的微信，问了价，没有买。我跟他们讲了二十遍，照片都给小金发过。"
    assert quoted(story) == "我跟他们讲了二十遍。"
    assert "小金" in quoted("店里的小金加我。我跟他们讲了二十遍，照片都给小金发过。")
    alone = "我也是犯糊涂，加了小金的微信，问了价。照片都给小金发过。"
    assert quoted(alone) == ""


def test_an_account_that_goes_whole_is_said_to_be_whose_it_is():
    told = Case(fields=frozenset({"story"}), story="他们5月8日起打来。\n我说不要再打。")
    letter = Letter(channel="cac_12377", recipient=Recipient(name="网信部门"), on=ON, case=told)
    (facts,) = [block for block in blocks_of(letter).blocks if block.key == "facts"]
    sentences = [one for paragraph in facts.paragraphs for one in paragraph]
    lead = sentences.index(Sentence(text="本人陈述的经过：", rests=("story",)))
    assert [one.text for one in sentences[lead + 1 : lead + 3]] == ["他们5月8日起打来。", "我说不要再打。"]


# ── To whoever it is about ───────────────────────────────────────────────────────────────────────────────────────────
EXPRESS, PAYS, CARRIER = "上海示例快递股份有限公司", "示例付支付有限公司", "示例通信有限公司"
LENDS, COLLECTS = "青岛蓝屿消费金融有限公司", "济南砚衡信用管理有限公司"
BOUND = (
    "软件里写的公司是上海示例快递股份有限公司。6月29号有个人工回我要原签约人解绑。"
    "7月8号我打示例付支付有限公司的电话，说非本人不能变更。7月20号我给运营商打了电话，说换号免费。"
)


def of_anothers(
    monkeypatch: pytest.MonkeyPatch, story: str, parties: dict[str, str], to: str, **number: Any
) -> frozenset[str]:
    monkeypatch.setattr(of_several, "standing_facts", lambda complaint: {"number": number})
    rows = [SimpleNamespace(organisation_name=name, role=role) for name, role in parties.items()]
    complaint: Any = SimpleNamespace(respondents=rows, kind="second_hand_number", standing_story=story)
    return of_several.of_anothers(complaint, frozenset({to}))


def test_of_two_who_run_accounts_neither_is_told_what_is_the_others(monkeypatch: pytest.MonkeyPatch):
    parties = {EXPRESS: "platform", PAYS: "payment_institution", CARRIER: "operator"}
    anothers = of_anothers(monkeypatch, BOUND, parties, EXPRESS)
    told = quoted(BOUND, anothers=anothers)
    assert "要原签约人解绑" in told
    assert "非本人不能变更" not in told
    anothers = of_anothers(monkeypatch, BOUND, parties, PAYS)
    told = quoted(BOUND, anothers=anothers)
    assert "非本人不能变更" in told
    assert "要原签约人解绑" not in told


def test_an_operator_is_told_what_came_of_the_number_wherever(monkeypatch: pytest.MonkeyPatch):
    story = "示例快递把货送错了地方，我又花28元重寄。示例快递的客服说不归他们管。"
    parties = {EXPRESS: "platform", CARRIER: "operator"}
    assert of_anothers(monkeypatch, story, parties, CARRIER) == frozenset()
    assert quoted(story) == story


def test_who_collects_is_told_of_its_creditor_and_not_what_another_collector_was_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    story = (
        "我在蓝屿分了24期。3月16号打蓝屿客服，3月30号回说请继承人配合。8月12号他们打给我姐。"
        "4月起换成砚衡，说父债子还。6月蓝屿答应停催，砚衡又打。"
    )
    parties = {LENDS: "lender", COLLECTS: "collector", "西安澜信信用管理有限公司": "collector"}
    for to in (LENDS, COLLECTS):
        assert of_anothers(monkeypatch, story, parties, to) == frozenset()
    more = story + "7月2日我打澜信的电话要他们停，澜信说不归他们管。7月5日澜信打给我爸。"
    told = quoted(more, anothers=of_anothers(monkeypatch, more, parties, COLLECTS))
    assert told == story + "\n7月5日澜信打给我爸。"


def test_of_two_who_run_accounts_neither_has_the_messages_of_the_other():
    roles = {EXPRESS: "platform", PAYS: "payment_institution"}
    rows = [{"name": name, "role": role, "uscc": "", "said": {"role": role}} for name, role in roles.items()]
    texts = ["【示例快递】您的账单请支付。", "【示例付】您的货款已结算。"]
    fields: Any = {
        "respondents": rows,
        "messages": [{"sender": "1069", "text": one, "at": ""} for one in texts],
    }
    known: Any = {
        **fields,
        "messages": [{**one, "whose": who} for one, who in zip(fields["messages"], roles, strict=True)],
    }
    for to, own in zip(roles, texts, strict=True):
        for given in (fields, known):
            assert [one["text"] for one in told_to_one(given, to)["messages"]] == [own]
