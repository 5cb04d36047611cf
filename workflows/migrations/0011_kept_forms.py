"""What people have typed and not yet sent belongs to the engine, for cases of every kind."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RENAMED = (
    (
        "TABLE coordination_draft RENAME TO workflows_keptform",
        "TABLE workflows_keptform RENAME TO coordination_draft",
    ),
    (
        "TABLE workflows_keptform RENAME CONSTRAINT coordination_draft_once TO workflows_kept_form_once",
        "TABLE workflows_keptform RENAME CONSTRAINT workflows_kept_form_once TO coordination_draft_once",
    ),
    (
        "SEQUENCE coordination_draft_id_seq RENAME TO workflows_keptform_id_seq",
        "SEQUENCE workflows_keptform_id_seq RENAME TO coordination_draft_id_seq",
    ),
)
PREFIX = "UPDATE workflows_keptform SET form = 'measure.' || form"
NO_PREFIX = "UPDATE workflows_keptform SET form = replace(form, 'measure.', '')"


class Migration(migrations.Migration):
    # Only a city that began with single migrations comes here, and each of them has the table:
    # it came with the first two of coordination. Named here, the two that replace all of them
    # would wait for each other.
    dependencies = [
        ("workflows", "0010_sort_unusual_letters"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *(migrations.RunSQL(f"ALTER {there}", f"ALTER {back}") for there, back in RENAMED),
                migrations.RunSQL(PREFIX, NO_PREFIX),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="KeptForm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("form", models.CharField(max_length=60)),
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("values", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "form", "subject"),
                                name="workflows_kept_form_once",
                            )
                        ]
                    },
                )
            ],
        )
    ]
