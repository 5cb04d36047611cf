from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0029_urgent_decisions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="consultation",
            options={"ordering": ["position", "attempt", "correction"]},
        ),
        migrations.AddField(
            model_name="consultation",
            name="correction",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="consultation",
            name="correction_reason",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="why it was corrected"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="is_unsettled",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="minutes_on",
            field=models.DateField(blank=True, null=True, verbose_name="minutes signed on"),
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="coordination_consultation_attempt",
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable["DEFERRED"],
                fields=("case", "position", "attempt", "correction"),
                name="coordination_consultation_attempt",
            ),
        ),
    ]
