from django.db import migrations

from complaints.search import CREATE_FUNCTION


class Migration(migrations.Migration):
    """The same pairs, found in pieces of a long run: what is stored stays as it is."""

    dependencies = [
        ("complaints", "0010_ledger_erasures"),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, migrations.RunSQL.noop),
    ]
