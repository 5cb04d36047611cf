from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0014_lists_of_what_was_decided"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consultation",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "accepted by the body"),
                    ("amended", "accepted with amendments"),
                    ("rejected", "rejected"),
                    ("noted", "noted"),
                    ("none", "passed on without a vote"),
                    ("postponed", "postponed"),
                    ("dropped", "taken off the agenda"),
                ],
                max_length=12,
            ),
        ),
    ]
