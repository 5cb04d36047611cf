"""A tick notes how long its machine has been running, to notice a clock that leaps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0021_one_name_only")]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="boot",
            field=models.CharField(blank=True, db_default="", default="", max_length=36),
        ),
        migrations.AddField(
            model_name="heartbeat",
            name="uptime",
            field=models.FloatField(db_default=0, default=0),
        ),
    ]
