import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0019_follow_up_of_the_council"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, unique=True, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("read_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SourceObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=500, unique=True)),
                ("created", models.DateTimeField(null=True)),
                ("modified", models.DateTimeField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("raw", models.JSONField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objects_of",
                        to="coordination.councilsource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CouncilImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "not finished"),
                            ("done", "finished"),
                            ("partly", "broken off in part"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("cursor", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="coordination.councilsource",
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceMeeting",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="meeting",
                        serialize=False,
                        to="coordination.sourceobject",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300)),
                ("starts_at", models.DateTimeField(db_index=True, null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("is_cancelled", models.BooleanField(default=False)),
                ("state", models.CharField(blank=True, max_length=40)),
                ("organization_keys", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="CouncilConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                "confirmed",
                                "The council system has another result than was confirmed here.",
                            ),
                            (
                                "recorded",
                                "The council system has another result than the station here.",
                            ),
                            ("gone", "The council system no longer has this agenda item."),
                        ],
                        max_length=12,
                    ),
                ),
                ("item_key", models.CharField(max_length=500)),
                ("subject", models.CharField(max_length=300)),
                ("ours", models.CharField(max_length=300)),
                ("theirs", models.CharField(blank=True, max_length=300)),
                ("found_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "What stands here is right"),
                            ("taken", "What the council system says is right"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="coordination.consultation",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="coordination.councilimport",
                    ),
                ),
            ],
            options={
                "ordering": ["-found_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item_key", "kind", "ours", "theirs"),
                        name="coordination_conflict_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decision", ""),
                            ),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="coordination_conflict_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilOddity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("count", models.PositiveIntegerField()),
                ("example", models.CharField(max_length=500)),
                (
                    "council_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="oddities",
                        to="coordination.councilimport",
                    ),
                ),
            ],
            options={
                "ordering": ["-count", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council_import", "kind"), name="coordination_council_oddity"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=500, unique=True)),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=1000)),
                ("is_public", models.BooleanField(default=True)),
                (
                    "secrecy_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of secrecy"),
                ),
                ("consultation_key", models.CharField(blank=True, max_length=500)),
                ("result_text", models.CharField(blank=True, max_length=300)),
                ("resolution_text", models.TextField(blank=True)),
                ("result", models.CharField(blank=True, max_length=12)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="coordination.sourcemeeting",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceOrganization",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="organization",
                        serialize=False,
                        to="coordination.sourceobject",
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("short_name", models.CharField(blank=True, max_length=100)),
                ("type", models.CharField(blank=True, max_length=60)),
                ("classification", models.CharField(blank=True, max_length=100)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="coordination.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourcePaper",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="coordination.sourceobject",
                    ),
                ),
                ("reference", models.CharField(blank=True, db_index=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=1000)),
                ("type", models.CharField(blank=True, max_length=100)),
                ("dated", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-dated", "-of"], name="coordination_sourcepaper_dated")
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceConsultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=500, unique=True)),
                ("position", models.PositiveIntegerField()),
                ("item_key", models.CharField(blank=True, db_index=True, max_length=500)),
                ("meeting_key", models.CharField(blank=True, max_length=500)),
                ("organization_key", models.CharField(blank=True, max_length=500)),
                ("role_text", models.CharField(blank=True, max_length=100)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        max_length=12,
                    ),
                ),
                ("is_decision", models.BooleanField(default=False)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultations",
                        to="coordination.sourcepaper",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="sourceobject",
            index=models.Index(fields=["kind", "id"], name="coordination_source_kind"),
        ),
        migrations.AddIndex(
            model_name="sourceobject",
            index=models.Index(fields=["changed_at", "id"], name="coordination_source_changed"),
        ),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(
                condition=models.Q(("result", "unknown")),
                fields=["result_text"],
                name="coordination_item_unknown",
            ),
        ),
    ]
