from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Left

from core.written import INVISIBLE_SIGNS
from complaints.search import MAX_SEARCHABLE, Plain

# Wide digits and letters, half-width and radical signs, circled digits, and what cannot be seen: few texts have any.
FOLDED = (
    rf"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\u2e80-\u2fd5\u2460-\u24ff\uf900-\ufaff{INVISIBLE_SIGNS}]"
)


def fold(apps, schema_editor):
    complaints = apps.get_model("complaints", "Complaint").objects.using(schema_editor.connection.alias)
    complaints.filter(searchable__regex=FOLDED).update(
        searchable=Left(Plain(F("searchable")), Value(MAX_SEARCHABLE))
    )


class Migration(migrations.Migration):
    """What is searched of a case gets the form in which words are looked for, where it has wide or unseen signs.

    The story and the messages themselves stay as they came; the other rows are found as they are.
    """

    dependencies = [
        ("complaints", "0011_bigrams_in_pieces"),
    ]

    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
