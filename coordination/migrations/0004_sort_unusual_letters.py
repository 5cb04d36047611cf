"""Keys of order and numbers of imported lists as they are made today."""

from django.db import migrations

from workflows.models.sorting import din5007_key
from workflows.spelling import numeral

BATCH = 1000


def sort_anew(apps, _schema_editor):
    rows = apps.get_model("coordination", "Measure")._default_manager
    changed = []
    for row in rows.only("title", "title_sort_key").iterator(chunk_size=BATCH):
        if row.title_sort_key != din5007_key(row.title):
            row.title_sort_key = din5007_key(row.title)
            changed.append(row)
    rows.bulk_update(changed, ["title_sort_key"], batch_size=BATCH)


def number_anew(apps, _schema_editor):
    """A list that is imported again finds its rows; of two that are alike now, none is changed."""
    rows = apps.get_model("coordination", "Measure")._default_manager
    found = rows.exclude(source="").values_list("source", "source_number")
    for source, number in list(found):
        spelt = numeral(number)
        if spelt != number and not rows.filter(source=source, source_number=spelt).exists():
            rows.filter(source=source, source_number=number).update(source_number=spelt)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0003_cover_list_and_lights")]
    operations = [
        migrations.RunPython(sort_anew, migrations.RunPython.noop),
        migrations.RunPython(number_anew, migrations.RunPython.noop),
    ]
