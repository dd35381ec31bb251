"""A sentence of a story is told without what of it nobody pleads: an admission, an aside, a wish; never less than that."""

import re
from datetime import date
from typing import Any

import pytest

from documents.cautions import ADMITS
from documents.clauses import admits_in
from documents.excerpts import Telling, excerpts_of, together
from filings.services.sending.giving import by_choice

ON = date(2026, 11, 29)


def quoted(story: str, said: str = "", **more: Any) -> str:
    found = excerpts_of(story, said, Telling(on=ON, **more))
    return together([one for one in found if one.proposed], story)


# ── What is left out by itself ───────────────────────────────────────────────────────────────────────────────────────
# What is left out stands in brackets.
CUT = [
    "误过一单，六百多的花，[不过这个我也没有证据。]",
    "点完我才看见是贷款，她说“都是这个流程”，[我也就没再吭气。]",
    "店里的小董让我签了一张单子，上面要写名字和电话，[背面一堆小字，我没有看，这个我承认。]",
    "3月我报了正课，2380块，还有一半没听，[这个怪我自己懒，不怪他们。]",
    "他又没给我拍片子，[他怎么知道三处？]",
    "他问我愿不愿意接回访电话，我说行，[这个是我自己答应的。]",
    "付款的地方有一行小字，勾是自己就打上的，[我没有去掉，说实话我当时没看见，]后来截图才看到的。",
    "我国庆在火车站丢过身份证，回来补的，[当时没有登报，就想着补一张就好了，这个我后悔。]",
    "银行开了一张结清证明，[我搬家不知道塞哪里去了，][急死人。]",
    "话费没交上，就停了，[是我自己没操心。]",
    "我在一个料场看大门，[写不来长的，想到哪说哪。]",
    "9月中又来一个教编程的，吴店长讲“我们是异业合作”，[什么叫异业合作啊？]",
    "打标也不顶事，7月中旬又开始，[你给谁办？]",
    "店长姓苟，[态度真好，]7月2日他说给我退。",
    "[核实了个寂寞，]6月5号照样打。",
    "他们7月12号回复说要联系原使用人，[我上哪去联系。]",
    "[油我吃了一盒多，退不退听公家的，]他说能治我才买的。",
    "6月初是客服打，[我说等开工就还，][她也客气。]",
    "跑银行四趟，停车费40块，都有小票，[有一张叫我儿子折了飞机。]",
    "他们9月还打给我姐，说她是“共同还款人”，[什么时候成了共同还款人。]",
    "老宫只肯退200，我没要，[现在想想先拿着也行。]",
    "3月到11月都是129，[你们给看看对不对，]每个月多扣我70。",
    "[这个事儿还有个事儿忘说了，]这号也不是新的，用了没几天就有人打来。",
    "我不认得他，[请他们从此把这个号划掉。]",
    "店长姓苟，[人挺好的，]就说“你赶紧处理一下”。",
    "[正月里来过一条短信，我以为是抢红包，就回了，这个我承认，][可是]那是2月的，12月的怎么说？",
    "7月底快递员把一箱子退货送到我店里，[我当是我订的货，没看就拆了，里头有点潮，我还尝了一把，这个是我不对，]后来我寄回去了。",
    "她那个账户是月结的，一寄就记到她的账上，[我哪敢。]",
    "要填身份证、刷脸、同意读取通讯录，[我都点了，当时没想那么多，]我一看要利息就退出来了，没有点提现，一分钱都没有到过我的卡，流水我打出来了。",
    "8月1日里头充过三百多，[我也没去退，当买个教训，]3月份我就卸了。",
    "到11月电话三百个，短信四十来条，[话单只打出来半年的。]",
    "他写了八个人的电话，写了我，[连老板都写上去了，老板到今天都不知道。]",
    "8月1日他们回我说不归他们管，[我也不知道到底归谁。]",
    "平台那个没有改，因为它要先给老号发验证码才准改，[我就搁在那里，想着里面只有点佣金。]",
    "5月20日打了9个，我正在修机器，[想着替他还上一期就不打了，]就照他们发的链接交了1500块。",
    "他喊我拿结清证明出来，我换过手机，[软件里头的截图没得了。]",
    "我爸说要替我还，我没让他还，[我觉得还了就等于承认了。]",
    "组长都说我几回了，[征信我还不敢去查。]",
    "到11月一共227次，[那1500块我也不要了，就当买个教训。]",
    "8月2号我新办的号，营业员让我看单子，[我没细瞅就签了，]8月4号去注册，提示已被认证。",
    "我老公说收房那天好像登记过，[写的是他的电话还是我的，他也记不清了。]",
    "6月18日那天一天收到4条。[大概里面写了可以发短信吧。]",
    "他们10月还打了9个，[我的要求是两家都不要再打。]",
    "4月5日我又去做了一次，是之前团购剩下的第二次，不去就浪费了，[可能她们以为我又有兴趣。]",
    "9月18日叫我本人带身份证去公司核对，我怕去了更说不清楚，[没敢去。]",
    "他们降到半价，[堂客说算了嘛，四百多块钱买个清静，我差点就交了，]后来我翻出了退机的照片。",
    "[我又问了一个亲戚，他说要不先把钱还了再告他，我一个月2600，哪还得起，]再说我一分钱也没花着。",
    "[500元不一定拿得到，不过总要有个讲法。]",
    # What was said to whoever calls is the refusal, what is asked of others a wish.
    "6月6日我在电话里说装修公司已经定了，请不要再打。",
    "6月24日我跟他们讲清楚了，这个钱跟我没有关系，请不要再打给我。",
    "他们10月还打了9个，[请他们不要再打。]",
    "他们10月还打了9个，[希望你们帮我说一声，][请你们不要再打。]",
    "[我要求他们把账算清楚，给我一份明细；][不要再找我的同事，跟我道个歉。]",
    "[号我不换，工作全靠它。]",
    "[俺不是不讲理，要是法院说那2300块俺该拿出来，俺拿，]可那18260不是俺的账，[给俺写明白了，别再找俺闺女的老师。]",
]


