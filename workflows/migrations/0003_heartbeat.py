from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_protect_the_trail")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[("workers", "workers"), ("tick", "tick")], max_length=8
                    ),
                ),
                ("host", models.CharField(max_length=255)),
                ("pid", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["role", "-beat_at"], name="workflows_heartbeat_age")
                ],
            },
        ),
    ]
