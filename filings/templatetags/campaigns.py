"""What the page of a case tells its owner of others who complain of the same."""

from django import template

from complaints.models import Complaint
from complaints.services import others_reporting

register = template.Library()


@register.simple_tag
def others_like(complaint: Complaint) -> int:
    """How many other people reported similar messages; 0 when they are too few to be spoken of."""
    return others_reporting(complaint)