@pytest.mark.parametrize("marked", CUT)
def test_a_sentence_is_told_without_the_clause_that_nobody_pleads(marked: str):
    story = re.sub(r"[\[\]]", "", marked)
    pieces = (one for one in re.split(r"(?:\[[^\]]*\])+", marked) if one)
    kept = [
        re.sub("^(?:可(?=[那这])|再说(?=我))", "", re.sub("(?<!”)[；;，,]$", "。", one).rstrip("，"))
        for one in pieces
    ]
    assert quoted(story).splitlines() == kept


WHOLE = [
    "3月10号打来电话，俺哭着说的，等俺缓缓，看看替俺爹还点，他们录了音。",
    "堂客们群里有人讲是我提了装不晓得。",
    "我也说过狠话，我说再惹我娃儿我提刀到成都来，他们反过来说我威胁他们。",
    "芳姐让我在收入那栏写8000，其实我一个月三千六，我写了，这个是假的。",
    "我也干过一件蠢事，7月我说我是他的弟弟，结果他们问我要证明，打得更凶。",
    "我承认我点进去看了她的订单，看完我就退出来了。",
    "也不能全怪她，我一天找她两三趟，老乡也都打到她那去了。",
    "我也不要钱，就想他们停下来，把我名字拿掉。",
    "钱我会还，一个月还600我可以，就是请他们不要再找厂里。",
    "我就想清清静静过个冬，电话响了是闺女打的。",
    "我要他们白纸黑字写给我，不欠了。",
    "我说我要是借了钱还天天跑十四个小时？",
    "老实讲，我4月份跟他进去过一次，刷他的卡，就冲了个凉，前台也没问我名字。",
    "9月有个同行说你用验证码把她账户注销了算了，我试着点到最后一步没敢按，怕犯法。",
    "打官司就算啦，我哪有时间，一张单跑掉都不够赔。",
    "我晓得自己有不对，41块7没有交，可是也不能我前脚躺倒，后脚就把我的号给别个吧？",
    "我也有不对，证件不该乱给人拍，可开号总该看看是不是我本人吧。",
    "这500块我不敢跟阿妈讲，讲了要挨骂死。",
    "就是要他们承认我没有借，500退给我，打印坐车花了26块这个就算了吧，算上也行。",
    "钱要还给我，那张卡是哪个的要告诉我，平台也要给我赔个礼。",
]


@pytest.mark.parametrize("told", WHOLE)
def test_what_one_did_wrong_and_what_one_wants_is_left_out_whole(told: str):
    assert quoted(told, owed="own") == ""
    assert quoted(told, owed="none") == ""


