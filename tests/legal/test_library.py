"""The public pages of the law: each version with its days, what changed, who relies on it; nothing out of force as in force."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from legal.corpus import load
from legal.reasoning import library
from tests.filings.pages import forbidden, words

CORPUS = load()
ARTICLES = sorted({a.id for s in CORPUS.statutes.values() for v in s.versions for a in v.articles.values()})


@pytest.fixture
def pages(client: Client) -> Client:
    """A visitor. No test here asks for the database: the pages must do without it."""
    return client


def page(client: Client, path: str, status: int = 200, **query: str) -> Any:
    response = client.get(quote(path), query)
    assert response.status_code == status, path
    return response


def then(response: Any) -> str:
    """The panel that says what was in force on the day."""
    found = re.search(r'<section class="panel then">(.*?)</section>', response.content.decode(), re.DOTALL)
    assert found
    return found[1]


# ── Statutes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_shelves_hold_every_statute_by_level(pages: Client) -> None:
    said = page(pages, "/law/").content.decode()
    for statute in CORPUS.statutes.values():
        assert f'href="{quote(f"/law/{statute.id}/")}">{statute.name}</a>' in said
    assert [level for level, _ in library.shelves()][:4] == ["法律", "行政法规", "司法解释", "部门规章"]
    assert sum(len(row) for _, row in library.shelves()) == len(CORPUS.statutes)


@pytest.mark.parametrize(
    ("sought", "found"),
    [("个保法", "个人信息保护法"), ("PIPL", "个人信息保护法"), ("74号令", "短信规定74"), ("第三 十五", None)],
)
def test_a_statute_is_found_by_its_name(pages: Client, sought: str, found: str | None) -> None:
    ids = [statute.id for _, row in library.shelves(sought) for statute in row]
    assert ids == ([found] if found else [])
    assert ("没有名称里有" in words(page(pages, "/law/", q=sought))) is (found is None)


def test_an_alias_leads_to_the_statute_and_one_name_of_two_to_both(pages: Client) -> None:
    assert page(pages, "/law/个保法/", 302)["Location"] == quote("/law/个人信息保护法/")
    both = page(pages, "/law/民事案件案由规定/", 302)["Location"]
    assert both.startswith("/law/?q=")
    page(pages, "/law/没有这部法/", 404)
    page(pages, "/law/广告法/9999/", 404)


def test_a_statute_says_who_made_it_when_and_how_far_it_is_verified(pages: Client) -> None:
    said = words(page(pages, "/law/广告法/"))
    for words_of_it in (
        "全国人民代表大会常务委员会",
        "主席令第八十一号（2021年4月29日修正）",
        "2015年9月1日 — 2018年10月25日",
        "https://flk.npc.gov.cn/",
        "条文与两份以上独立存本核对一致。",
    ):
        assert words_of_it in said
    replaced = words(page(pages, "/law/短信规定31/"))
    assert "已被取代： 通信短信息服务管理规定 （工业和信息化部令第74号）" in replaced


# ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_fine_for_unwanted_advertising_moved_from_63_to_62(pages: Client) -> None:
    old = page(pages, "/law/广告法/63/", on="2017-06-01")
    assert "第六十三条" in then(old)
    assert "处五千元以上三万元以下的罚款" in then(old)
    assert "今天已失效" in then(old)
    today = page(pages, "/law/广告法/63/")
    assert "今天没有有效的条文" in then(today)
    assert quote("/law/广告法/62/") in then(today) or quote("/law/广告法/62/") in today.content.decode()
    assert "（2021年修正）第六十二条" in then(page(pages, "/law/广告法/62/"))
    before = page(pages, "/law/广告法/62/", on="2020-01-01")
    assert "没有有效的条文" in then(before)
    assert "（2018年修正）第六十三条" in then(before)


def test_an_article_names_what_it_followed_and_what_followed_it(pages: Client) -> None:
    assert "后继： 《中华人民共和国广告法》（2021年修正）第六十二条" in words(page(pages, "/law/广告法/63/"))
    assert "前身： 《中华人民共和国广告法》（2018年修正）第六十三条" in words(page(pages, "/law/广告法/62/"))
    assert "前身" not in words(page(pages, "/law/民法典/1033/"))


def test_what_changed_from_42_to_50_is_marked_word_by_word(pages: Client) -> None:
    for address in ("/law/治安管理处罚法/42/", "/law/治安管理处罚法/50/"):
        said = page(pages, address).content.decode()
        assert "<del>五百</del>元以下罚款" in said
        assert "<ins>一千</ins>元以下罚款" in said
        assert "<ins>采取滋扰、纠缠、跟踪等方法</ins>" in said


def test_the_same_number_given_to_another_rule_is_not_compared(pages: Client) -> None:
    steps = library.changes(CORPUS.statutes["网络安全法"], "42")
    assert [(step.old.number, step.new.number) for step in steps] == [("40", "42"), ("42", "44")]


def test_every_day_shows_the_text_of_that_day_and_no_other(pages: Client) -> None:
    for identity in ARTICLES[:: len(ARTICLES) // 40]:
        statute, _colon, number = identity.partition(":")
        for article in CORPUS.wordings(identity):
            for day in {article.start, article.end or date(2099, 1, 1)}:
                shown = then(page(pages, f"/law/{statute}/{number}/", on=day.isoformat()))
                assert article.citation() in shown, (identity, day)


def test_nothing_out_of_force_is_shown_as_in_force(pages: Client) -> None:
    today = timezone.localdate()
    for identity in ARTICLES:
        statute, _colon, number = identity.partition(":")
        now = CORPUS.article(identity, today)
        response = page(pages, f"/law/{statute}/{number}/")
        if now is None:
            assert "今天没有有效的条文" in then(response), identity
        else:
            assert now.citation() in then(response), identity
        tags = re.findall(r'<h3>[^<]*<span class="tag[^"]*">([^<]*)</span></h3>', response.content.decode())
        standing = [library.standing(one, today) for one in reversed(CORPUS.wordings(identity))]
        said = {"current": "有效", "past": "已失效", "future": "尚未施行"}
        assert tags == [said[one] for one in standing], identity


def test_an_unverified_article_has_a_note_and_no_words(pages: Client) -> None:
    said = words(page(pages, "/law/短信规定74/21/"))
    article = CORPUS.wordings("短信规定74:21")[0]
    assert article.text is None
    assert article.note in said
    assert "大意（不是原文）" in said
    assert "以官方公布文本为准" in said
    assert "无法逐字比较" in said
    assert "<ins>" not in page(pages, "/law/短信规定74/21/").content.decode()


def test_a_name_with_a_slash_has_its_page(pages: Client) -> None:
    article = CORPUS.statutes["25号令"].wordings("查验登记/拒绝办理/留存两年/补登记/罚则（8-19）")[0]
    assert article.citation() in words(page(pages, f"/law/25号令/{article.number}/"))


def test_who_relies_on_an_article(pages: Client) -> None:
    said = words(page(pages, "/law/35号令/11/"))
    assert "电信用户申诉" in said
    assert "提出的期限" in said
    assert "/law/situations/optout_ignored/" in page(pages, "/law/广告法/43/").content.decode()
    assert "没有情形或者渠道直接引用这一条" in words(page(pages, "/law/广告法/73/"))


@pytest.mark.parametrize("wrong", ["2025-13-01", "yesterday", "20251111", "<b>", "9" * 200])
def test_a_day_that_cannot_be_read_is_said_and_the_page_stays(pages: Client, wrong: str) -> None:
    response = page(pages, "/law/广告法/43/", 400, on=wrong)
    assert "看不懂" in words(response)
    assert "第四十三条" in words(response)
    assert "<b>" not in response.content.decode()


# ── Differences ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_comparison_keeps_both_texts_to_the_last_sign() -> None:
    for statute in CORPUS.statutes.values():
        for number in library.numbers(statute):
            for step in library.changes(statute, number):
                if step.how == "unverified":
                    continue
                assert "".join(part.text for part in step.before) == step.old.text
                assert "".join(part.text for part in step.after) == step.new.text


def test_punctuation_of_another_width_is_no_change() -> None:
    assert library.compared("处罚:（一）甲；", "处罚：(一)甲;")[0] == "same"


# ── Situations and cases ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_situation_has_its_page(pages: Client) -> None:
    said = page(pages, "/law/situations/").content.decode()
    for ground in CORPUS.grounds.values():
        assert f"/law/situations/{ground.slug}/" in said
        whole = words(page(pages, f"/law/situations/{ground.slug}/"))
        for element in ground.elements:
            assert element.text in whole
        for remedy in ground.relief:
            assert all(limit in whole for limit in remedy.limits)
        assert all(CORPUS.channels[name].title in whole for name in ground.channels)
    page(pages, "/law/situations/nothing/", 404)


def test_a_reported_case_is_told_as_its_source_tells_it(pages: Client) -> None:
    said = page(pages, "/law/cases/").content.decode()
    panels = dict(re.findall(r'<section class="panel" id="(\w+)">(.*?)</section>', said, re.DOTALL))
    assert set(panels) == {row["id"] for row in CORPUS.precedents}
    assert "结果不明" in panels["niu_bank"]
    assert "支持了投诉的一方" not in panels["niu_bank"]
    assert "没有支持投诉的一方" in panels["luo_netdisk"]
    assert "对前机主不利" in panels["luo_netdisk"]


# ── Channels ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_channel_has_its_page(pages: Client) -> None:
    listed = page(pages, "/law/channels/").content.decode()
    for channel in CORPUS.channels.values():
        assert f"/law/channels/{channel.name}/" in listed
        whole = words(page(pages, f"/law/channels/{channel.name}/"))
        said = [channel.plain, *channel.rule.get("fields", ())]
        said += [row["text"] for key in ("bars", "closed_by") for row in channel.rule.get(key, ())]
        said += [need["otherwise"] for need in channel.rule.get("needs", ())]
        said += [CORPUS.channels[name].title for name in channel.blocks]
        assert [one for one in said if one not in whole] == [], channel.name
    page(pages, "/law/channels/nothing/", 404)


@pytest.mark.parametrize("channel", CORPUS.channels)
def test_a_page_says_of_a_channel_only_what_its_file_says(pages: Client, channel: str) -> None:
    """Who, what first, until when, what beside: each answered by the rule or a sentence of the file, never by its silence."""
    rule = CORPUS.channels[channel].rule
    said = words(page(pages, f"/law/channels/{channel}/"))
    for rumour in (
        "没有资格限制",
        "没有查到提出的期限",
        "不影响别的渠道，可以同时走",
        "不等于没有",
        "没有单列",
    ):
        assert rumour not in said
    parts = re.split("谁可以用|要先做什么|要准备什么|最晚什么时候|和别的渠道的关系", said)
    assert len(parts) == 6
    for key, part in {"who": 1, "first": 2, "latest": 4, "beside": 5}.items():
        # A number to call is a link, beside which the words read a space.
        assert rule.get("page", {}).get(key, "").replace(" ", "") in parts[part].replace(" ", "")
        assert len(parts[part].strip()) > 5, key


@pytest.mark.parametrize("channel", CORPUS.channels)
def test_a_way_that_ends_another_says_so(pages: Client, channel: str) -> None:
    """What a page says of the other ways agrees with what the plan does."""
    found = CORPUS.channels[channel]
    to, act = found.prior
    ends = [
        one.title
        for one in CORPUS.channels.values()
        if act != "report" and found.disputed and one is not found
        if any(to in row["to"] for row in one.rule.get("closed_by", ()))
    ] + [CORPUS.channels[name].title for name in found.blocks]
    said = words(page(pages, f"/law/channels/{channel}/")).split("和别的渠道的关系")[1]
    assert [title for title in ends if title not in said] == []
    assert not ends or "不占用" not in said


def test_a_report_to_the_police_has_no_last_day_for_crimes(pages: Client) -> None:
    said = words(page(pages, "/law/channels/police/"))
    assert "犯罪不受此限，追诉期限另按刑法第八十七条至第八十九条" in said
    assert "第八十七条" in said.split("有效的规定")[1]
    assert "犯罪不受此限" in words(page(pages, "/law/situations/threats_impersonation/"))


def test_the_hidden_sender_and_the_bank_lead_where_they_should(pages: Client) -> None:
    assert "公安机关" in words(page(pages, "/law/situations/sender_hidden/"))
    assert "金融监管部门投诉（12378）" in words(page(pages, "/law/situations/account_taken_over/"))


def test_who_deceives_has_no_private_affair(pages: Client) -> None:
    """个人信息保护法 72 is of a household; and what was taken can be asked back of the police (反电信网络诈骗法 34)."""
    said = words(page(pages, "/law/situations/scam/"))
    assert "个人因自己的事务处理信息不适用个人信息保护法" not in said
    assert "行骗不是个人或者家庭事务" in said
    assert "第三十四条" in words(page(pages, "/law/channels/police/"))


def test_a_loss_needs_no_receipt_to_be_asked_for(pages: Client) -> None:
    said = words(page(pages, "/law/situations/no_debt/"))
    assert "要有票据" not in said
    assert "没有票据的写清怎样算的" in said


def test_a_penalty_is_not_told_as_a_complaint_that_was_won(pages: Client) -> None:
    said = words(page(pages, "/law/situations/profiling/"))
    assert "主管部门处罚了，不是投诉的结果" in said
    assert "支持了投诉的一方" not in said
    assert "没有到庭" in words(page(pages, "/law/situations/no_debt/"))


def test_a_channel_says_which_dispute_each_last_day_is_about(pages: Client) -> None:
    said = words(page(pages, "/law/channels/telecom_appeal/"))
    assert "只管：替前机主留下的业务扣费" in said
    assert "这是提醒您的稳妥日子，过了不等于不能提出" in said
    assert "由运营商所在的省管" in said
    assert "过了对方可以拿这一点抗辩" in words(page(pages, "/law/channels/court/"))


def test_two_laws_of_one_time_say_which_acts_each_is_for(pages: Client) -> None:
    said = words(page(pages, "/law/channels/police/"))
    assert "行为在 2025年12月31日（含当天）以前终了的" in said
    assert "行为在 2026年1月1日以后（含当天）终了的" in said


@pytest.mark.parametrize("channel", ["police", "12315_report"])
def test_a_time_that_ends_a_sanction_is_not_told_as_one_that_closes_the_way(
    pages: Client, channel: str
) -> None:
    said = words(page(pages, f"/law/channels/{channel}/")).split("最晚什么时候")[1].split("和别的渠道")[0]
    assert "仍可以" in said
    assert "抗辩" not in said
    assert "不能再" not in said


def test_the_review_says_until_when(pages: Client) -> None:
    said = words(page(pages, "/law/channels/review/")).split("最晚什么时候")[1].split("对谁、过了多久")[0]
    assert "从它的办理期限届满之日、或者您知道它拒绝之日起 60 日内" in said
    assert "《中华人民共和国行政复议法》" in said


def test_a_last_day_of_another_days_law_is_not_told_for_today(pages: Client) -> None:
    said = (
        words(page(pages, "/law/channels/12315_complaint/"))
        .split("最晚什么时候")[1]
        .split("和别的渠道的关系")[0]
    )
    assert said.count("超过三年的不予受理") == 1
    assert "《市场监督管理投诉举报处理办法》" in said
    for channel in CORPUS.channels.values():
        whole = words(page(pages, f"/law/channels/{channel.name}/"))
        for row in channel.rule.get("bars", ()):
            assert str(row["basis"]) not in whole, channel.name


def test_the_review_says_against_whose_silence_and_after_what_time(pages: Client) -> None:
    said = words(page(pages, "/law/channels/review/"))
    assert "对谁、过了多久算逾期不答复" in said
    assert re.search(
        r"市场监督管理部门\s*：\s*收到投诉之日起 7个工作日 《中华人民共和国消费者权益保护法》", said
    )
    assert "2个月" in said
    assert "对谁、过了多久" not in words(page(pages, "/law/channels/operator/"))


def test_the_appeal_says_what_comes_first_how_long_it_takes_and_what_ends_it(pages: Client) -> None:
    said = words(page(pages, "/law/channels/telecom_appeal/"))
    assert "先找： 运营商客服投诉" in said
    assert "只在河南：" in said
    assert "30日（自然日）内" in said
    assert "收到申诉之日当天" in said
    assert "起 0日" not in said
    assert "从“最近一次扣费的日期”起 5个月" in said
    assert "第十一条" in said.split("最晚什么时候")[1].split("和别的渠道的关系")[0]


def test_a_time_that_ran_out_with_its_law_is_told_as_past(pages: Client) -> None:
    """The report centre's days were those of an order that is no longer in force; none is known since."""
    said = words(page(pages, "/law/channels/12321/"))
    now = said.split("多久答复")[1].split("别的日子提交的期限")[0]
    assert "没有查到今天有效的法定答复期限" in now
    assert "15个工作日" not in now
    assert "15个工作日内" in said


