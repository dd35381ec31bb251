"""Pages of a desk that are about no one case: its people, its year, its lists, its record."""

from functools import partial
from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from filings.admin import bulk, lists, typed
from filings.admin.mine import mine
from filings.admin.oversight import oversight_page
from filings.admin.quality import sample, samples
from filings.admin.records import records_page

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    one_sample = path(
        "quality/<int:sample_id>/",
        admin.admin_site.admin_view(partial(sample, admin)),
        name="filings_filing_sample",
    )
    return [
        one_sample,
        *typed.urls(admin),
        *(
            path(f"{name}/", admin.admin_site.admin_view(partial(view, admin)), name=f"filings_filing_{name}")
            for name, view in (
                ("people", bulk.people),
                ("oversight", oversight_page),
                ("quality", samples),
                ("lists", lists.lists),
                ("mine", mine),
                ("records", records_page),
            )
        ),
    ]
