"""A story that stands in the place of the message is a story: asked by one tap, warned of as deceit never."""

from typing import Any

import pytest
from django.test import Client

from complaints.understanding import in_doubt_whose, looks_told, may_deceive
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import kept, shown

TOLD = (
    "我上个月接到一个电话，自称公安局的，说我涉嫌洗钱，让我把钱转到安全账户，我没转。现在天天给我打电话。",
    "9月开始有人给我发短信说社保卡停用了，让我点链接，我没点。后来又收到好几条，很烦。",
    "我从来没借过钱，催收天天给我打电话，说再不还就上门，我报过警。",
    "他们让我加微信做任务返利，我转了300元，后来不退了。",
    "我新办的号码天天收到验证码，别人的账号绑着，我打了客服，没用。",
    "有人冒充我领导借钱，我差点转了，后来一直骚扰我",
    "对方说你再不还钱就告诉你单位，我没借过，我很害怕。",
    "我妈收到中奖短信，让她交税费，我们没交，他们天天打电话。",
    "在网上贷款，对方让我先交2000元解冻费，我交了，钱没有到账，又让我交。",
    "我接到自称京东客服的电话，说我开通了白条，不关会影响征信，让我共享屏幕，我没照做。",
)
WRITTEN_TO_SOMEBODY = (
    "我是张警官，您涉嫌洗钱，请立即联系我，把资金转到安全账户。",
    "我是你领导，明天来我办公室一趟，我在开会，先帮我转5000元，急用。",
    "我行提醒您，您的信用卡已逾期，请今日还款，否则起诉。",
    "我司郑重通知，您的借款已逾期，请速还，我司将上门。",
    "亲，我是淘宝客服，您的快递丢失，请加我微信办理理赔。",
    "爸，我手机掉水里了，这是我同学的号，我急需交培训费，转到这个账号。",
    "我公司专业办证，贷款，诚信可靠，我们24小时服务，电话13800000000。",
    "我们是正规贷款，无抵押，当天放款，我给你办，加我微信。",
    "欠我的钱什么时候还，我给你三天，再不还我就告你去，我说到做到。",
    "我中心受理了您的案件，请配合，我们将移送司法机关。",
)


def pasted(text: str) -> dict[str, Any]:
    return {"message": {"text": text}}


@pytest.mark.parametrize("text", TOLD)
def test_what_its_writer_lived_through_is_a_story_and_no_deceit(text: str) -> None:
    assert looks_told(text)
    assert in_doubt_whose(pasted(text))
    assert not may_deceive(pasted(text))


@pytest.mark.parametrize("text", WRITTEN_TO_SOMEBODY)
def test_what_speaks_to_somebody_is_no_story(text: str) -> None:
    assert not looks_told(text)


def test_deceit_that_was_pasted_is_still_warned_of() -> None:
    assert [may_deceive(pasted(text)) for text in WRITTEN_TO_SOMEBODY].count(True) >= 6


@pytest.mark.django_db
@pytest.mark.parametrize("text", [TOLD[0], TOLD[3]])
def test_one_tap_makes_it_the_story(client: Client, text: str) -> None:
    page = go(client, "/start/", {"text": text})
    html = shown(client, page)
    assert "小心：这条短信可能是诈骗" not in html
    assert "是我写的经过" in html
    assert go(client, page, {"own": "1"}) == page
    assert kept()["story"]["story"] == text
    assert kept()["message"]["text"] == ""
    html = shown(client, page)
    assert "是我写的经过" not in html
    assert "小心：这条短信可能是诈骗" not in html
