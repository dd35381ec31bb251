"""The people in a complaint: who complains, for whom, and about whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.kinds import Kind
from core.fields import EncryptedTextField


class Party(models.Model):
    """Someone in the case. The identity of the complainant and of their child is encrypted; a respondent is named in the open."""

    class Role(models.TextChoices):
        COMPLAINANT = "complainant", _("投诉人")
        CHILD = "child", _("孩子（由监护人代理）")
        HELPER = "helper", _("帮忙登记的人")
        CONTENT_PROVIDER = "content_provider", _("发信息、打电话的一方（商家等）")
        SERVICE_PROVIDER = "service_provider", _("替别人发短信的公司（短信通道）")
        OPERATOR = "operator", _("电信运营商")
        SHOP = "shop", _("办号码的代理点、网店")
        PLATFORM = "platform", _("平台、软件")
        PAYMENT_INSTITUTION = "payment_institution", _("支付机构（第三方支付）")
        BANK = "bank", _("银行")
        LENDER = "lender", _("出借机构（消费金融、小额贷款等）")
        ASSIGNEE = "assignee", _("买下债权的公司（资产公司等）")
        TRADER = "trader", _("收费的一方（物业、房东、燃气、学校、商家等，不是放贷的）")
        COLLECTOR = "collector", _("催收公司")
        # Of before the roles were split: still read, and of lender and assignee where it is not known which.
        PRINCIPAL = "principal", _("出借或者买下债权的，不清楚是哪一种")
        AGENT = "agent", _("受委托的公司（代打电话等）")
        PERSON = "person", _("个人")
        UNKNOWN = "unknown", _("还不知道是谁")

    OWN_SIDE: ClassVar = (Role.COMPLAINANT, Role.CHILD, Role.HELPER)
    # Who can be complained about in a complaint of a kind, as its form offers them.
    ROLES_OF_KIND: ClassVar = {
        Kind.HARASSMENT: (
            Role.CONTENT_PROVIDER, Role.SERVICE_PROVIDER, Role.OPERATOR, Role.PLATFORM, Role.AGENT, Role.PERSON,
            Role.UNKNOWN,
        ),
        Kind.SECOND_HAND_NUMBER: (
            Role.OPERATOR, Role.SHOP, Role.PLATFORM, Role.PAYMENT_INSTITUTION, Role.BANK, Role.LENDER, Role.ASSIGNEE,
            Role.TRADER, Role.COLLECTOR, Role.PRINCIPAL, Role.CONTENT_PROVIDER, Role.SERVICE_PROVIDER, Role.PERSON,
            Role.UNKNOWN,
        ),
        Kind.FAKE_COLLECTION: (
            Role.COLLECTOR, Role.BANK, Role.LENDER, Role.TRADER, Role.ASSIGNEE, Role.PRINCIPAL,
            Role.CONTENT_PROVIDER, Role.SERVICE_PROVIDER, Role.PLATFORM, Role.OPERATOR, Role.PERSON, Role.UNKNOWN,
        ),
    }  # fmt: skip

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="parties")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    organisation_name = models.CharField(_("名称"), max_length=200, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    licensed_lender = models.BooleanField(_("持牌金融机构"), null=True, blank=True)
    name = EncryptedTextField(_("姓名"), blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    # The number that the complaint is about, where it is not the complainant's telephone: a child's, one given up.
    number = EncryptedTextField(_("涉案号码"), blank=True)
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    address = EncryptedTextField(_("通讯地址"), blank=True)
    # A child's day of birth, ISO: under fourteen, its guardian consents apart (个人信息保护法 31).
    born = EncryptedTextField(_("出生日期"), blank=True, default="")
    # What papers need besides, asked where one does (民事诉讼法 124).
    postcode = EncryptedTextField(_("邮政编码"), blank=True, default="")
    gender = EncryptedTextField(_("性别"), blank=True, default="")
    ethnicity = EncryptedTextField(_("民族"), blank=True, default="")
    occupation = EncryptedTextField(_("职业"), blank=True, default="")
    employer = EncryptedTextField(_("工作单位"), blank=True, default="")
    legal_representative = EncryptedTextField(_("法定代表人"), blank=True, default="")
    # Of who acts for a child: parent, guardian …; of who helps an adult: family, volunteer …
    relation = EncryptedTextField(_("与投诉人的关系"), blank=True, default="")

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(role="complainant"), name="one_complainant_a_complaint"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organisation_name}".strip()
