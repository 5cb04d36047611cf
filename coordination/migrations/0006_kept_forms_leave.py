"""The table of kept forms has gone to the engine."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0005_stored_files"),
        ("workflows", "0011_kept_forms"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Draft")])
    ]
