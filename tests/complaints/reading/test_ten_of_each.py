"""What real texts were misread by, ten invented texts for each kind of it. None of them trains the tables."""

import pytest

from complaints.reading import facts_from, read, triage

NO_SUMS = (
    "【禾风家居】开业三天已送出2万份礼包，先到先得，退订回T",
    "累计服务超过350万户家庭，口碑见证【云桥保险】",
    "【友邻超市】鸡蛋30枚装、牛奶250ml*12盒，今日到货",
    "体育馆可容纳8000人，余票占5%，详见官网",
    "本楼盘建筑面积89-143平米，绿化率达35%，欢迎品鉴",
    "您的积分为12800分，可到商城查看【云桥银行】",
    "【松江移动】您本月已用流量18.6GB，剩余1.4GB",
    "年化利率3.65%，期限36个月，以合同为准【白鹿金条】",
    "【传奇】上线送8888元宝，登录即领",
    "您前面还有12人排队，预计等待25分钟【聚食】",
)
SUMS = (
    ("收割机低价处理，只要1800，有意来电", [1800]),
    ("房租每月2600，押一付三，随时看房", [2600]),
    ("您尾号2231的卡消费支出86.50，余额1,203.40【云桥银行】", [86.50, 1203.40]),
    ("话费余额3.2元，请及时充值", [3.2]),
    ("两万以内随借随还，月息低【小麦贷】", [20000]),
    ("首付15万起，总价98万起【云栖置业】", [150000, 980000]),
    ("信息费5毛一条，发送1参与", [0.5]),
    ("仅需9块9，包邮到家，退订回T", [9.9]),
    ("￥399抢购，到手价 299 元", [399, 299]),
    ("应还人民币壹仟贰佰元，请准备【云桥银行】", [1200]),
)
WAYS_OUT = (
    ("转人工回复1，了解额度回复2，退订回复T", "T"),
    ("办理请回Y，查询请回C，退订请回TD", "TD"),
    ("参加活动回1，咨询回2，拒收回R", "R"),
    ("回复8领取礼包，退订回N", "N"),
    ("同意请回复1，不同意请回复2，退订回复QX", "QX"),
    ("需要贷款回复3，退订T", "T"),
    ("回1报名，回2改期，不再接收回0000", "0000"),
    ("了解详情回复5，退订此类信息回复TDXX", "TDXX"),
    ("预约请回YY，退订请回复BK", "BK"),
    ("回A订票，回B订房，拒收请回复R", "R"),
)
NO_WAY_OUT = (
    "发送TD1元可退订单，详询客服",
    "满意请回复1，不满意请回复2，感谢评价【松江移动】",
    "本券不可退订，请在有效期内使用【小宿】",
    "回复Y确认预约，回复N改期【湖东医院】",
    "订单不支持退订改签，请知悉【远帆航空】",
    "如需退订请到营业厅办理【松江联通】",
    "需要办理请回复8，资费5元【松江移动】",
    "酒店退订须提前24小时致电前台",
    "退订成功，您将不再收到此业务的短信",
    "回复DJZH冻结账户【云桥银行】",
)
FORMAL_ARREARS = (
    "【云桥银行】您于10月8日应还的2,310.55元截至今日仍未收到，请核实处理",
    "您尾号7782的账单已过最后还款日，请尽快存入最低还款额【海川银行】",
    "我行提醒，您有一期分期款未足额偿还，请三日内补足【云桥银行】",
    "因您未按合同约定履行还款义务，我司现通知您立即清偿全部款项【恒通资产】",
    "【春江物业】您尚有上年度物业费1860元未缴，请尽快到服务中心办理",
    "您约定的还款仍未完成，剩余应还3200元，如有困难请联系我们【安信贷】",
    "您的号码已欠费68元，请在三天内缴清，以免停机【松江移动】",
    "您的贷款本息已到期未结清，请于本周五前归还【云桥银行】",
    "【安信贷】您的借款已逾期，罚息按日计收，请尽快归还",
    "您已连续两期未还款，我行将依约宣布贷款提前到期【海川银行】",
)
DECEIT = (
    "【远帆航空】您预订的YF2231航班因故障取消，请联系400-881-xxxx办理改签并领取300元补偿",
    "您的iPhone已开启丢失模式，刚刚在线，请登录 find-my.cc 查看位置",
    "您的医用卡已停用，请立即点击 yyk-bx.top 重新认证",
    "您的信用卡可提额至8万，请登录 wap.tq9081.com 填写资料",
    "注册就送彩金588，提款秒到账，上 cp886.vip",
    "【ETC】您的设备已失效，请点击 etc-gx.cc 重新激活，以免影响通行",
    "包裹损坏可获三倍理赔，请添加客服QQ 66120xxx 登记",
    "不看征信，黑户可做，当天下款五万，加微 dk8866",
    "为您消除逾期记录，征信修复，成功后付款，联系 13900008822",
    "您的贷款已冻结，请先缴纳20%解冻金到指定账户后即可提现",
)
SIGNED = (
    ("您的快件已到驿站，取件码3-2-118 【云达快递】", "云达快递"),
    ("[松江电信]您本月账单已出", "松江电信"),
    ("『云影』您的会员已续费", "云影"),
    ("〖小宿〗订单已确认，祝您入住愉快", "小宿"),
    ("【还款提醒】您的账单将到期【云桥银行】", "云桥银行"),
    ("【通知】明日停水，请储水【松江水务】", "松江水务"),
    ("【账单提醒】本期应还320元【白鹿金条】", "白鹿金条"),
    ("〔远山招聘〕您投递的简历已被查看", "远山招聘"),
    ("[聚食]您预订的餐位已确认，请准时到店", "聚食"),
    ("【公告】系统今晚升级，暂停服务【松江税务】", "松江税务"),
)
SERVICE = (
    "【云达快递】您的包裹已到站，请凭码取件，寄件满10元减2元，退订回T",
    "【优选商城】订单已发货，运单 YD8812，回TD退订",
    "欢迎入会，您的会员号 88120，初始积分 100，回N退订【聚食】",
    "您已支付成功 68 元，感谢光临，退订回T【青禾生鲜】",
    "您有1个未接来电，139****0012，10:20，来电提醒每月2元【松江移动】",
    "【快行】行程已结束，费用 23.6 元已支付，评价得积分，拒收回R",
    "您购买的流量包已生效，有效期至月底，退订回0000【松江电信】",
    "【易家】保洁师傅今日14点上门，收费120元，退订回T",
    "您的退款 35.8 元已原路退回，感谢支持，回TD退订【拼一拼】",
    "【聚食】取餐号 A18 已备好，请到柜台领取，凭小票送饮料，回N退订",
)
ADVERTISED = (
    "【小麦贷】您申请过的额度已恢复，最高20万，三分钟到账，验证码登录即领，退订回T",
    "凭本短信兑换码 8812 到店领面膜一盒，另享全场七折【美颜坊】",
    "【优选商城】会员日，输入优惠码 AB12 立减30，退订回N",
    "送您体验码 331290，登录即可免费看大片，回T退订【云影】",
    "【友邻超市】验券码进店，鸡蛋3.98元一斤，限量抢购",
    "【青衣社】短信口令“换新”，结算立减50，退订回TD",
    "您的专属邀请码 QH88，邀好友各得20元，拒收回R【青禾钱包】",
    "【学海课堂】输码 X9 免费试听，名师小班开课，退订回T",
    "提货码 7712 到店即领抽纸，购车再送保养【海川汽车】",
    "【小宿】用码 WINTER 订房八折，周末特惠，回T退订",
)