KEPT = [
    "老宫说“系统里就这么设的”，还给我点了根烟，说他就挣个手续费。",
    "他说快影窝的密码忘了，让我找平台。",
    "来了条短信，写着“某某人民法院网上立案庭”，我跑到法院立案大厅问，人家说这是假的。",
    "还打到俺闺女高中的班主任那里，一共有五个人。",
    "这个手机号我用了十一年，8月1日挂到别人名下。",
    "前台说原来的店长离职了，单子找不到，让我过来。",
    "办的时候没有说是别人用过的，我也没有签过合约。",
    "打给我离婚五年的前妻，打给我七十一岁的爹。",
    "我要注册，它说手机号已被占用。",
    "页面上没看到退订的地方。",
    "骂得之难听，我学都学不出口，9月1日还来。",
    "我吓得请假跑到法院问，人家一查没有，说这是假的，叫我别点。",
    "他说系统里就这么设的，还给我点了根烟，我9月去的。",
    "这个账算不出来，我也不乱讲，少了三四单。",
    "客服没有看我的材料就说不退。",
    "我把音响关了听他骂，骂完我说我是理发的，他说“那你咋不早说”。",
    "我跟他们讲过，说一个月还八百，停了利息，他说“最低一次性一万二，不然免谈”。",
    "他们没跟我说就扣了，我到现在都不知道是谁给的号。",
    "第二天请假跑到法院问，人家一查没有，说这是假的。",
    "车卖了就是卖了，我跟他们讲了不下二十遍。",
    "5月16号我跟他讲，我没兴趣，不要再打，以后都不要打，他说“收到哥”。",
    "我妈78岁了，她接了电话以为是我欠了人家的钱要坐牢，哭了一晚上。",
    "他们说话也难听，说我们一家子都是骗子。",
    "我把回执发给他们，他们说公安的事归公安，钱还是要还。",
    "我跟他说这笔钱不是我欠的，他们还是打。",
]


@pytest.mark.parametrize("told", KEPT)
def test_what_others_did_and_what_is_no_admission_is_told(told: str):
    assert quoted(told) == told


def test_a_doubt_of_ones_own_is_left_out_to_the_question_it_ends_with():
    doubt = "还有一件事我心里也没底。去年10月有个电话问过我认不认识他，我说认识。那时候他们还没离婚。这个算不算我给他担保了？"
    assert quoted(f"他们天天打。{doubt}我反正没签过一个字。") == "他们天天打。\n我反正没签过一个字。"
    assert quoted("这个事我心里没底。6月15日我打了客服。") == "6月15日我打了客服。"


def test_the_other_side_is_not_told_what_it_could_use_and_a_judge_is():
    story = "他们9月1日打给我厂里的人事。班组长说下个月续合同要看情况，我老婆回娘家了，我晚上睡不着，去医院看了两回。"
    assert "续合同" not in quoted(story, collects=True)
    assert "续合同" in quoted(story)


# ── What is never left out ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "told",
    [
        "剩下的部分他给我免掉，回单在。",
        "7月1号我把补的单据快递给他们，显示签收了。",
        "8月3号她去营业厅销的号，有红章。",
        "我在本子上报名了一个班。",
        "停了一个星期，9月又来。",
        "又打给我班组长，打给我老婆。",
    ],
)
def test_a_proof_a_decisive_act_and_what_went_on_are_in_every_paper(told: str):
    assert quoted(told) == told


def test_a_sentence_is_told_with_the_one_it_goes_on_from():
    story = "8月初有个女的打我这个号。她说6月15号才销的，单子照片发给我了。"
    # What a paper says already is told where what follows goes on from it.
    assert quoted(story, "8月初有个女的打我这个号。") == story


def test_whoever_is_named_is_told_with_where_they_were_first_told_of():
    story = "信贷员小普管我的账户。我住在昆明。6月8号我去银行，小普已经调走了，柜台让我打客服。"
    assert (
        quoted(story) == "信贷员小普管我的账户。我住在昆明。6月8号我去银行，小普已经调走了，柜台让我打客服。"
    )


def test_what_is_kept_from_its_reader_leads_to_nothing():
    story = "我8月1日打了营业厅。她说让我换号。他们9月1日来电，说不还就曝光。"
    assert "营业厅" not in quoted(story, collects=True)
    assert quoted("我忘了交费。他们9月1日来电，说不还就曝光。").startswith("他们9月1日")


def test_a_sentence_is_new_or_known_as_it_is_told_and_not_clause_by_clause():
    story = "6月25号起换了示例信用公司，那就不是人了，一天二十来个，同一个号连着打，早上六点多就打。"
    said = "自2026年6月25日起，示例信用公司联系本人。"
    assert (
        quoted(story, said) == "6月25号起换了示例信用公司。\n一天二十来个，同一个号连着打，早上六点多就打。"
    )


# ── In which papers ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_story_that_admits_something_goes_whole_to_nobody_unasked():
    admits, plain = "他们天天打，这个怪我自己。", "他们天天打，我让他们停。"
    assert admits_in(admits)
    assert not admits_in(plain)
    assert not admits_in("我在网站留过电话，他们天天打。")
    for channel in ("12315_report", "cac_12377", "telecom_appeal", "12378", "police"):
        assert by_choice(channel, "none", admits)
        assert not by_choice(channel, "none", plain)


def test_an_admission_is_offered_with_its_caution():
    found = excerpts_of("8月1日我签了单子，我没看，这个我承认。", "", Telling(on=ON))
    assert [(one.caution, one.proposed) for one in found] == [(ADMITS, False)]
