"""What the pages of a case say of the campaigns that it belongs to: to a desk its own figures, to its owner a number."""

from django import template

from complaints.models import Complaint
from complaints.services import others_reporting
from filings.models import DeskCampaign, Filing

register = template.Library()


@register.simple_tag
def campaigns_of(filing: Filing) -> list[DeskCampaign]:
    """The campaigns at the desk of this filing that it was counted into, the greatest first."""
    return list(
        DeskCampaign.objects.filter(
            organisation=filing.organisation_id, campaign__sightings__filing=filing
        ).order_by("-complaints", "pk")[:3]
    )


@register.simple_tag
def others_like(complaint: Complaint) -> int:
    """How many other people reported similar messages; 0 when they are too few to be spoken of."""
    return others_reporting(complaint)
