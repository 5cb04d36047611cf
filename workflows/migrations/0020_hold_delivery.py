"""Delivery can be held, as after a restore."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0019_holidays_of_one_municipality")]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
