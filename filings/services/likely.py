"""Whom the answers name and the case does not complain about yet: each can be written to once the person says so."""

import re
from dataclasses import dataclass

from accounts.actors import Actor
from complaints.models import Complaint, Party
from complaints.reading import lenders_named
from complaints.standing import standing_facts
from complaints.stating import answers_now
from core.language import gettext as _
from documents.official import form_of
from legal.reasoning.naming import is_definite, lead_in
from legal.services import Refused, assess_stated, shown_answers

_PAGE = "respondents"
_LENDS = re.compile("普惠|消费金融|小额贷款|小贷|贷$|借条$")
_PAYS = re.compile("支付|钱包")
# A kind of account, and nobody's name.
_NOBODYS = re.compile("(QQ)?邮箱|网盘|网银|微博号|银行卡|信用卡|(某个?)?(应用|软件|APP|app|网站)")


@dataclass(frozen=True)
class Likely:
    """A name that was told; ``channel`` is where one writes to it."""

    name: str
    role: str
    channel: str


def likely_in(complaint: Complaint) -> list[Likely]:
    """Platforms whose accounts hang on the number, lenders in whose name somebody calls: as told, who is none of the other
    side yet. One that is, and of whom nobody said what they are, may be the lender."""
    facts = standing_facts(complaint)
    parties = {one.organisation_name: one.role for one in complaint.respondents}
    found = [_bound(name) for name in facts.get("number", {}).get("accounts_bound", ())]
    lenders = [*lenders_named(complaint.standing_story)]
    lenders += [name for name, role in parties.items() if role == Party.Role.UNKNOWN and "debt" in facts]
    found += [Likely(name, Party.Role.LENDER, "lender") for name in lenders]
    open_to = {
        one.name: one
        for one in found
        if is_definite(one.name)
        and not _NOBODYS.fullmatch(one.name)
        and parties.get(one.name, Party.Role.UNKNOWN) not in form_of(one.channel).respondent_roles
    }
    return list(open_to.values())


def leads_in(complaint: Complaint) -> list[str]:
    """The names of which the answers only say that it may be them: to be looked up before anybody is sued by them."""
    leads = (lead_in(one.organisation_name) for one in complaint.respondents)
    return list(dict.fromkeys(one for one in leads if one))


def _bound(told: str) -> Likely:
    name = told.strip()
    if _LENDS.search(name):
        return Likely(name, Party.Role.LENDER, "lender")
    if name.endswith("银行"):
        return Likely(name, Party.Role.BANK, "platform")
    role = Party.Role.PAYMENT_INSTITUTION if _PAYS.search(name) else Party.Role.PLATFORM
    return Likely(name, role, "platform")


def complain_about(*, by: Actor, complaint: Complaint, name: str) -> Likely:
    """Take somebody whom the answers name among the other side: a dated statement, and the case is assessed by it. Nothing
    is sent. Refused for whom they don't name."""
    chosen = next((one for one in likely_in(complaint) if one.name == name), None)
    if chosen is None:
        raise Refused(_("您的回答里没有写到它，或者已经写在“对方”里了。没有改动任何内容。"))
    before = answers_now(complaint, _PAGE)["rows"]
    rows = [row for row in before if row["name"] != name]
    asked = {"uscc": "", "region": "", "licensed_lender": "", "consumer": ""}
    assess_stated(
        by=by,
        complaint=complaint,
        matter=_PAGE,
        answers={"rows": [*rows, {**asked, "role": str(chosen.role), "name": name}]},
        shown=shown_answers(complaint, _PAGE),
    )
    return chosen
