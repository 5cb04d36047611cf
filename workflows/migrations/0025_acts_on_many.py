"""One act can be done to many tasks or deadlines: chosen, checked, begun, told one by one."""

import uuid

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0024_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("choosing", "being chosen"),
                            ("checking", "being checked"),
                            ("checked", "checked"),
                            ("waiting", "begins in a moment"),
                            ("running", "under way"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                        ],
                        default="choosing",
                        max_length=8,
                    ),
                ),
                ("act", models.CharField(blank=True, max_length=60)),
                ("data", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("begins_at", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("command", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("chosen", "chosen"),
                            ("possible", "possible"),
                            ("barred", "not possible"),
                            ("done", "done"),
                            ("refused", "not done"),
                            ("left", "left out"),
                        ],
                        default="chosen",
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.case",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.deadline",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.task",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="workflows.bulkrun",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bulkrun",
            index=models.Index(
                condition=models.Q(("status__in", ("checking", "waiting", "running"))),
                fields=["moved_at"],
                name="workflows_bulkrun_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "choosing")),
                fields=("person",),
                name="workflows_bulkrun_one_choice",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkitem",
            index=models.Index(
                fields=["run", "status", "position"], name="workflows_bulkitem_next"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                fields=("run", "task"), name="workflows_bulkitem_one_task"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                fields=("run", "deadline"), name="workflows_bulkitem_one_deadline"
            ),
        ),
    ]
