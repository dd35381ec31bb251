"""The row of a case page: a filing with all that every such page shows of it, in one statement."""

from django.db.models import JSONField, Model, QuerySet
from django.db.models.expressions import RawSQL

from complaints.models import TELLING_ACTS, Complainants, complainants_of
from core.rows_within import keep_rows, rows_within
from core.written_once import WrittenAround
from filings.models import Deadline, Filing, FilingDocument

# Where there is anything at all of a filing; whose it is to read, and in which state, is asked by what reads it.
_THERE_IS = {
    "proposals": "filings_proposal there WHERE there.filing_id = filings_filing.id",
    "tasks": "filings_task there WHERE there.filing_id = filings_filing.id",
    "letters": "filings_deskletter there WHERE there.filing_id = filings_filing.id",
    "given_files": "filings_givenfile there WHERE there.filing_id = filings_filing.id",
    "notes": "filings_note there WHERE there.filing_id = filings_filing.id",
    "supplements": "filings_supplement there WHERE there.filing_id = filings_filing.id",
    "sightings": "filings_sighting there WHERE there.filing_id = filings_filing.id",
    "overrules": "legal_overrule there WHERE there.assessment_id = filings_filing.assessment_id",
    "recusals": "accounts_recusal there WHERE there.case_id = filings_filing.complaint_id"
    " AND there.organisation_id = filings_filing.organisation_id AND there.lifted_at IS NULL",
    "needs": "accounts_identityneed there WHERE there.filing_id = filings_filing.id AND there.state = 'asked'",
    "units": "accounts_unit there WHERE there.organisation_id = filings_filing.organisation_id",
    "news": "complaints_subscription there WHERE there.complaint_id = filings_filing.complaint_id"
    " AND there.ended_at IS NULL AND there.confirmed_at IS NOT NULL AND there.medium <> 'calendar'",
    "siblings": "filings_filing there WHERE there.complaint_id = filings_filing.complaint_id"
    " AND there.id <> filings_filing.id",
}


# What every page shows.
_ROWS: dict[str, tuple[type[Model], str]] = {
    "deadlines": (Deadline, "ORDER BY there.due_on, there.id) FROM filings_deadline there"),
    "documents": (FilingDocument, "ORDER BY there.id) FROM filings_filingdocument there"),
}
_TELLING = ", ".join(f"'{act}'" for act in TELLING_ACTS)
_DONE_BY = f"""(SELECT jsonb_agg(DISTINCT jsonb_build_array(told.actor, told.act, told.detail -> 'helper'))
    FROM complaints_ledgerentry told
    WHERE told.complaint_id = filings_filing.complaint_id AND told.act IN ({_TELLING}))"""  # noqa: S608  (of constants alone)


def with_insides(which: QuerySet[Filing]) -> list[Filing]:
    """Each with its deadlines and documents, with who did what (``complainants``), and with whether there is anything else
    of it: most cases have little, and what is not there is not asked for."""
    found = _WITH_INSIDES(which.values("pk"))
    for filing in found:
        for name, (model, _rows) in _ROWS.items():
            keep_rows(filing, name, rows_within(model, getattr(filing, f"its_{name}")))
    return found


def complainants(filing: Filing) -> Complainants:
    """Of a filing that ``with_insides`` read."""
    return complainants_of(filing.complaint, map(tuple, filing.done_by or ()))  # type: ignore[attr-defined]


def _with_insides(which: RawSQL) -> QuerySet[Filing]:
    there_is = {
        f"has_{name}": RawSQL(f"EXISTS (SELECT FROM {rows_of})", [])  # noqa: S611  (of constants alone)
        for name, rows_of in _THERE_IS.items()
    }
    rows_of_it = {
        f"its_{name}": RawSQL(  # noqa: S611  (of constants alone)
            f"(SELECT jsonb_agg(to_jsonb(there) {rows} WHERE there.filing_id = filings_filing.id)",
            [],
            output_field=JSONField(),
        )
        for name, (_model, rows) in _ROWS.items()
    }
    done_by = RawSQL(_DONE_BY, [], output_field=JSONField())  # noqa: S611
    related = ("complaint", "recipient", "organisation", "assigned_to", "assessment")
    rows = (
        Filing.objects.filter(pk__in=which)
        .select_related(*related)
        .annotate(**there_is, **rows_of_it, done_by=done_by)
    )
    # Of the assessment its id alone is asked for: its result has 150 kB. No act looks into what a search does.
    return rows.defer("assessment__result", "complaint__searchable", "complaint__search")


_WITH_INSIDES = WrittenAround(_with_insides)
