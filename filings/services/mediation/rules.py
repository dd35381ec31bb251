"""Whether the channel of a filing mediates, by which article, and between whom."""

from core.language import listed
from filings.models import Filing, Mediation
from filings.moves import State
from filings.services.by_law import received_on
from filings.services.sending.content import content_of
from legal.corpus import load
from legal.reasoning import desk_rules


def mediation_rule(filing: Filing) -> desk_rules.Mediation | None:
    """By the law of the day on which it came in, where its body sits; None where no article says that it mediates."""
    return desk_rules.mediation(load(), filing.channel, received_on(filing), filing.recipient.region)


def respondents_of(filing: Filing) -> dict[str, str]:
    """Who can be invited, with where they can be reached: whom the content that this desk was given names."""
    try:
        named = content_of(filing)["fields"].get("respondents", ())
    except ValueError:  # not what was consented to
        return {}
    return {
        one["name"]: listed((text for text in (one.get("address"), one.get("phone")) if text), "，")
        for one in named
        if one.get("name")
    }


def may_mediate(filing: Filing) -> bool:
    return (
        filing.state == State.ACCEPTED and mediation_rule(filing) is not None and bool(respondents_of(filing))
    )


def mediation_of(filing: Filing) -> Mediation | None:
    """The last of a filing, without asking where there was none; asked once for a page."""
    if not filing.mediation:
        return None
    known: Mediation | None = getattr(filing, "_mediation_here", None)
    if known is None:
        rows = Mediation.objects.filter(filing=filing).select_related("consent").order_by("-pk")
        known = filing._mediation_here = rows.prefetch_related("sessions").first()  # type: ignore[attr-defined]
    return known