def test_an_article_leads_to_the_channels_that_rest_on_it(pages: Client) -> None:
    assert 'href="/law/channels/telecom_appeal/"' in page(pages, "/law/35号令/11/").content.decode()


# ── All of them ──────────────────────────────────────────────────────────────────────────────────────────────────

SOME = (
    "/law/",
    "/law/广告法/",
    "/law/治安管理处罚法/50/",
    "/law/situations/",
    "/law/situations/optout_ignored/",
    "/law/cases/",
    "/law/channels/",
    "/law/channels/police/",
)


@pytest.mark.parametrize("path", SOME)
def test_a_page_is_the_same_for_everybody_and_may_be_cached(pages: Client, path: str) -> None:
    response = page(pages, path)
    assert response["Cache-Control"] == "public, max-age=600"
    # By cookie and browser it is read in another language; of who reads, nothing else stands in it.
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in response["Vary"].split(",")}
    known = Client()
    known.cookies["sessionid"] = "somebody"
    assert known.get(quote(path)).content == response.content
    assert not response.cookies
    assert forbidden(response) == []
    assert pages.get(quote(path), headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert pages.post(quote(path)).status_code == 405


@pytest.mark.parametrize("path", ["/law/广告法/43/", "/law/广告法/", "/law/channels/police/"])
def test_a_title_is_words_alone_in_every_language(pages: Client, path: str) -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        read = pages.get(quote(path), headers={"Accept-Language": language}).content.decode()
        title = read.partition("<title>")[2].partition("</title>")[0]
        assert title.strip()
        assert "lang=" not in title
        assert "&lt;" not in title