@pytest.mark.parametrize("text", NO_SUMS)
def test_a_count_a_size_or_a_share_is_no_sum(text: str) -> None:
    assert read(text).amounts == ()


@pytest.mark.parametrize(("text", "sums"), SUMS)
def test_a_sum_is_read_also_without_its_usual_word(text: str, sums: list[float]) -> None:
    assert [float(yuan) for yuan in read(text).amounts] == sums


@pytest.mark.parametrize(("text", "code"), WAYS_OUT)
def test_the_way_out_is_the_reply_that_stops_not_the_one_that_orders(text: str, code: str) -> None:
    found = read(text).opt_out
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", NO_WAY_OUT)
def test_a_reply_that_stops_nothing_is_no_way_out(text: str) -> None:
    assert read(text).opt_out is None
    assert "opt_out_offered" not in facts_from(read(text)).get("content", {})


@pytest.mark.parametrize("text", FORMAL_ARREARS)
def test_formal_arrears_are_a_claim(text: str) -> None:
    reading = read(text)
    assert reading.may_be("collection")
    assert reading.claims_debt


@pytest.mark.parametrize("text", DECEIT)
def test_what_deceives_today_is_named(text: str) -> None:
    assert read(text).category == "fraud"


@pytest.mark.parametrize(("text", "name"), SIGNED)
def test_the_bracket_that_names_the_sender_is_the_signature(text: str, name: str) -> None:
    assert read(text).signature == name


