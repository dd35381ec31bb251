"""The questions of the intake, as a table: one matter a page, each with why it is asked.

Every question may be left open: "不知道" leaves the fact absent, and an absent fact is unknown, never false. A
question names the fact that it fills (see ``complaints.facts``).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models import Contact, Kind
from complaints.models import Situation as S
from complaints.reading.hedges import rough_counts

Form = Literal["yes_no", "choice", "choices", "date", "count", "yuan", "words", "lines"]
Text = str | Promise
H, N, F = Kind.HARASSMENT, Kind.SECOND_HAND_NUMBER, Kind.FAKE_COLLECTION
UNKNOWN = "unknown"
HELPER = "authorised_helper"  # the capacity of who files for another adult
# What who helps is to the adult.
RELATIONS: tuple[tuple[str, str | Promise], ...] = (
    ("child", _("子女")),
    ("spouse", _("配偶")),
    ("parent", _("父母")),
    ("relative", _("别的亲属")),
    ("friend", _("朋友、邻居、同事")),
    ("legal_aid", _("法律援助志愿者")),
    ("community", _("社区、单位的人")),
    ("other", _("别的人")),
)
YES_NO: tuple[tuple[str, Text], ...] = (("yes", _("是")), ("no", _("否")), (UNKNOWN, _("不知道")))


@dataclass(frozen=True)
class Ask:
    fact: str  # dotted key of the facts; also the name of the form field, with "__" for "."
    label: Text
    form: Form
    hint: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()
    kinds: tuple[str, ...] = (H, N, F)

    @property
    def name(self) -> str:
        return self.fact.replace(".", "__")


@dataclass(frozen=True)
class Matter:
    slug: str
    title: Text
    why: Text
    asks: tuple[Ask, ...]
    kinds: tuple[str, ...] = (H, N, F)
    situations: frozenset[str] = frozenset()  # asked only when one of these was chosen; empty: always
    later: bool = False  # asked after the filing alone, of who wants to add it

    def concerns(self, kind: str, situations: Collection[str]) -> bool:
        """Whether the intake asks it."""
        chosen = not self.situations or bool(self.situations & set(situations))
        return kind in self.kinds and chosen and not self.later


THREATS = Ask(
    "debt.threats",
    _("对方说过、做过下面哪些？"),
    "choices",
    choices=(
        ("detention", _("要抓人、拘留、判刑")),
        ("violence", _("要上门、要伤人")),
        ("publicity", _("要群发、公开、告诉单位")),
        ("insult", _("辱骂")),
    ),
)
PUBLISHED = Ask(
    "debt.published",
    _("真的发给别人、贴出来的是什么"),
    "choices",
    _("只是说过要发，还没有发的，不选。"),
    choices=(
        ("photo", _("我的照片，包括改过的")),
        ("insult", _("骂我、说我诈骗之类的话")),
        ("debt", _("说我欠钱的内容")),
    ),
)
IMPERSONATES = Ask(
    "debt.impersonates",
    _("有没有冒充法院、公安、律师？"),
    "choice",
    choices=(
        ("court", _("法院")),
        ("police", _("公安")),
        ("lawyer", _("律师")),
        ("none", _("都没有")),
    ),
)
# What can be wanted, each with the kinds of complaint that it fits: what is not chosen here is asked for in no paper.
WISHES: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("stop", _("不要再打扰我"), (H, N, F)),
    ("unbind", _("把别人的账号从我的号码上解绑"), (N,)),
    ("correct", _("改正错误的标记、登记或者记录"), (N, F)),
    ("delete", _("删掉我的信息"), (H, N, F)),
    ("tell_source", _("说清楚我的信息从哪里来、给了谁"), (H, N, F)),
    ("confirm_no_debt", _("书面确认我不欠这笔钱"), (N, F)),
    ("clear_credit", _("改正我的征信记录"), (F,)),
    ("refund", _("退钱"), (H, N, F)),
    ("damages", _("赔偿我的损失和花费"), (H, N, F)),
    ("apology", _("道歉"), (H, N, F)),
    ("keep_number", _("号码我要留着"), (N,)),
    ("end_contract", _("不要这个号码了，解除合同"), (N,)),
    ("make_known", _("让主管部门知道这件事"), (H, N, F)),
)


def _wishes(kind: str) -> Ask:
    return Ask(
        "wishes",
        _("您想要什么结果？"),
        "choices",
        _("可以选几项，也可以不选。没有选的不会写进材料；准备材料时还能改。"),
        choices=tuple((slug, words) for slug, words, kinds in WISHES if kind in kinds),
        kinds=(kind,),
    )


COLLECTED_BY = Ask(
    "debt.collected_by",
    _("来催的是谁？"),
    "choice",
    _("自己催、委托别人催、把债卖给别人，出借方负的责任不一样。不知道就不选。"),
    choices=(
        ("own_staff", _("出借方自己的员工")),
        ("entrusted", _("出借方委托的催收公司")),
        ("assigned", _("买下这笔债的公司")),
    ),
)
SECRETS = Ask(
    "number.secrets_given",
    _("密码、验证码是您自己告诉别人的吗？"),
    "yes_no",
    _("支付机构、银行能证明是您的过错，就可以不赔。"),
)
PAID = Ask("debt.paid_under_pressure", _("因为被催，您已经付了多少钱（元）"), "yuan", _("没有付过就不填。"))

MATTERS: tuple[Matter, ...] = (
    Matter(
        "number",
        _("这个号码是怎么到您手里的？"),
        _(
            "现在的机主、以前的机主和替孩子办号的家长，依据的法律不一样。办理时有没有告诉您这是别人用过的号码，也会影响运营商的责任。"
        ),
        (
            Ask(
                "complainant.capacity",
                _("您和这个号码是什么关系？"),
                "choice",
                choices=(
                    ("subscriber", _("我是现在的机主")),
                    ("former_holder", _("我是以前的机主，号码已经不用了")),
                    ("guardian", _("号码是我给孩子办的")),
                    (HELPER, _("号码是别的成年人的，我来帮忙登记")),
                    ("recipient", _("都不是，我只是受到打扰")),
                ),
            ),
            Ask("number.second_hand", _("这是别人用过的号码吗？"), "yes_no"),
            Ask("number.told", _("办理的时候，营业员或者页面告诉过您这是二次号吗？"), "yes_no"),
            Ask(
                "number.activated_on",
                _("这个号码是哪天办下、重新开通的？"),
                "date",
                _("现在的机主填自己办下的日子；以前的机主填它又给了别人的日子。记不清可以不填。"),
            ),
            Ask(
                "number.released_on",
                _("号码在这以前是哪天停用、销号的？"),
                "date",
                _("以前的机主填自己停用的日子；现在的机主一般不知道，不填就好。"),
            ),
            Ask(
                "complainant.consumer_of_respondent",
                _("您在被投诉的一方买过东西，或者用过它的服务吗？"),
                "yes_no",
                _("投诉运营商的：办了它的号码自己用，就是用过它的服务。12315 和消费者协会只管这样的争议。"),
            ),
        ),
        kinds=(N,),
    ),
    Matter(
        "charges",
        _("扣的是什么费？"),
        _("对收费有争议的，申诉要在收费发生起五个月内提出。金额和时间决定能要回多少、还来不来得及。"),
        (
            Ask(
                "charges.residual",
                _("这项业务是您自己订的吗？"),
                "choice",
                choices=(
                    ("true", _("不是（前机主留下的，或者不知道是谁订的）")),
                    ("false", _("是我自己订的")),
                ),
            ),
            Ask("charges.item", _("账单上写的业务名称"), "words"),
            Ask("charges.monthly", _("每月扣多少钱（元）"), "yuan"),
            Ask("charges.months", _("一共扣了几个月"), "count"),
            Ask("charges.first_on", _("第一次扣费的日期"), "date"),
            Ask("charges.last_on", _("最近一次扣费的日期"), "date"),
        ),
        kinds=(N,),
        situations=frozenset({S.RESIDUAL_CHARGE}),
    ),
    Matter(
        "label",
        _("号码被标记成了什么？"),
        _("通知过对方更正而对方不改，是追究责任的关键。"),
        (
            Ask("number.mislabelled_as", _("别人的手机上显示什么"), "words", _("例如：某某培训学校")),
            Ask(
                "number.label_reported_on", _("您哪天要求过对方更正？"), "date", _("还没有要求过，可以不填。")
            ),
        ),
        kinds=(N,),
        situations=frozenset({S.NUMBER_MISLABELLED}),
    ),
    Matter(
        "accounts",
        _("号码还绑着别人的哪些账号？"),
        _("要写清楚平台，才知道该请谁解绑和更正。"),
        (
            Ask(
                "number.accounts_bound", _("平台或应用的名字"), "lines", _("一行写一个，例如：某支付、某购物")
            ),
        ),
        kinds=(N,),
        situations=frozenset({S.ACCOUNT_BOUND}),
    ),
    Matter(
        "pursued",
        _("打电话、发短信的人在找谁？"),
        _("告诉过对方“找错人了”之后还继续，责任会重得多。"),
        (
            Ask(
                "debt.owed",
                _("他们说的欠款是谁的？"),
                "choice",
                choices=(
                    ("others", _("前机主或者别的人的")),
                    ("none", _("谁的都不是，根本没有")),
                    ("disputed", _("说不清")),
                ),
            ),
            COLLECTED_BY,
            Ask("debt.told_them_on", _("您哪天告诉过他们找错人了？"), "date", _("还没有说过，可以不填。")),
            Ask("contacts.channels", _("用什么方式"), "choices", choices=tuple(Contact.Channel.choices)),
            Ask("contacts.max_per_day", _("最多的一天有多少次"), "count"),
            THREATS,
            IMPERSONATES,
            PAID,
        ),
        kinds=(N,),
        situations=frozenset({S.FORMER_HOLDER_PURSUED}),
    ),
    Matter(
        "takeover",
        _("您的旧号码被新机主用来做了什么？"),
        _("新机主登录您的账号，和您停用号码后有没有及时换绑，法院都会看。"),
        (
            Ask("number.account_taken_over", _("有人用这个号码登录了您的账号吗？"), "yes_no"),
            Ask("number.rebound_by_former_holder", _("停用号码前后，您换绑或者解绑过这个账号吗？"), "yes_no"),
            SECRETS,
        ),
        kinds=(N,),
        situations=frozenset({S.ACCOUNT_TAKEN_OVER}),
    ),
    Matter(
        "registrant",
        _("这个号码登记在谁的名下？"),
        _("实名登记和实际使用人不一致，运营商有核验的责任。"),
        (
            Ask("number.registrant_is_me", _("登记的是您本人吗？"), "yes_no"),
            Ask(
                "number.opened_by_me",
                _("号码是您自己去办，或者您请人去办的吗？"),
                "yes_no",
                _("别人拿您的身份证办的，选“否”：您和运营商没有订过这份合同。"),
            ),
            Ask(
                "number.disputed",
                _("不是您办的是哪个号码？"),
                "lines",
                _(
                    "一行写一个；只查得到尾号的，写“尾号1234”。材料上写的号码是它，不写您自己的号码。号码是自己办的，不用填。"
                ),
            ),
        ),
        kinds=(N,),
        situations=frozenset({S.WRONG_REGISTRANT}),
    ),
    Matter(
        "sim",
        _("补卡是怎么回事？"),
        _("补卡时有没有核验身份，决定运营商要不要赔。钱款有风险请先拨 110 并联系银行止付。"),
        (
            Ask("number.sim_replaced_by_other", _("有别人冒用您的名义补了卡吗？"), "yes_no"),
            SECRETS,
        ),
        kinds=(N,),
        situations=frozenset({S.SIM_SWAP}),
    ),
    Matter(
        "fee",
        _("销号要收多少钱？"),
        _("没有正当理由收违约金或者不让销号，可以要求退还。"),
        (
            Ask(
                "number.cancellation_fee",
                _("对方要收的违约金（元）"),
                "yuan",
                _("不让销号但没有说收钱，填 0。"),
            ),
        ),
        kinds=(N,),
        situations=frozenset({S.CANCELLATION_FEE}),
    ),
    Matter(
        "debt",
        _("他们说的这笔债"),
        _("没有这笔债、是别人的债、金额不对，是三种不同的情形，法律依据和要找的人都不一样。请照实选。"),
        (
            Ask(
                "debt.owed",
                _("这笔债是什么情况？"),
                "choice",
                choices=(
                    ("none", _("我从来没有和他们借过钱，也没有这笔账")),
                    ("others", _("那是别人的债")),
                    ("disputed", _("有过借款，但金额不对")),
                    ("settled", _("已经还清了")),
                    ("own", _("确实是我的债，我投诉的是催收的做法")),
                ),
            ),
            Ask("debt.claimed", _("对方说欠多少钱（元）"), "yuan"),
            Ask(
                "debt.received",
                _("借款实际到手多少钱（元）"),
                "yuan",
                _("金额不对的才填：扣掉服务费、会员费以后真正收到的。"),
            ),
            Ask("debt.repaid", _("一共还进去多少钱（元）"), "yuan", _("金额不对的才填。")),
            Ask("debt.debtor", _("对方要找的人叫什么"), "words", _("是别人的债才填。不知道可以不填。")),
            Ask("debt.told_them_on", _("您哪天告诉过他们弄错了？"), "date", _("还没有说过，可以不填。")),
            PAID,
        ),
        kinds=(F,),
    ),
    Matter(
        "pressure",
        _("他们怎么催的？"),
        _("威胁、冒充公检法和骚扰亲友可以报警，越早越好。"),
        (
            COLLECTED_BY,
            Ask("debt.contacts_told", _("有多少亲友、同事接到过电话或短信"), "count"),
            THREATS,
            IMPERSONATES,
            Ask("debt.illegal_lending", _("您觉得是高利贷、套路贷一类的非法放贷吗？"), "yes_no"),
            Ask("debt.per_day", _("同一个号码一天最多催过几次"), "count"),
        ),
        kinds=(F,),
    ),
    Matter(
        "contacts",
        _("他们怎么联系您的？"),
        _("次数和时间能说明对您生活的影响，也决定哪些部门会管。大概的数字也可以，以后能补。"),
        (
            Ask(
                "complainant.capacity",
                _("受到打扰的是谁？"),
                "choice",
                _(
                    "替未成年的孩子投诉，由您作为监护人代办，材料上会写明。帮别的成年人，先登记，他本人确认以后才能发。"
                ),
                choices=(
                    ("recipient", _("我本人")),
                    ("guardian", _("我未成年的孩子，我是监护人")),
                    (HELPER, _("别的成年人，我来帮忙登记")),
                ),
                kinds=(H,),
            ),
            Ask(
                "complainant.capacity",
                _("受到打扰的是谁？"),
                "choice",
                _(
                    "替未成年的孩子投诉，由您作为监护人代办，材料上会写明。帮别的成年人，先登记，他本人确认以后才能发。"
                ),
                choices=(
                    ("recipient", _("我本人")),
                    ("debtors_contact", _("我和家人、同事，因为他们在找我认识的欠款人")),
                    ("guardian", _("我未成年的孩子，我是监护人")),
                    (HELPER, _("别的成年人，我来帮忙登记")),
                ),
                kinds=(F,),
            ),
            Ask("contacts.channels", _("用什么方式"), "choices", choices=tuple(Contact.Channel.choices)),
            Ask("contacts.count", _("一共多少次"), "count"),
            Ask("contacts.max_per_day", _("最多的一天有多少次"), "count"),
            Ask("contacts.night", _("有在晚上十点到早上八点之间的吗？"), "yes_no"),
        ),
        kinds=(H, F),
    ),
    Matter(
        "advertising",
        _("发来的内容"),
        _("推销商品、服务的信息，法律要求先得到您的同意，还要让您看得出是谁、能拒绝。"),
        (
            Ask("content.commercial", _("内容是推销商品、服务或者投资机会吗？"), "yes_no"),
            Ask("content.sender_identified", _("看得出是谁发来的吗？"), "yes_no"),
        ),
        kinds=(H,),
    ),
    Matter(
        "consent",
        _("您同意过他们发吗？"),
        _("有没有得到同意，要由发送的人来证明。您只要照实说。"),
        (
            Ask(
                "consent.status",
                _("关于接收这些信息"),
                "choice",
                choices=(
                    ("none", _("我从来没有同意过，也不认识他们")),
                    ("default", _("注册、下单时可能被默认勾选了")),
                    ("bundled", _("写在会员协议、别的条款里，没有单独问过我")),
                    ("explicit", _("我明确同意过")),
                    ("withdrawn", _("我同意过，后来撤回了")),
                ),
            ),
            Ask(
                "complainant.consumer_of_respondent",
                _("您在他们那里买过东西，或者用过他们的服务吗？"),
                "yes_no",
            ),
        ),
        kinds=(H,),
    ),
    Matter(
        "terms",
        _("同意是怎么来的？"),
        _("不同意就不让用，和只是写在条款里、照样能用，依据的条文不一样。"),
        (
            Ask(
                "consent.required_for_service",
                _("不同意，就不能用他们的服务吗？"),
                "yes_no",
                _("不同意也能照常买、照常用的，选“否”。"),
            ),
        ),
        kinds=(H,),
        situations=frozenset({S.BUNDLED_CONSENT}),
    ),
    Matter(
        "refusal",
        _("您拒绝过吗？"),
        _("明确拒绝之后再发，违法就更清楚。退订短信、客服录音、聊天截图都是证据。"),
        (
            Ask("refusal.made", _("您退订过，或者告诉过他们不要再发吗？"), "yes_no"),
            Ask("refusal.on", _("第一次拒绝是哪天？"), "date"),
            Ask(
                "refusal.ways",
                _("怎么拒绝的"),
                "choices",
                choices=(
                    ("sms_reply", _("回复短信退订")),
                    ("at_once", _("在来电中当场拒绝")),
                    ("hotline", _("打客服电话")),
                    ("shop", _("到营业厅、门店")),
                    ("writing", _("写信、邮件、在线留言")),
                ),
            ),
            Ask("contacts.after_refusal", _("拒绝之后又来了多少次"), "count"),
        ),
        kinds=(H,),
    ),
    Matter(
        "opt_out",
        _("退订的办法"),
        _("商业短信必须让人方便、免费地退订。"),
        (
            Ask("content.opt_out_offered", _("短信里写了怎么退订吗？"), "yes_no"),
            Ask(
                "content.opt_out_works",
                _("照短信里写的办法退订，有用吗？"),
                "yes_no",
                _("没有试过，请选“不知道”。"),
            ),
            Ask(
                "content.opt_out_fee",
                _("退订一次花多少钱（元）"),
                "yuan",
                _("普通短信资费通常是 0.1 元。没有收费就填 0。"),
            ),
        ),
        kinds=(H,),
    ),
    Matter(
        "source",
        _("他们从哪里得到您的号码？"),
        _("把您的信息转给别人，法律要求单独取得您的同意。"),
        (
            Ask(
                "data.source",
                _("据您所知"),
                "choice",
                choices=(
                    ("order", _("我下过单")),
                    ("app", _("我用过他们的应用")),
                    ("given", _("我亲自给过他们")),
                    ("contacts_list", _("从别人的通讯录")),
                    ("leak", _("泄露的")),
                    ("unknown", _("完全不知道")),
                ),
            ),
            Ask("data.shared_with_third_party", _("是别家把您的号码给了他们吗？"), "yes_no"),
            Ask("consent.separate", _("给之前，单独问过您同不同意吗？"), "yes_no", kinds=(H, F)),
            Ask(
                "data.profiling",
                _("是按您的浏览、购买、位置这些推送的吗？"),
                "yes_no",
                _("例如刚搜过什么，就来推销什么。"),
                kinds=(H,),
            ),
        ),
        # Of a second-hand number it is asked later alone: none of its situations is among these.
        situations=frozenset({S.NO_CONSENT, S.DATA_SHARED, S.PROFILING, S.DATA_SOURCE_UNLAWFUL, S.NO_DEBT}),
    ),
    Matter(
        "threats",
        _("有没有威胁、冒充？"),
        _("威胁、冒充公检法的，先报警。"),
        (THREATS, IMPERSONATES, PAID),
        kinds=(H,),
        later=True,
    ),
    Matter(
        "published",
        _("发给别人、贴出来过吗？"),
        _("说要公开是威胁；已经公开的，可以按肖像、名誉、隐私受侵害追究。"),
        (PUBLISHED,),
        later=True,
    ),
    Matter(
        "loss",
        _("您花了什么钱、受了什么影响，想要什么结果？"),
        _("打官司可以要求赔偿合理开支。没有损失也不影响要求停止和道歉。"),
        (
            Ask("loss.what", _("花在什么上"), "words", _("例如：交通费、公证费、退订短信费")),
            Ask("loss.yuan", _("一共多少钱（元）"), "yuan"),
            Ask(
                "loss.wished",
                _("没有花钱，也想要对方赔一笔的，要多少（元）"),
                "yuan",
                _("损失难以确定的，由法院根据实际情况确定数额，不一定支持。花了钱的填上面，这里不填。"),
                kinds=(H,),
            ),
            Ask(
                "loss.mental",
                _("对您的精神影响"),
                "choice",
                choices=(
                    ("none", _("没有明显影响")),
                    ("some", _("有影响，比如烦躁、睡不好")),
                    ("severe", _("很严重，例如就医、停工")),
                ),
            ),
            *(_wishes(kind) for kind in (H, N, F)),
        ),
    ),
)

PRIOR_TO: tuple[tuple[str, Text], ...] = (
    ("operator", _("电信运营商")),
    ("respondent", _("对方本人或其客服")),
    ("telecom_appeal", _("电信用户申诉受理机构（12300）")),
    ("12315", _("市场监管（12315）")),
    ("consumer_association", _("消费者协会")),
    ("12321", _("12321 举报中心")),
    ("lender", _("放贷的金融机构")),
    ("police", _("公安机关")),
    ("court", _("人民法院")),
    ("arbitration", _("仲裁机构")),
    ("platform", _("平台、软件的客服")),
    ("bank", _("银行")),
    ("local_finance", _("地方金融管理部门")),
    ("other_authority", _("其他部门")),
)

# GB/T 2260: the province decides which provincial rules and which regulator's office a case belongs to.
PROVINCES: tuple[tuple[str, Text], ...] = (
    ("110000", _("北京")), ("120000", _("天津")), ("130000", _("河北")), ("140000", _("山西")), ("150000", _("内蒙古")),
    ("210000", _("辽宁")), ("220000", _("吉林")), ("230000", _("黑龙江")), ("310000", _("上海")), ("320000", _("江苏")),
    ("330000", _("浙江")), ("340000", _("安徽")), ("350000", _("福建")), ("360000", _("江西")), ("370000", _("山东")),
    ("410000", _("河南")), ("420000", _("湖北")), ("430000", _("湖南")), ("440000", _("广东")), ("450000", _("广西")),
    ("460000", _("海南")), ("500000", _("重庆")), ("510000", _("四川")), ("520000", _("贵州")), ("530000", _("云南")),
    ("540000", _("西藏")), ("610000", _("陕西")), ("620000", _("甘肃")), ("630000", _("青海")), ("640000", _("宁夏")),
    ("650000", _("新疆")), ("710000", _("台湾")), ("810000", _("香港")), ("820000", _("澳门")),
)  # fmt: skip


def matters_for(kind: str, situations: Collection[str], *, answered: Collection[str] = ()) -> list[Matter]:
    """The matters of an intake, each with the questions that this kind of complaint is asked.

    Those that are asked later are among them where they are ``answered`` already: what was told unasked counts.
    """
    return [
        _asked(matter, kind)
        for matter in MATTERS
        if matter.concerns(kind, situations)
        or (matter.later and kind in matter.kinds and matter.slug in answered)
    ]


def matter_of(slug: str, kind: str) -> Matter | None:
    """One page of questions, as this kind of complaint is asked them."""
    return next((_asked(matter, kind) for matter in MATTERS if matter.slug == slug), None)


@dataclass(frozen=True)
class Question:
    """Where something is asked: the page, the field on it, in which words."""

    page: str
    field: str
    label: Text


# Facts that no question bears the name of, with where they are asked.
_ASKED_AS: dict[str, Question] = {
    "situations": Question("situations", "situations", _("您的情况")),
    "event.first": Question("event", "first", _("最早是哪天？")),
    "event.last": Question("event", "last", _("最近一次是哪天？")),
    "prior": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.asked": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.asked_operator": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.operator_refused": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.operator_region": Question("respondents", "respondents-of-operator", _("运营商在哪个省")),
    "derived.licensed_roles": Question(
        "respondents", "respondents-0-licensed_lender", _("对方是不是持牌机构")
    ),
    "derived.consumer_roles": Question("respondents", "respondents-0-role", _("谁应当负责")),
    "derived.creditor_told": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.holder_told": Question("prior", "prior-0-to", _("找过谁、哪天找的")),
    "derived.licensed_lender": Question(
        "respondents", "respondents-0-licensed_lender", _("对方是不是持牌机构")
    ),
    "derived.unlicensed_lender": Question(
        "respondents", "respondents-0-licensed_lender", _("对方是不是持牌机构")
    ),
    "derived.bought_from_some": Question(
        "respondents", "respondents-0-consumer", _("您是不是收费的一方的客户")
    ),
    "respondents": Question("respondents", "respondents-0-role", _("谁应当负责")),
    "derived.nobody": Question("respondents", "respondents-0-name", _("谁应当负责")),
    "derived.accepted": Question("prior", "prior-0-accepted", _("找过谁、受理了没有")),
    "complainant.region": Question("you", "region", _("您在哪个省")),
    "loss.costs": Question("loss", "loss__yuan", _("您因此花了多少钱")),
}


def question_of(fact: str, kind: str) -> Question | None:
    """The question that asks for a fact in a complaint of this kind; None where nothing asks for it."""
    if (
        fact in ("derived.licensed_lender", "derived.unlicensed_lender") and kind == H
    ):  # see ``RespondentForm``
        return None
    if fact == "derived.bought_from_some" and kind != F:  # asked of all there, not of each
        return None
    asked = (
        Question(matter.slug, ask.name, ask.label)
        for matter in MATTERS
        if kind in matter.kinds
        for ask in matter.asks
        if ask.fact == fact and kind in ask.kinds
    )
    return next(asked, None) or _ASKED_AS.get(fact)


def questions_of(facts: Iterable[str], kind: str) -> list[Question]:
    """The questions that ask for these facts, each once."""
    asked = (question_of(fact, kind) for fact in facts)
    return list(dict.fromkeys(one for one in asked if one is not None))


def shown(ask: Ask, answer: Any, *, story: str = "") -> str:
    """An answer in words; "" when it was left open. A count that the story tells as about so many is said so."""
    if answer in (None, "", []):
        return ""
    choices = dict(ask.choices) | ({} if ask.choices else dict(YES_NO)) | {UNKNOWN: gettext("不知道")}
    if isinstance(answer, list):
        return gettext("、").join(str(choices.get(one, one)) for one in answer)
    if ask.form in ("yes_no", "choice"):
        return str(choices.get(answer, answer))
    group, _dot, leaf = ask.fact.partition(".")
    rough = group == "contacts" and rough_counts(story, {leaf: answer})
    return gettext("约%s") % answer if rough else str(answer)


def _asked(matter: Matter, kind: str) -> Matter:
    return replace(matter, asks=tuple(ask for ask in matter.asks if kind in ask.kinds))
