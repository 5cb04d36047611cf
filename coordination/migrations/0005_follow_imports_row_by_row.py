"""Imports with their problems as rows, a sample and what they have done so far."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("coordination", "0004_order_measures_downwards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="measureimport", name="problems"),
        migrations.AddField("measure", "source_version", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("measureimport", "command", models.UUIDField(editable=False, null=True, unique=True)),
        migrations.AddField("measureimport", "faulty", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "measureimport", "moved_at",
            models.DateTimeField(default=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField("measureimport", "sample", models.JSONField(default=list)),
        migrations.AddField("measureimport", "similar_source", models.CharField(blank=True, max_length=60)),
        migrations.AddField("measureimport", "takes_good_rows", models.BooleanField(default=False)),
        migrations.AddIndex(
            "measureimport", models.Index(fields=["uploaded_by", "-id"], name="coordination_import_of")
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "measure_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="problems",
                        to="coordination.measureimport",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "id"],
                "indexes": [
                    models.Index(fields=["measure_import", "row", "id"], name="coordination_import_problem")
                ],
            },
        ),
    ]
