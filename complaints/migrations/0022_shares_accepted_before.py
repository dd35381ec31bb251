"""What was shared before a share had to be accepted stays open, with the firm of the person where they have one."""

from django.db import migrations

ACCEPTED = """
UPDATE complaints_access a SET accepted_at = a.since, firm_id = (
    SELECT min(m.organisation_id) FROM accounts_membership m WHERE m.user_id = a.user_id AND m.role = 'lawyer'
)
WHERE a.why = 'shared';
UPDATE accounts_user u SET worked = true WHERE EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = u.id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0021_shares_accepted"),
        ("accounts", "0004_shares_accepted"),
    ]

    operations = [migrations.RunSQL(ACCEPTED, migrations.RunSQL.noop)]
