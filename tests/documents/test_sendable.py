"""What whoever receives a letter would send back: what it leaves out that matters, and what is none of its business."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from documents.account import account_of, open_in_letter
from documents.counted import counted_as
from documents.frozen import facts_told
from documents.letters import letter_data
from documents.masking import masked
from documents.material import Prior, Recipient
from documents.official import form_of
from documents.others import addressed
from documents.papers.lawyers_letter import KINDS as LAWYERS
from documents.papers.table import KINDS
from documents.places import seated
from documents.replies import answer_of
from filings.channels import consents
from filings.services.sending.giving import by_choice
from legal.reasoning.assessment import assess
from tests.documents.papers.cases import drawn, texts
from tests.documents.test_pleading import made_of, words

ON = date(2026, 11, 29)
OWN_CALLS: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-07-20", "last": "2026-11-26"},
    "complainant": {"capacity": "recipient", "region": "140105", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 94, "after_refusal": 71},
    "content": {"commercial": True, "sender_identified": True},
    "respondents": [{"role": "content_provider", "name": "示例康养有限公司"}],
}
SECOND_HAND_SOLD: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-04-22", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber", "region": "140105", "consumer_of_respondent": True},
    "number": {"second_hand": True, "told": False, "accounts_bound": ["示例学习"]},
}
CALLS = {"channels": ["call"], "count": 12, "max_per_day": 4}
OPERATOR, PLATFORM, WALLET = "示例通信有限公司", "示例学习有限公司", "示例支付有限公司"
COLLECTOR = "示例催收有限公司"


def basis(facts: dict[str, Any], channel: str) -> str:
    return "；".join(letter_data(made_of(facts, channel))["basis"])


def named(*companies: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "name": name} for role, name in companies]


def frozen_rows(*companies: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"role": role, "name": name, "uscc": "", "said": {"role": role}} for role, name in companies]


# ── 12321 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

FAKE_COURT: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-11-18", "last": "2026-11-19"},
    "complainant": {"region": "420111", "capacity": "recipient"},
    "contacts": CALLS,
    "debt": {
        "owed": "none",
        "claimed": 8600,
        "threats": ["detention"],
        "impersonates": "court",
        "paid_under_pressure": 8600,
    },
}


def test_12321_is_told_whom_somebody_pretends_to_be_and_no_sums():
    said = words(made_of(FAKE_COURT, "12321"))
    assert "冒用人民法院的名义" in said
    assert "以抓人、判刑一类的后果相威胁" in said
    assert "8600" not in said
    assert "debt" in consents()["12321"].told


def test_12321_is_told_of_no_loan_of_ones_own():
    own = {**FAKE_COURT, "contacts": {**CALLS, "night": True}, "debt": {"owed": "own", "per_day": 9}}
    said = words(made_of(own, "12321"))
    assert "夜间" in said
    assert "借款" not in said


# ── What was put to a company before ────────────────────────────────────────────────────────────────────────────────


def prior(body: str, called: str = "") -> dict[str, Any]:
    return {
        "to": called or body,
        "on": "2026-09-05",
        "ticket": "",
        "result": "未解决",
        "said": {"to": body},
    }


def told_before(to: str, channel: str, companies: Any, *rows: dict[str, Any], **more: Any) -> list[str]:
    fields: Any = {"respondents": frozen_rows(*companies), "prior": list(rows), **more}
    kept = addressed(fields, to=to, channel=channel, kind="second_hand_number")
    return [row["to"] for row in kept.get("prior", [])]


def test_a_company_is_told_what_it_was_asked_before_and_nothing_that_others_were():
    both = (("operator", OPERATOR), ("payment_institution", WALLET))
    rows = (prior("operator"), prior("platform"), prior("12315"), prior("court"))
    assert told_before(WALLET, "platform", both, *rows) == ["贵方"]
    assert told_before(OPERATOR, "operator", both, *rows) == ["贵公司"]
    assert all("prior" in consents()[name].fields for name in ("operator", "platform", "lender"))


def test_which_of_two_platforms_was_asked_is_said_of_neither():
    two = (("platform", PLATFORM), ("payment_institution", WALLET))
    asked = prior("platform", "平台")
    assert told_before(WALLET, "platform", two, asked) == ["平台"]


def test_of_a_theft_a_company_is_told_that_the_police_know():
    both = (("operator", OPERATOR), ("bank", "示例银行股份有限公司"))
    police = prior("police", "公安机关")
    stolen = {"told.number": {"sim_replaced_by_other": True}}
    assert told_before("示例银行股份有限公司", "platform", both, police, **stolen) == ["公安机关"]
    assert told_before("示例银行股份有限公司", "platform", both, police) == []


def test_a_request_of_ones_data_says_that_it_was_ignored_before():
    facts = {**SHARED, "respondents": named(("platform", PLATFORM))}
    asked = Prior(to="平台", on=date(2026, 9, 1), result="未解决", body="platform")
    said = texts("access_request", drawn(facts, case={"prior": (asked,)}))
    assert "本人已于2026年9月1日就上述情况向贵方提出，没有解决。" in said


# ── Whom a message looks for ────────────────────────────────────────────────────────────────────────────────────────


def test_who_only_carried_a_message_does_not_learn_whom_it_looks_for():
    fields: Any = {"messages": [{"sender": "1069", "text": "王建国，您已逾期", "at": ""}]}
    for channel in ("operator", "telecom_appeal", "12315_complaint"):
        (row,) = masked(fields, ["王建国"], channel)["messages"]
        assert row["text"] == "王某某，您已逾期"
        assert row["masked"]
    for channel in ("lender", "police", "12321"):
        assert masked(fields, ["王建国"], channel) == fields
    assert masked(fields, ["表弟"], "operator") == fields


def test_whom_a_message_looks_for_is_hidden_in_what_the_person_wrote_too():
    written: Any = {"story": "来电找王建国要债。", "details": {"told_how": "电话里说不是王建国"}}
    given = masked(written, ["王建国"], "operator")
    assert given == {"story": "来电找王某某要债。", "details": {"told_how": "电话里说不是王某某"}}
    assert masked(written, ["王建国"], "police") == written


# ── What requests rest on ───────────────────────────────────────────────────────────────────────────────────────────

OWN_DEBT: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-20", "last": "2026-11-28"},
    "complainant": {"region": "350203", "capacity": "recipient"},
    "respondents": named(("lender", "示例小额贷款有限公司"), ("collector", "示例信息咨询有限公司")),
    "contacts": {**CALLS, "night": True},
    "debt": {"owed": "own", "per_day": 9, "threats": ["insult"]},
    "wishes": ["stop", "damages"],
}


def test_to_stop_rests_on_no_article_about_erasing():
    for channel in ("lender", "nifa", "cac_12377"):
        said = basis({**OWN_DEBT, "debt": {**OWN_DEBT["debt"], "owed": "others"}}, channel)
        stops = said.partition("停止侵害，")[2].partition("；")[0]
        assert "第四十七条" not in stops
        assert "第一千零三十七条" not in stops


def test_what_ones_own_debt_admits_goes_to_the_police_by_choice_alone():
    assert all(by_choice(channel, "own") for channel in ("police", "cac_12377", "12378"))
    assert not by_choice("police", "none")


# ── Second-hand numbers ─────────────────────────────────────────────────────────────────────────────────────────────

SECOND_HAND: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-08-28", "last": "2026-11-20"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "500103"},
    "respondents": named(("operator", OPERATOR), ("platform", PLATFORM), ("payment_institution", WALLET)),
    "number": {
        "second_hand": True,
        "told": False,
        "registrant_is_me": True,
        "accounts_bound": ["示例学习", "示例支付"],
    },
    "loss": {"costs": [{"what": "交通费", "yuan": 64}]},
    "wishes": ["unbind", "damages"],
}


def grounds_there(facts: dict[str, Any], channel: str) -> set[str]:
    return {one.code for one in made_of(facts, channel).case.grounds}


def test_a_mediator_hears_of_accounts_that_an_operator_did_not_tell_of():
    assert {"S1", "S5"} <= grounds_there(SECOND_HAND, "12315_complaint")
    open_to = {way["channel"] for way in assess(SECOND_HAND, on=ON)["plan"] if way["open"]}
    assert {"operator", "platform", "12315_complaint"} <= open_to


def test_a_platform_reads_of_its_own_accounts_alone():
    said = texts("correction_request", drawn(SECOND_HAND, addressee=Recipient(name=WALLET)))
    assert "示例支付" in said
    assert "“示例学习”" not in said


def test_nobody_moves_their_data_out_of_somebody_elses_account():
    assert KINDS["transfer_request"].addressees(drawn(SECOND_HAND)) == ()


def test_what_a_wallet_owes_is_no_dispute_about_a_bank_card():
    emptied = {
        "kind": "second_hand_number",
        "event": {"first": "2026-10-01", "last": "2026-10-01"},
        "complainant": {"capacity": "former_holder", "consumer_of_respondent": True},
        "respondents": named(("payment_institution", WALLET)),
        "number": {"second_hand": True, "account_taken_over": True, "accounts_bound": ["示例支付"]},
        "loss": {"costs": [{"what": "账户被消费的钱", "yuan": 2380}]},
        "wishes": ["refund"],
    }
    (letter,) = [kind for kind in LAWYERS if kind.slug == "lawyers_letter"]
    made = letter.make(drawn(emptied, addressee=Recipient(name=WALLET)))
    assert "银行卡纠纷" not in "".join(block.text for block in made.blocks)


# ── A card that somebody else had made ──────────────────────────────────────────────────────────────────────────────

BANK = "示例银行股份有限公司"
SWAPPED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-10-11", "last": "2026-10-12"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "210102"},
    "respondents": named(("operator", OPERATOR), ("bank", BANK)),
    "number": {"sim_replaced_by_other": True, "registrant_is_me": True},
    "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 18000}]},
    "wishes": ["refund"],
}


def test_a_bank_out_of_which_money_went_is_written_to_and_by_no_rule_for_operators():
    plan = {way["channel"]: way["open"] for way in assess(SWAPPED, on=ON)["plan"]}
    assert plan["platform"]
    alone = {**SWAPPED, "respondents": named(("bank", BANK), ("operator", ""))}
    said = words(made_of(alone, "platform"))
    assert "电话用户真实身份信息登记规定" not in said
    assert "第九条第一款" not in said


def test_what_went_out_of_an_account_is_told_and_whoever_keeps_it_is_not_said_to_have_done_it():
    data = letter_data(made_of(SWAPPED, "platform"))
    assert "补卡以后本人账户里的款项被转出" in "".join(data["account"])
    assert data["opening"].startswith("通知人在贵方的账户发生以下情况")
    assert "受到侵害" not in data["opening"]


def test_a_platform_is_told_which_account_of_its_own_a_number_opens():
    said = texts("unbinding_request", drawn(SECOND_HAND, addressee=Recipient(name=WALLET)))
    assert "绑定他人的账号（示例支付）" in said
    assert "示例学习" not in said


def test_a_company_after_which_no_account_is_called_learns_of_none_with_another():
    whole = drawn(SECOND_HAND, addressee=Recipient(name="甲公司"))
    facts = {
        **whole.facts,
        "respondents": [*whole.facts["respondents"], {"role": "platform", "name": "甲公司"}],
    }
    rows = [*whole.case.respondents, replace(whole.case.respondents[0], role="platform", name="甲公司")]
    case = replace(whole.case, facts=facts, respondents=tuple(rows))
    said = texts("correction_request", replace(whole, facts=facts, case=case))
    assert "示例支付" not in said
    assert "示例学习" not in said
    told: Any = {"accounts_bound": ["示例学习", "示例支付"], "second_hand": True}
    given: Any = {
        "respondents": frozen_rows(
            ("platform", PLATFORM), ("payment_institution", WALLET), ("platform", "甲公司")
        ),
        "told.number": told,
    }
    kept = addressed(given, to="甲公司", channel="platform", kind="second_hand_number")
    assert "accounts_bound" not in kept["told.number"]


def test_of_number_and_debt_12321_gets_what_it_looks_into():
    given: Any = {
        "told.debt": {"claimed": 900, "contacts_told": 3, "threats": ["insult"], "owed": "none"},
        "told.number": {"accounts_bound": ["示例支付"], "second_hand": True},
    }
    kept = addressed(given, to="", channel="12321", kind="fake_collection")
    assert kept["told.debt"] == {"threats": ["insult"], "owed": "none"}
    assert kept["told.number"] == {"second_hand": True}


def test_of_an_earlier_complaint_nothing_is_said_that_nobody_told():
    when = date(2026, 11, 21)
    asked = Prior(to="平台", body="platform", on=when)

    def earlier(one: Prior, **facts: Any) -> str:
        whole = drawn({**SHARED, **facts}, addressee=Recipient(name=PLATFORM))
        return texts("access_request", replace(whole, case=replace(whole.case, prior=(one,))))

    assert "就上述情况向贵方提出。" in earlier(asked)
    assert "没有答复" not in earlier(asked)
    assert "提出，没有解决。" in earlier(replace(asked, result="未解决", satisfied=False))
    assert "向贵方提出" not in earlier(replace(asked, result="已于11月22日答复", satisfied=True))


def test_what_was_settled_with_a_bank_is_put_to_no_platform():
    whole = drawn(SECOND_HAND, addressee=Recipient(name=WALLET))
    for one, told in (
        (Prior(to="银行", body="bank", on=date(2026, 11, 2), satisfied=True), False),
        (Prior(to="平台", body="platform", on=date(2026, 11, 2), satisfied=True), False),
        (Prior(to="平台", body="platform", on=date(2026, 11, 2), result="未解决", satisfied=False), True),
    ):
        said = texts("unbinding_request", replace(whole, case=replace(whole.case, prior=(one,))))
        assert ("本人此前已经向有关平台提出，没有解决" in said) is told


def test_nobody_reports_an_unknown_impostor_to_who_looks_after_data():
    open_to = {way["channel"] for way in assess(FAKE_COURT, on=ON)["plan"] if way["open"]}
    assert {"police", "12321"} <= open_to
    assert "cac_12377" not in open_to
    lent = {**FAKE_COURT, "respondents": named(("lender", "示例消费金融有限公司"))}
    assert "cac_12377" in {way["channel"] for way in assess(lent, on=ON)["plan"] if way["open"]}


def test_a_stranger_keeps_no_contract():
    stranger = Recipient(name="示例培训有限公司")
    whole = drawn(SHARED, addressee=stranger)
    apart = tuple(replace(one, consumer=one.role == "platform") for one in whole.case.respondents)
    said = texts("deletion_request", replace(whole, case=replace(whole.case, respondents=apart)))
    assert "订立、履行合同" not in said


def test_who_only_keeps_records_is_no_respondent_of_who_asks_a_court_to_keep_them():
    said = texts("evidence_preservation", drawn(CARRIED, case={"ticked": ("stop",)}))
    assert f"被申请人：{COLLECTOR}" in said
    assert "保存证据的单位" in said
    assert f"被申请人2：{OPERATOR}" not in said


CARRIED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-05-13", "last": "2026-11-20"},
    "complainant": {"capacity": "subscriber", "region": "350203"},
    "respondents": named(("collector", COLLECTOR), ("operator", OPERATOR)),
    "contacts": {"channels": ["call"], "count": 64},
    "number": {"second_hand": True, "told": True},
    "debt": {"owed": "others", "told_them_on": "2026-05-20"},
    "wishes": ["stop"],
}


# ── Who gave and who called ─────────────────────────────────────────────────────────────────────────────────────────

SHARED: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-07-05", "last": "2026-11-22"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True, "region": "510104"},
    "respondents": named(("platform", PLATFORM), ("content_provider", "示例培训有限公司")),
    "contacts": {**CALLS, "after_refusal": 5},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none", "separate": False},
    "refusal": {"made": True, "on": "2026-08-20", "ways": ["at_once"]},
    "data": {"shared_with_third_party": True, "source": "app"},
    "wishes": ["stop", "delete"],
}


def test_a_platform_that_passed_a_number_on_is_not_told_that_it_called():
    headings = "".join(row["title"] for row in letter_data(made_of(SHARED, "platform"))["reasons"])
    assert "向第三方提供个人信息" in headings
    assert "电话" not in headings


def test_a_platform_that_pushes_by_itself_is_told_so():
    pushing = {
        **SHARED,
        "respondents": named(("platform", PLATFORM)),
        "contacts": {"channels": ["push"], "count": 900},
        "content": {**SHARED["content"], "opt_out_offered": True, "opt_out_works": False},
        "data": {"profiling": True, "source": "app"},
    }
    said = words(made_of(pushing, "platform"))
    assert "退订" in said
    assert "个人特征" in said


def test_a_mediator_hears_that_a_trader_passed_on_what_its_customer_told_it():
    assert "H6" in grounds_there(SHARED, "12315_complaint")
    stranger = {**SHARED, "complainant": {**SHARED["complainant"], "consumer_of_respondent": False}}
    assert "H6" not in {
        one["code"]
        for one in assess(stranger, on=ON)["grounds"]
        if "12315_complaint" in one.get("channels", ())
    }


# ── One source for the days ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_gives_the_days_that_the_plan_counts():
    for region, days in (("500103", "十五个工作日内"), ("410105", "五个工作日内"), ("110105", "十五日内")):
        facts = {
            **SECOND_HAND,
            "complainant": {**SECOND_HAND["complainant"], "region": region},
            "respondents": [{"role": "operator", "name": OPERATOR, "region": region}],
        }
        (due,) = [way["answer_due"] for way in assess(facts, on=ON)["plan"] if way["channel"] == "operator"]
        assert f"自接到投诉之日起{days}" in "".join(letter_data(made_of(facts, "operator"))["requests"])
        assert due["count"] == ("natural" if days == "十五日内" else "working")


# ── The facts of a letter are those of the claim ────────────────────────────────────────────────────────────────────

DUNNED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "event": {"first": "2026-08-20", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "region": "440304"},
    "contacts": {"channels": ["call", "sms"], "count": 66, "after_refusal": 41},
    "debt": {
        "owed": "others",
        "collected_by": "entrusted",
        "told_them_on": "2026-08-22",
        "contacts_told": 4,
        "published": ["photo"],
    },
    "respondents": named(("lender", "示例小额贷款有限公司"), ("collector", COLLECTOR)),
}


def told(facts: dict[str, Any], channel: str, to: str = "", **details: str) -> str:
    made = made_of(facts, channel)
    case = replace(made.case, addressee=to, details=details)
    form = replace(made, case=case).form  # type: ignore[arg-type]
    return "。".join(one.text for one in account_of(case, form))


def test_a_letter_tells_on_which_day_they_were_told_to_stop_and_how_many_came_after():
    for channel in ("lender", "police", "cac_12377"):
        said = told(DUNNED, channel, COLLECTOR)
        assert re.search(
            "2026年8月22日，本人告知(贵公司|催收方)该笔债务与本人无关。此后本人仍收到41次", said
        ), channel
        # The last day is told with the count, and once.
        assert said.count("11月20日") == 1, channel


def test_a_letter_says_to_its_addressee_what_it_did_and_names_to_others_who_did():
    own, lender = told(DUNNED, "lender", COLLECTOR), told(DUNNED, "lender", "示例小额贷款有限公司")
    assert "贵公司向本人拨打电话、发送短信共66次" in own
    assert COLLECTOR not in own
    assert "催收方" not in own
    assert f"{COLLECTOR}（以下称催收方）向本人拨打电话、发送短信共66次" in lender
    assert lender.count(COLLECTOR) == 1
    assert "贵公司是所称债权的出借机构，涉案催收以该债权为由进行" in lender
    # Whoever carried the messages is told of nobody by name.
    assert "示例" not in told(DUNNED, "operator", OPERATOR)


def test_place_and_words_stand_in_a_letter_where_they_were_told_and_leave_no_line():
    bare = told(DUNNED, "lender", COLLECTOR)
    assert "＿" not in bare
    assert "（" not in bare
    assert "{" not in bare
    where = "9月20日，把照片发到有同事12人的群"
    said = told(DUNNED, "lender", COLLECTOR, published=where, told_how="电话，工号102")
    assert f"（{where}）" in said
    assert "（电话，工号102）" in said


def test_what_was_written_for_a_court_is_told_in_a_letter_by_the_names_that_it_has():
    spoken = "被告2打给原告的同事，被告1说不知道"
    said = told(DUNNED, "lender", COLLECTOR, people=spoken, impact="去医院看了抑郁")
    assert "贵公司打给本人的同事，示例小额贷款有限公司说不知道" in said
    assert "告" not in said.replace("告知", "")
    assert "抑郁" not in said
    # Whom “被告” means of two, and a defendant that there is not, nobody can say: then it is not told.
    for unclear in ("被告打给同事", "被告3打给同事"):
        assert "打给同事" not in told(DUNNED, "lender", COLLECTOR, people=unclear)


def test_a_letter_asks_for_the_details_it_has_a_place_for():
    made = made_of(DUNNED, "lender")
    case = replace(made.case, addressee=COLLECTOR)
    form = replace(made, case=case).form  # type: ignore[arg-type]
    assert open_in_letter(case, form) == ["people", "published", "told_how"]
    assert open_in_letter(replace(case, details={"published": "群里"}), form) == ["people", "told_how"]
    assert "secrets" not in open_in_letter(case, form)


def test_a_fee_that_was_told_is_told_in_the_letter_that_asks_it_back():
    locked = {
        "kind": "second_hand_number",
        "event": {"first": "2026-10-08", "last": "2026-10-20"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "number": {"registrant_is_me": True, "cancellation_fee": 3600},
        "respondents": named(("operator", OPERATOR)),
    }
    made = made_of(locked, "operator")
    case = replace(made.case, ticked=("refund",))
    form = replace(made, case=case).form  # type: ignore[arg-type]
    assert "fees" in open_in_letter(case, form)
    case = replace(case, details={"fees": "预存款，2026年10月20日，600元，营业厅"})
    said = [one.text for one in account_of(case, form)]
    assert "本人为此支付过费用（预存款，2026年10月20日，600元，营业厅）" in said


def test_nobody_is_said_to_have_logged_in_who_is_not_accused_of_it():
    taken = {
        "kind": "second_hand_number",
        "event": {"first": "2026-07-14", "last": "2026-07-14"},
        "complainant": {"capacity": "former_holder"},
        "number": {"account_taken_over": True, "accounts_bound": ["示例支付"]},
        "respondents": named(("payment_institution", WALLET), ("person", "何某某")),
    }
    for channel in ("police", "cac_12377", "platform"):
        assert "2026年7月14日，他人登录了本人的账号" in told(taken, channel), channel


def test_that_the_alleged_lender_denies_the_loan_is_told_to_who_collects_it():
    denied = {**prior("lender"), "said": {"to": "lender", "answered_on": "2026-09-16"}}
    fields: Any = {
        "respondents": frozen_rows(("collector", COLLECTOR)),
        "told.debt": {"owed": "none"},
        "prior": [denied],
    }
    (row,) = addressed(fields, to=COLLECTOR, channel="lender", kind="fake_collection")["prior"]
    assert row["to"] == "所称的出借机构"
    unsettled: Any = {**denied, "said": {**denied["said"], "satisfied": False}}
    for others in ({**fields, "told.debt": {"owed": "disputed"}}, {**fields, "prior": [unsettled]}):
        assert "prior" not in addressed(others, to=COLLECTOR, channel="lender", kind="fake_collection")


def test_an_answer_is_told_with_its_day_and_what_it_said():
    one = Prior(
        to="贵机构", body="lender", on=date(2026, 9, 10), answered=date(2026, 9, 16), satisfied=False,
        result="已答复，对答复不满意",
    )  # fmt: skip
    made = made_of(DUNNED, "lender")
    case = replace(made.case, addressee=COLLECTOR, prior=(one,), details={"answer": "称系统记录如此"})
    (row,) = letter_data(replace(made, case=case))["prior"]  # type: ignore[arg-type]
    assert row["result"] == "已于2026年9月16日答复（答复的内容：称系统记录如此），对答复不满意"


def test_a_story_that_says_what_is_owed_of_a_disputed_debt_goes_by_choice_alone():
    assert by_choice("12378", "disputed", "我算最多欠1500。")
    assert not by_choice("12378", "disputed", "报的数比合同多4000元。")
    assert not by_choice("12378", "none", "他们说我欠8000元。")


def test_where_nobody_said_whose_people_called_a_letter_lays_the_calls_to_nobody():
    untold = {**DUNNED, "debt": {key: said for key, said in DUNNED["debt"].items() if key != "collected_by"}}
    for to in (COLLECTOR, "示例小额贷款有限公司"):
        said = told(untold, "lender", to)
        assert "本人共收到电话、短信66次" in said
        assert "以下称催收方" not in said
        # Whoever collects is spoken to as who does; whose people it was, nobody says.
        whom = "贵公司" if to == COLLECTOR else "催收方"
        assert f"2026年8月22日，本人告知{whom}该笔债务与本人无关。此后本人仍收到41次" in said


# ── What is said of several ways, parts and places ──────────────────────────────────────────────────────────────────


def test_who_refused_in_two_ways_did_not_do_so_on_one_day():
    refused = {**OWN_CALLS, "refusal": {"made": True, "on": "2026-09-02", "ways": ["at_once", "shop"]}}
    said = words(made_of(refused, "12315_report"))
    assert "2026年9月2日起，本人以当面告知的方式、在来电中当场明确拒绝" in said
    once = {**OWN_CALLS, "refusal": {"made": True, "on": "2026-09-02", "ways": ["at_once"]}}
    assert "2026年9月2日，本人在来电中当场明确拒绝" in words(made_of(once, "12315_report"))


def test_what_is_on_file_is_no_count_where_more_came_on_one_day():
    fields: Any = {"tally": {"count": 2, "busiest": 1, "after": 2}, "told.contacts": {"max_per_day": 5}}
    contacts: Any = facts_told(fields, "harassment")["contacts"]
    assert contacts == {"max_per_day": 5}
    (one,) = counted_as({"contacts": {"channels": ["call"], "max_per_day": 5}}, "次", "本人")
    assert one.text == "本人收到电话，最多的一天5次，总数以通信记录为准"


def test_an_answer_stands_with_the_complaint_that_it_answered():
    on = date(2026, 6, 1)
    shop = Prior(to="平台", body="platform", on=on, answered=on, satisfied=False)
    carrier = Prior(to="电信运营商", body="operator", on=on, answered=on, satisfied=False)
    made = made_of({**OWN_CALLS, "respondents": named(("operator", OPERATOR), ("platform", PLATFORM))})
    told = "示例学习称验证码正确视为本人；营业厅口头说已经售出，不给书面"
    case = replace(made.case, details={"answer": told}, prior=(shop, carrier))
    assert answer_of(case, shop) == "示例学习称验证码正确视为本人"
    assert answer_of(case, carrier) == "营业厅口头说已经售出，不给书面"
    alone = replace(case, prior=(carrier,))
    assert answer_of(alone, carrier) == "营业厅口头说已经售出，不给书面"
    assert answer_of(replace(alone, details={"answer": "只能换号"}), carrier) == "只能换号"


def test_those_who_sit_apart_are_each_for_the_authority_of_their_own_seat():
    apart = [
        {"role": "platform", "name": PLATFORM, "region": "310000"},
        {"role": "operator", "name": OPERATOR, "region": "140100"},
    ]
    made = made_of({**SECOND_HAND_SOLD, "respondents": apart}, "12315_complaint")
    case = replace(
        made.case, complainant=replace(made.case.complainant, address="山西省太原市小店区示例街88号")
    )
    told = seated(case, form_of("12315_complaint"), printed=True)
    assert told == (
        "上海市＿＿＿＿市场监督管理局、山西省太原市＿＿＿＿市场监督管理局（由各自所在地的受理，分别提交）"
    )
    assert seated(case, form_of("12315_complaint"), printed=False) == ""


STUDIO: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-06-03", "last": "2026-11-20"},
    "complainant": {"capacity": "guardian", "age": 8, "region": "530102", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 38, "after_refusal": 29},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none", "separate": False},
    "data": {"source": "given", "shared_with_third_party": True},
    "respondents": named(("content_provider", "示例摄影有限公司"), ("content_provider", "示例口才培训中心")),
}
EACH = {"each_count": "被告1共17次；被告2共21次", "refused_whom": "被告1的前台"}


def told_of_each(channel: str) -> str:
    made = made_of(STUDIO, channel)
    case = replace(made.case, details=EACH)
    return words(replace(made, case=case))  # type: ignore[arg-type]


def test_an_authority_reads_what_was_said_of_each_and_a_company_nothing_of_another():
    said = told_of_each("12315_report")
    assert "其中各方的次数：示例摄影有限公司共17次；示例口才培训中心共21次" in said
    assert "上述拒绝是向谁提出的：示例摄影有限公司的前台" in said
    assert "17次" not in told_of_each("platform")


def test_of_a_number_that_was_given_no_use_is_denied_that_was_agreed_to():
    said = told_of_each("12315_complaint")
    assert "将个人信息提供给他人、用于推销，本人的监护人没有同意过" in said
    assert "就个人信息的提供和使用" not in said
    assert "征求本人的监护人的同意" in said
    assert "第二十九条第二款" in said


def test_nobody_is_told_that_another_sold_what_may_be_their_own():
    sold = [
        {"role": "content_provider", "name": one, "consumer": own}
        for one, own in (("甲店", True), ("乙店", False))
    ]
    assert "乙店的商品、服务" not in words(made_of({**STUDIO, "respondents": sold}, "12315_complaint"))


def test_a_platform_is_not_reported_for_what_somebody_on_it_did():
    bombed: dict[str, Any] = {
        "kind": "harassment",
        "event": {"first": "2026-11-13", "last": "2026-11-16"},
        "complainant": {"capacity": "recipient", "region": "320113"},
        "contacts": {"channels": ["sms", "call"], "count": 1100, "max_per_day": 540},
        "content": {"sender_identified": True},
        "respondents": named(("person", "用户阿坤"), ("platform", PLATFORM)),
    }
    said = words(made_of(bombed, "12321"))
    assert PLATFORM not in said


def test_what_was_not_as_it_was_said_is_reported_too_to_who_looks_into_it():
    refused = {"made": True, "on": "2026-09-02", "ways": ["at_once"]}
    made = made_of({**OWN_CALLS, "refusal": refused}, "12315_report")
    made = replace(made, case=replace(made.case, ended=date(2026, 11, 26)))  # type: ignore[assignment]
    wrong = replace(made.case, details={"purchase": "糖果，5940元", "not_as_said": "说是药，收到的是糖果"})
    data = letter_data(replace(made, case=wrong))  # type: ignore[arg-type]
    assert "推销时的说明与实际提供的商品、服务是否相符" in "".join(data["requests"])
    assert "第五十六条第一款第六项" in "；".join(data["basis"])
    assert "第五十六条第一款第六项" not in "；".join(letter_data(made)["basis"])  # type: ignore[arg-type]
