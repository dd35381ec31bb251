"""What was sent and withdrawn before a withdrawal closed anything: an access row per filing, and when each closes."""

from django.db import migrations

ROW_PER_FILING = """
UPDATE complaints_access a SET filing_id = f.id, exhibits = ARRAY(SELECT jsonb_array_elements_text(f.exhibits)::uuid)
FROM (
    SELECT DISTINCT ON (complaint_id, organisation_id) id, complaint_id, organisation_id, exhibits
    FROM filings_filing WHERE sent_at IS NOT NULL AND organisation_id IS NOT NULL
    ORDER BY complaint_id, organisation_id, sent_at, id
) f
WHERE a.why = 'sent' AND a.filing_id IS NULL
  AND a.complaint_id = f.complaint_id AND a.organisation_id = f.organisation_id;

INSERT INTO complaints_access
    (complaint_id, organisation_id, why, since, until, granted_by, code_digest, code, exhibits, covered, redactions, filing_id)
SELECT f.complaint_id, f.organisation_id, 'sent', f.sent_at, a.until, a.granted_by, '', a.code,
       ARRAY(SELECT jsonb_array_elements_text(f.exhibits)::uuid), a.covered, a.redactions, f.id
FROM filings_filing f
JOIN complaints_access a ON a.why = 'sent' AND a.complaint_id = f.complaint_id AND a.organisation_id = f.organisation_id
WHERE f.sent_at IS NOT NULL AND a.filing_id IS NOT NULL AND a.filing_id <> f.id;
"""

# Who had taken it up has as many days as for a withdrawal of today; the ledger knows how it stood.
CLOSED = """
UPDATE filings_filing f SET closes_at = CASE WHEN EXISTS (
    SELECT 1 FROM complaints_ledgerentry e WHERE e.complaint_id = f.complaint_id AND e.act = 'consent_withdrawn'
      AND e.detail ->> 'filing' = f.id::text AND e.detail ->> 'state' IN ('accepted', 'decided', 'refused', 'closed')
) THEN now() + interval '5 days' ELSE c.withdrawn_at END
FROM accounts_consent c
WHERE c.id = f.consent_id AND c.withdrawn_at IS NOT NULL AND f.sent_at IS NOT NULL AND f.organisation_id IS NOT NULL;

UPDATE complaints_access a SET until = f.closes_at
FROM filings_filing f WHERE a.filing_id = f.id AND f.closes_at IS NOT NULL AND a.until IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("filings", "0015_withdrawn"),
    ]

    operations = [
        migrations.RunSQL(ROW_PER_FILING, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
    ]
