"""An event carries the digests of the rows that it wrote; those of before carry none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0015_read_with_the_task")]

    operations = [
        migrations.AddField(
            model_name="event", name="rows", field=models.JSONField(editable=False, null=True)
        ),
    ]