@pytest.mark.parametrize("text", SERVICE)
def test_service_with_a_price_or_a_way_out_is_not_taken_for_advertising(text: str) -> None:
    reading = read(text)
    assert reading.may_be("notice")
    assert reading.certain != "marketing"
    assert "commercial" not in facts_from(reading).get("content", {})


@pytest.mark.parametrize("text", ADVERTISED)
def test_a_code_in_an_offer_makes_no_verification_of_it(text: str) -> None:
    reading = read(text)
    assert reading.may_be("marketing")
    assert reading.certain in {"", "marketing"}


STORIES = {
    "second_hand_number": (
        "用工信部查一证通查出来我名下有四张我不知道的电话卡，想注销",
        "营业厅说我身份证下还有两个号码，可我从来没办过",
        "名下多了一张外地的手机卡，不是我开的，要怎么处理",
        "新号总收到给一个姓刘的催款短信，我又不是他，打电话说了也没用",
        "换了新卡以后天天有人打来找以前那个人，说他欠钱",
        "我这号用了半年了，还有法院给前一个主人的传票短信",
        "号码刚办，注册微信说已经被注册了，是原来的人留下的",
        "用新号登外卖，里面是别人的地址和订单",
        "销户被收了三百块违约金，说合约没到期",
        "卡被别人补走了，我的号码突然没信号，钱也被转了",
    ),
    "fake_collection": (
        "朋友把我的号码填成了联系人，他不还网贷，催债的一直给我打电话",
        "收到短信说我欠某资产一万八，我根本没借过，末尾还写着退订回T",
        "催收短信发到我手机上，说我亲戚欠钱不还，让我转告",
        "我根本没有网贷，短信里却说我逾期要上门",
        "他们把我爸妈和同事的电话都打遍了，就因为我逾期了",
        "欠款明明还清了还来催，要的数比合同多出一倍",
        "自称法院的人短信说我网贷要立案，可我没借过",
        "每天早上七点催收就打电话来，一天二十几个",
        "催收在短信里骂我，还说要把我的照片发出去",
        "我表弟借了钱，平台天天给我发短信叫我替他还",
    ),
    "harassment": (
        "三分钟收到六十多条各种平台的验证码，手机都卡了",
        "昨晚一直有不同网站给我发注册验证码，停不下来",
        "有人用软件轰炸我的手机，电话短信一分钟几十个",
        "回了T还是天天收到那家店的打折短信",
        "刚看完房子就有好几家装修公司打电话来",
        "退订链接点了没反应，广告还是照发",
        "贷款推销的电话一天来七八个，换着号打",
        "我没在那家买过东西，却总收到它的促销短信",
        "生完孩子第二天就有卖奶粉的打来，连我名字都知道",
        "房产中介每天打来问卖不卖房，说了不卖也没用",
    ),
    "other": (
        "信用卡欠得太多还不上了，会不会变成老赖",
        "网贷逾期三个月，平台要我一次还清，我想分期怎么谈",
        "公司拖欠我两个月工资，怎么要回来",
        "网上买的鞋子是假的，店家不退款",
        "前夫不给抚养费，法院判了也不给",
        "房东不退押金，说墙刷花了",
        "被人拉进群炒股亏了十万，能追回来吗",
        "我自己的车贷断供了，银行要拖车，怎么办",
        "邻居装修噪音太大，投诉了没用",
        "花呗还不上了，催我还款也正常，想问能延期吗",
    ),
}


@pytest.mark.parametrize(("kind", "story"), [(kind, one) for kind, some in STORIES.items() for one in some])
def test_a_story_is_of_its_kind_or_has_it_second(kind: str, story: str) -> None:
    told = triage(story)
    assert kind in told.ranked[:2]
    if not told.alternatives:
        assert told.kind == kind
