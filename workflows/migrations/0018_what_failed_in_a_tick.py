"""A host's sign of life says what failed in its last tick."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0017_name_successors")]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="failed",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
