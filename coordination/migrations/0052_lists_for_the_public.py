"""A public list is counted and walked through in one index; the few that are shut are left out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0051_circulation"),
        ("workflows", "0026_restricted_cases"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("council_public", False)),
                fields=["case"],
                name="coordination_measure_secret",
            ),
        ),
        migrations.AddIndex(
            model_name="publicentry",
            index=models.Index(
                models.F("topic"),
                models.OrderBy(models.F("renewed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("publication__in", ["public", "archive"])),
                include=("matter",),
                name="coordination_publicentry_list",
            ),
        ),
        migrations.RemoveIndex(
            model_name="publicentry",
            name="coordination_publicentry_read",
        ),
    ]
