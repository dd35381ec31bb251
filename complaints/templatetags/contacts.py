"""The counted contacts of a case, for pages that show them beside other things."""

from typing import Any

from django import template

from complaints.counting.charts import chart_of
from complaints.counting.recount import whole_of
from complaints.counting.timeline import timeline_of
from complaints.models import Complaint
from complaints.standing import standing_facts

register = template.Library()


@register.inclusion_tag("complaints/counted.html")
def counted_contacts(complaint: Complaint) -> dict[str, Any]:
    """Figures and chart of more than one contact; nothing where there is nothing to count."""
    counted = timeline_of(complaint)
    if counted is None or counted.count < 2:
        return {}
    told = whole_of(standing_facts(complaint), counted)
    return {"timeline": counted, "told": told, "chart": chart_of(counted), "compact": True}
