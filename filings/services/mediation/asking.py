"""The desk asks who complained whether to mediate; nobody else is told yet."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act
from core.language import gettext as _
from filings.models import Filing, Mediation
from filings.moves import MEDIATING
from filings.news import News
from filings.services.mediation.moving import LONGEST, enter, hold_as, tell, written
from filings.services.mediation.rules import may_mediate, mediation_rule, respondents_of
from filings.services.reach import Refused


def ask_mediation(
    *, by: Actor, filing: Filing, respondent: str, words: str, at: datetime | None = None
) -> Mediation:
    """Ask whether to mediate with one of the respondents. Refused where the channel knows no mediation, before acceptance,
    and while another one goes on. The periods go on."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_as(by, filing, "desk")
        rule = mediation_rule(held)
        if rule is None or not may_mediate(held):
            raise Refused(
                _("这件现在不能调解：要已经受理、渠道的规定写有调解、有对方的名称。没有改动任何内容。")
            )
        if held.mediation in MEDIATING:
            raise Refused(_("这件已经在调解。没有改动任何内容。"))
        if respondent not in respondents_of(held):
            raise Refused(_("请选和谁调解。没有改动任何内容。"))
        text = written(words, _("请写给投诉人的话，最多 %d 字。没有改动任何内容。") % LONGEST)
        made = Mediation.objects.create(
            filing=held, respondent=respondent, words=text, asked_by=by.label, asked_at=at
        )
        held.mediation = made.state
        held.save(update_fields=["mediation"])
        enter(by, held, made, Act.MEDIATION_MOVED, {"to": made.state, "basis": rule.basis}, at)
        told = _("建议和%(who)s调解（%(citation)s）。要不要调解、让它看到什么，由您决定。\n%(words)s")
        named = {"who": respondent, "citation": rule.citation, "words": text}
        tell(by, held, told % named, News.MEDIATE, at)
    return made
