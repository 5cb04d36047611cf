import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0017_rules_of_the_council"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="majority_rule",
            field=models.CharField(
                choices=[
                    ("simple", "majority of the votes cast"),
                    ("absolute", "majority of the legal number of members"),
                    ("two_thirds", "two thirds of the legal number of members"),
                ],
                db_default="simple",
                default="simple",
                max_length=12,
                verbose_name="majority needed",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="lacks_quorum",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="lack of a quorum established"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="referred_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.organization",
            ),
        ),
    ]
