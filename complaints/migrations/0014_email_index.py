from django.db import migrations

from complaints.numbers import mail_address
from core.fields import blind_index


def index_addresses(apps, schema_editor):
    """Addresses given before there was an index are found again as well."""
    everybody = apps.get_model("complaints", "Party").objects.using(schema_editor.connection.alias)
    people = everybody.filter(role="complainant", email_index="").only("pk", "email")
    for person in people.iterator(chunk_size=500):
        if person.email:
            index = blind_index(mail_address(person.email).lower())
            everybody.filter(pk=person.pk).update(email_index=index)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0013_codes")]

    operations = [migrations.RunPython(index_addresses, migrations.RunPython.noop)]
