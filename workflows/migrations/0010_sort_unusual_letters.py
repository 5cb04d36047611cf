"""The keys of order of names with letters that had no key, or with characters nobody sees."""

from django.db import migrations

from workflows.models.sorting import din5007_key

BATCH = 1000


def sort_anew(apps, _schema_editor):
    for model, key in (("Unit", _unit), ("User", _person)):
        rows = apps.get_model("workflows", model)._default_manager
        changed = []
        for row in rows.iterator(chunk_size=BATCH):
            if row.sort_key != key(row):
                row.sort_key = key(row)
                changed.append(row)
        rows.bulk_update(changed, ["sort_key"], batch_size=BATCH)


def _unit(unit):
    return din5007_key(unit.name)


def _person(person):
    return din5007_key(f"{person.family_name} {person.given_name}", names=True)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_ladders_for_old_routes")]
    operations = [migrations.RunPython(sort_anew, migrations.RunPython.noop)]
