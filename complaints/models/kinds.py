"""The three kinds of complaint and their known situations; the slugs are part of the contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    HARASSMENT = "harassment", _("骚扰短信和电话")
    SECOND_HAND_NUMBER = "second_hand_number", _("二次号（别人用过的号码）")
    FAKE_COLLECTION = "fake_collection", _("不实催收")


class Category(models.TextChoices):
    """What a message is, as the reader tells it and as a person corrects it."""

    MARKETING = "marketing", _("推销、广告")
    COLLECTION = "collection", _("催收欠款")
    VERIFICATION = "verification", _("验证码")
    FRAUD = "fraud", _("像诈骗")
    NOTICE = "notice", _("通知")
    PERSONAL = "personal", _("私人信息")


class Situation(models.TextChoices):
    """The known situations; the slugs are part of the contract."""

    NO_CONSENT = "no_consent", _("没有同意就发来广告")
    OPTOUT_IGNORED = "optout_ignored", _("退订后仍然发来")
    NO_WORKING_OPTOUT = "no_working_optout", _("没有退订办法，或者退订要收费、不起作用")
    BUNDLED_CONSENT = "bundled_consent", _("默认勾选或者捆绑同意")
    SENDER_HIDDEN = "sender_hidden", _("看不出是谁发来的")
    DATA_SHARED = "data_shared", _("我的信息被转给了别人")
    BOMBING = "bombing", _("短时间大量轰炸")
    NUISANCE_CALLS = "nuisance_calls", _("骚扰电话")
    PROFILING = "profiling", _("被画像后定向营销")
    NUMBER_NOT_DISCLOSED = "number_not_disclosed", _("办理时没有告诉我是二次号")
    FREEZE_BROKEN = "freeze_broken", _("号码冻结期不够就放出来")
    RESIDUAL_CHARGE = "residual_charge", _("替前机主的业务扣费")
    NUMBER_MISLABELLED = "number_mislabelled", _("号码被软件错误标记")
    ACCOUNT_BOUND = "account_bound", _("号码还绑着别人的账号")
    FORMER_HOLDER_PURSUED = "former_holder_pursued", _("来找前机主的催收和骚扰")
    ACCOUNT_TAKEN_OVER = "account_taken_over", _("我的旧号码被新机主用来登录我的账号")
    WRONG_REGISTRANT = "wrong_registrant", _("号码登记在别人名下")
    SIM_SWAP = "sim_swap", _("被人冒名补卡")
    CANCELLATION_FEE = "cancellation_fee", _("销号要收违约金，或者不让销号")
    NO_DEBT = "no_debt", _("我根本没有这笔债")
    OTHERS_DEBT = "others_debt", _("那是别人的债")
    CONTACTS_HARASSED = "contacts_harassed", _("骚扰我的亲友、同事")
    THREATS_IMPERSONATION = "threats_impersonation", _("威胁、辱骂，或者冒充公检法、律师")
    AMOUNT_WRONG = "amount_wrong", _("金额不对或者已经还清")
    DATA_SOURCE_UNLAWFUL = "data_source_unlawful", _("不知道他们从哪里得到我的信息")
    FREQUENCY_HOURS = "frequency_hours", _("催收过于频繁或者在深夜")
    SCAM = "scam", _("像是诈骗")


# Named one by one: a situation that is added belongs to the kind that it is written under, and moves no other.
SITUATIONS_OF_KIND: dict[str, tuple[Situation, ...]] = {
    Kind.HARASSMENT: (
        Situation.NO_CONSENT,
        Situation.OPTOUT_IGNORED,
        Situation.NO_WORKING_OPTOUT,
        Situation.BUNDLED_CONSENT,
        Situation.SENDER_HIDDEN,
        Situation.DATA_SHARED,
        Situation.BOMBING,
        Situation.NUISANCE_CALLS,
        Situation.PROFILING,
    ),
    Kind.SECOND_HAND_NUMBER: (
        Situation.NUMBER_NOT_DISCLOSED,
        Situation.FREEZE_BROKEN,
        Situation.RESIDUAL_CHARGE,
        Situation.NUMBER_MISLABELLED,
        Situation.ACCOUNT_BOUND,
        Situation.FORMER_HOLDER_PURSUED,
        Situation.ACCOUNT_TAKEN_OVER,
        Situation.WRONG_REGISTRANT,
        Situation.SIM_SWAP,
        Situation.CANCELLATION_FEE,
    ),
    Kind.FAKE_COLLECTION: (
        Situation.NO_DEBT,
        Situation.OTHERS_DEBT,
        Situation.CONTACTS_HARASSED,
        Situation.THREATS_IMPERSONATION,
        Situation.AMOUNT_WRONG,
        Situation.DATA_SOURCE_UNLAWFUL,
        Situation.FREQUENCY_HOURS,
        Situation.SCAM,
    ),
}
