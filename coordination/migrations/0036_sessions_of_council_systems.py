from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0035_evaluations"),
    ]

    operations = [
        # Links by name alone were guesses; they are suggested again, and a person records them.
        migrations.RunSQL(
            "UPDATE coordination_sourceorganization SET body_id = NULL WHERE body_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="meeting",
            name="source_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("source_key", "organization"),
                name="coordination_meeting_taken_once",
            ),
        ),
    ]
