"""All migrations up to 0042 in one, for a new city; one that has begun with them goes on with them.

The tables come from `_tables.py`, written by pg_dump after the last of those replaced: columns in
the same order, constraints and indexes under the same names. tests/upgrades holds both against
each other.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from workflows.migrations._squashed import Tables

from ._tables import TABLES


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("coordination", "0001_initial"),
        ("coordination", "0002_link_people"),
        ("coordination", "0003_cover_list_and_lights"),
        ("coordination", "0004_sort_unusual_letters"),
        ("coordination", "0005_stored_files"),
        ("coordination", "0006_kept_forms_leave"),
        ("coordination", "0007_keep_list_facts"),
        ("coordination", "0008_state_of_new_cases"),
        ("coordination", "0009_committees_wait_for_objections"),
        ("coordination", "0010_dispatch_of_papers"),
        ("coordination", "0011_pause_milestones"),
        ("coordination", "0012_count_what_is_spent"),
        ("coordination", "0013_what_the_budget_provides"),
        ("coordination", "0014_lists_of_what_was_decided"),
        ("coordination", "0015_words_of_results"),
        ("coordination", "0016_approval_referral_withdrawal"),
        ("coordination", "0017_rules_of_the_council"),
        ("coordination", "0018_majorities_and_referrals"),
        ("coordination", "0019_follow_up_of_the_council"),
        ("coordination", "0020_read_council_systems"),
        ("coordination", "0021_none_of_these_applies"),
        ("coordination", "0022_bodies_seats_sessions"),
        ("coordination", "0023_objections"),
        ("coordination", "0024_notes_of_reports"),
        ("coordination", "0025_chain_waivers"),
        ("coordination", "0026_public_endpoint"),
        ("coordination", "0027_papers_on_paper"),
        ("coordination", "0028_follow_by_mail"),
        ("coordination", "0029_urgent_decisions"),
        ("coordination", "0030_minutes_and_corrections"),
        ("coordination", "0031_lists_of_items"),
        ("coordination", "0032_inspection_of_files"),
        ("coordination", "0033_hand_over"),
        ("coordination", "0034_executive_board"),
        ("coordination", "0035_evaluations"),
        ("coordination", "0036_sessions_of_council_systems"),
        ("coordination", "0037_council_targets"),
        ("coordination", "0038_supplements"),
        ("coordination", "0039_entries_for_the_public"),
        ("coordination", "0040_mandates"),
        ("coordination", "0041_coordination_group"),
        ("coordination", "0042_integration_concept"),
    ]

    dependencies = [
        ("workflows", "0022_since_the_last_start"),
    ]

    operations = [
        Tables(
            TABLES,
            [
                migrations.CreateModel(
                    name="BoardSession",
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
                        (
                            "held_on",
                            models.DateField(unique=True, verbose_name="date of the session"),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "minutes",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="number of the minutes"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Commission",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("terms", models.TextField(verbose_name="terms of reference")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[
                                    ("direct", "direct order"),
                                    ("negotiated", "negotiated award"),
                                    ("restricted", "restricted tender"),
                                    ("open", "open tender"),
                                ],
                                max_length=12,
                                verbose_name="procedure",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="sum"
                            ),
                        ),
                        ("is_awarded", models.BooleanField(blank=True, null=True)),
                        (
                            "agency",
                            models.CharField(blank=True, max_length=200, verbose_name="agency"),
                        ),
                        (
                            "contact",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="contact of the city"
                            ),
                        ),
                        (
                            "project_group",
                            models.TextField(blank=True, verbose_name="project group"),
                        ),
                        (
                            "advisory_board",
                            models.TextField(blank=True, verbose_name="advisory board"),
                        ),
                        (
                            "payment_plan",
                            models.TextField(blank=True, verbose_name="plan of payments"),
                        ),
                        (
                            "signed_on",
                            models.DateField(blank=True, null=True, verbose_name="signed on"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="ends on"),
                        ),
                        ("terminated_on", models.DateField(blank=True, null=True)),
                        (
                            "invoice_on",
                            models.DateField(blank=True, null=True, verbose_name="invoice of"),
                        ),
                        (
                            "invoiced",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="invoiced",
                            ),
                        ),
                        (
                            "award_meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.meeting",
                            ),
                        ),
                        (
                            "concept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions",
                                to="coordination.concept",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("concept", "number"), name="coordination_commission_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_on", None),
                                    ("ends_on", None),
                                    ("ends_on__gt", models.F("signed_on")),
                                    _connector="OR",
                                ),
                                name="coordination_commission_period",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CouncilImport",
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
                    name="CouncilSource",
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
                        (
                            "address",
                            models.CharField(max_length=500, unique=True, verbose_name="address"),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        ("read_until", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="FieldOfAction",
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
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
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
                        (
                            "reference",
                            models.CharField(
                                max_length=40, unique=True, verbose_name="file number"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "title_sort_key",
                            models.CharField(db_collation="C", editable=False, max_length=250),
                        ),
                        (
                            "external_partners",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="partners outside"
                            ),
                        ),
                        ("facts", models.TextField(blank=True, verbose_name="facts and reasons")),
                        ("goal", models.TextField(blank=True, verbose_name="goal")),
                        (
                            "proposal",
                            models.TextField(blank=True, verbose_name="proposed resolution"),
                        ),
                        (
                            "priority",
                            models.CharField(
                                blank=True,
                                choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                                max_length=8,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "decision_path",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("current_administration", "current administration"),
                                    ("committee", "committee"),
                                    ("district_council", "district council"),
                                    ("council", "council"),
                                ],
                                max_length=24,
                                verbose_name="decision path",
                            ),
                        ),
                        (
                            "is_current_administration",
                            models.BooleanField(editable=False, null=True),
                        ),
                        ("is_urgent", models.BooleanField(default=False, verbose_name="urgent")),
                        (
                            "council_public",
                            models.BooleanField(default=True, verbose_name="public in the council"),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="total cost",
                            ),
                        ),
                        (
                            "cost_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("consumptive", "consumptive"),
                                    ("investive", "investive"),
                                    ("both", "consumptive and investive"),
                                ],
                                max_length=12,
                                verbose_name="kind of cost",
                            ),
                        ),
                        (
                            "annual_cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="follow-up cost per year",
                            ),
                        ),
                        (
                            "revenue",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="revenue",
                            ),
                        ),
                        (
                            "cover",
                            models.CharField(blank=True, max_length=400, verbose_name="cover"),
                        ),
                        (
                            "product",
                            models.CharField(blank=True, max_length=60, verbose_name="product"),
                        ),
                        (
                            "staff_effects",
                            models.TextField(blank=True, verbose_name="effects on staff"),
                        ),
                        (
                            "equality_effects",
                            models.TextField(blank=True, verbose_name="effects on equality"),
                        ),
                        (
                            "climate_effects",
                            models.TextField(blank=True, verbose_name="effects on climate"),
                        ),
                        (
                            "inclusion_effects",
                            models.TextField(blank=True, verbose_name="effects on inclusion"),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="begin"),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="end")),
                        (
                            "impact_contract",
                            models.BooleanField(
                                default=False, verbose_name="a contract is concluded"
                            ),
                        ),
                        (
                            "impact_grant",
                            models.BooleanField(
                                default=False, verbose_name="a third party gets a grant"
                            ),
                        ),
                        (
                            "impact_bylaw",
                            models.BooleanField(
                                default=False, verbose_name="a bylaw is made or changed"
                            ),
                        ),
                        (
                            "impact_fundamental",
                            models.BooleanField(
                                default=False, verbose_name="a matter of principle"
                            ),
                        ),
                        (
                            "impact_council_catalogue",
                            models.BooleanField(
                                default=False,
                                verbose_name="reserved to the council (GO NRW § 41 Abs. 1 S. 2)",
                            ),
                        ),
                        (
                            "impact_posts",
                            models.BooleanField(
                                default=False, verbose_name="posts or staff are concerned"
                            ),
                        ),
                        (
                            "impact_minors",
                            models.BooleanField(default=False, verbose_name="minors are concerned"),
                        ),
                        (
                            "impact_school",
                            models.BooleanField(
                                default=False, verbose_name="schools are concerned"
                            ),
                        ),
                        (
                            "impact_housing",
                            models.BooleanField(default=False, verbose_name="housing is concerned"),
                        ),
                        (
                            "impact_health",
                            models.BooleanField(default=False, verbose_name="health is concerned"),
                        ),
                        (
                            "impact_security",
                            models.BooleanField(
                                default=False,
                                verbose_name="living together or security is concerned",
                            ),
                        ),
                        (
                            "impact_quarter",
                            models.BooleanField(
                                default=False, verbose_name="part of a quarter programme"
                            ),
                        ),
                        (
                            "impact_personal_data",
                            models.BooleanField(
                                default=False, verbose_name="personal data are processed"
                            ),
                        ),
                        (
                            "impact_equality",
                            models.BooleanField(
                                default=False, verbose_name="equality is concerned"
                            ),
                        ),
                        (
                            "head_agreed_version",
                            models.PositiveIntegerField(editable=False, null=True),
                        ),
                        ("funds_confirmed_at", models.DateTimeField(editable=False, null=True)),
                        ("source", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "source_number",
                            models.CharField(blank=True, editable=False, max_length=40),
                        ),
                        ("source_digest", models.BinaryField(max_length=32, null=True)),
                        ("source_version", models.PositiveIntegerField(editable=False, null=True)),
                        (
                            "words",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.SearchVector(
                                    "title", "goal", "facts", "proposal", config="german"
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measure",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "districts",
                            models.ManyToManyField(
                                blank=True,
                                related_name="measures",
                                to="coordination.district",
                                verbose_name="districts",
                            ),
                        ),
                        (
                            "fields_of_action",
                            models.ManyToManyField(
                                blank=True,
                                related_name="measures",
                                to="coordination.fieldofaction",
                                verbose_name="fields of action",
                            ),
                        ),
                        (
                            "funds_confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_measures",
                                to="workflows.unit",
                                verbose_name="lead",
                            ),
                        ),
                        (
                            "partners",
                            models.ManyToManyField(
                                blank=True,
                                related_name="partnered_measures",
                                to="workflows.unit",
                                verbose_name="partners in the city",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successors",
                                to="coordination.measure",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible for the work",
                            ),
                        ),
                        (
                            "target_groups",
                            models.ManyToManyField(
                                blank=True,
                                related_name="measures",
                                to="coordination.targetgroup",
                                verbose_name="target groups",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                db_default="", default="", editable=False, max_length=40
                            ),
                        ),
                        (
                            "budget",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="approach in the budget",
                            ),
                        ),
                        (
                            "material_cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="of it for material",
                            ),
                        ),
                        (
                            "staff_cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="of it for staff",
                            ),
                        ),
                        (
                            "updated_budget",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="updated approach",
                            ),
                        ),
                        (
                            "impact_none",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="none of these applies",
                            ),
                        ),
                        (
                            "is_citywide",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="the whole city"
                            ),
                        ),
                        (
                            "serves",
                            models.ManyToManyField(
                                blank=True,
                                related_name="measures",
                                to="coordination.objective",
                                verbose_name="serves the objectives",
                            ),
                        ),
                        (
                            "supplements",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supplemented_by",
                                to="coordination.measure",
                            ),
                        ),
                        (
                            "participation",
                            models.CharField(
                                blank=True,
                                choices=[("planned", "planned"), ("none", "not planned")],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="participation of citizens",
                            ),
                        ),
                        (
                            "participation_words",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=2000,
                                verbose_name="what is planned, or why none",
                            ),
                        ),
                        (
                            "public_summary",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=1200,
                                verbose_name="summary for the public",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["cost", "id"], name="coordination_measure_by_cost"
                            ),
                            models.Index(
                                models.OrderBy(models.F("cost"), descending=True, nulls_last=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="coordination_measure_dearest",
                            ),
                            models.Index(
                                fields=["ends_on", "id"], name="coordination_measure_by_end"
                            ),
                            models.Index(
                                models.OrderBy(
                                    models.F("ends_on"), descending=True, nulls_last=True
                                ),
                                models.OrderBy(models.F("id"), descending=True),
                                name="coordination_measure_latest",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["words"], name="coordination_measure_words"
                            ),
                            models.Index(
                                fields=["title_sort_key", "id"],
                                include=(
                                    "case",
                                    "lead",
                                    "priority",
                                    "decision_path",
                                    "cost",
                                    "state",
                                ),
                                name="coordination_measure_title",
                            ),
                            models.Index(
                                fields=["state", "title_sort_key", "id"],
                                include=("case", "lead", "priority", "decision_path", "cost"),
                                name="coordination_measure_state",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                fields=("source", "source_number"),
                                name="coordination_measure_import_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cost__isnull", True), ("cost__gte", 0), _connector="OR"
                                ),
                                name="coordination_measure_cost",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="coordination_measure_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("funds_confirmed_at__isnull", True),
                                        ("funds_confirmed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("funds_confirmed_at__isnull", False),
                                        ("funds_confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_measure_funds_paired",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        (
                                            "completed",
                                            "evaluated",
                                            "discontinued",
                                            "rejected",
                                            "withdrawn",
                                            "revoked",
                                            "incorporated",
                                            "discarded",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                fields=("supplements",),
                                name="coordination_measure_one_supplement",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MandateTransition",
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
                        ("since", models.DateField()),
                    ],
                ),
                migrations.CreateModel(
                    name="PaperNumber",
                    fields=[
                        (
                            "year",
                            models.PositiveSmallIntegerField(primary_key=True, serialize=False),
                        ),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="SourceConsultation",
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
                        ("key", models.CharField(max_length=500, unique=True)),
                        ("position", models.PositiveIntegerField()),
                        ("item_key", models.CharField(blank=True, db_index=True, max_length=500)),
                        ("meeting_key", models.CharField(blank=True, max_length=500)),
                        ("organization_key", models.CharField(blank=True, max_length=500)),
                        ("role_text", models.CharField(blank=True, max_length=100)),
                        ("role", models.CharField(blank=True, max_length=12)),
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
                migrations.CreateModel(
                    name="SourceObject",
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
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "id"], name="coordination_source_kind"),
                            models.Index(
                                fields=["changed_at", "id"], name="coordination_source_changed"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetGroup",
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
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "is_mandatory",
                            models.BooleanField(default=False, verbose_name="must not be left out"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "is_public",
                            models.BooleanField(default=False, verbose_name="may be published"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="coordination.paper",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AttachmentVersion",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("name", models.CharField(max_length=200)),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField()),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "attachment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="coordination.attachment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attachment", "number"),
                                name="coordination_attachment_version",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BoardRecurring",
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
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "is_discussed",
                            models.BooleanField(default=True, verbose_name="with discussion"),
                        ),
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="until"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="coordination_boardrecurring_lasts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BoardItem",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("minutes", "minutes of the last session"),
                                    ("recurring", "recurring item"),
                                    ("case", "measure"),
                                    ("free", "other item"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("note", models.TextField(blank=True, verbose_name="what it is about")),
                        (
                            "is_discussed",
                            models.BooleanField(default=True, verbose_name="with discussion"),
                        ),
                        (
                            "late_reason",
                            models.TextField(blank=True, verbose_name="why it comes late"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approves", "agrees"),
                                    ("dissents", "does not agree; the mayor decides"),
                                    ("noted", "noted"),
                                    ("postponed", "postponed to a later session"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("agreed", models.TextField(blank=True, verbose_name="what was agreed")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="board_items",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="coordination.boardsession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("case__isnull", False)),
                                fields=("session", "case"),
                                name="coordination_boarditem_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case__isnull", False), ("kind", "case")),
                                    models.Q(
                                        models.Q(("kind", "case"), _negated=True),
                                        ("case__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_boarditem_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChainWaiver",
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
                        ("demand", models.CharField(max_length=40)),
                        ("reason", models.TextField()),
                        ("given_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chain_waivers",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "demand"), name="coordination_waiver_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Chapter",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "attachment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chapter",
                                to="coordination.attachment",
                            ),
                        ),
                        (
                            "concept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chapters",
                                to="coordination.concept",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("concept", "position"), name="coordination_chapter_position"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterComment",
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
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "organisation",
                            models.CharField(max_length=200, verbose_name="from whom"),
                        ),
                        ("text", models.TextField(verbose_name="comment")),
                        ("made_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("adopted", "taken over"),
                                    ("partly", "taken over in part"),
                                    ("noted", "noted"),
                                    ("refused", "not taken over"),
                                ],
                                max_length=8,
                                verbose_name="what became of it",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "chapter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="coordination.chapter",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["chapter__position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_chaptercomment_answered",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterVersion",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("based_on", models.PositiveSmallIntegerField()),
                        ("is_beside", models.BooleanField(default=False)),
                        (
                            "chapter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="coordination.chapter",
                            ),
                        ),
                        (
                            "stored",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.attachmentversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("chapter", "number"),
                                name="coordination_chapterversion_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgencyReport",
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
                        ("month", models.DateField(verbose_name="month")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "received_on",
                            models.DateField(blank=True, null=True, verbose_name="received on"),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="report")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="coordination.commission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["month"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("commission", "month"),
                                name="coordination_agencyreport_month",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Concept",
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
                        (
                            "reference",
                            models.CharField(
                                max_length=20, unique=True, verbose_name="file number"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("facts", models.TextField(blank=True, verbose_name="facts and reasons")),
                        (
                            "proposal",
                            models.TextField(blank=True, verbose_name="proposed resolution"),
                        ),
                        (
                            "council_public",
                            models.BooleanField(default=True, verbose_name="public in the council"),
                        ),
                        (
                            "starts_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="start of the work"
                            ),
                        ),
                        (
                            "comments_until",
                            models.DateField(blank=True, null=True, verbose_name="comments until"),
                        ),
                        (
                            "resolved_on",
                            models.DateField(blank=True, null=True, verbose_name="resolved on"),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concept",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                                verbose_name="lead",
                            ),
                        ),
                        (
                            "partners",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="workflows.unit",
                                verbose_name="offices that co-sign",
                            ),
                        ),
                        (
                            "programme",
                            models.ManyToManyField(
                                blank=True,
                                related_name="concepts",
                                to="coordination.measure",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concepts",
                                to="coordination.target",
                                verbose_name="target of the council",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ConceptPhase",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "prompted"),
                                    ("target_set", "target set"),
                                    ("award", "award"),
                                    ("commissioned", "commissioned"),
                                    ("survey", "survey"),
                                    ("participation", "participation"),
                                    ("drafted", "draft presented"),
                                    ("terminated", "commission ended"),
                                    ("revision", "revision"),
                                    ("check", "acceptance"),
                                    ("cosigning", "co-signature"),
                                    ("clarification", "clarification"),
                                    ("release", "release"),
                                    ("executive_board", "executive board"),
                                    ("final_signature", "final signature"),
                                    ("deliberation", "deliberation"),
                                    ("veto_period", "veto period"),
                                    ("execution_barred", "execution held up"),
                                    ("resolved", "resolved"),
                                    ("implementation", "in force"),
                                    ("renewal_due", "renewal due"),
                                    ("replaced", "replaced"),
                                    ("revoked", "repealed"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("entered_on", models.DateField(blank=True, null=True)),
                        ("left_on", models.DateField(blank=True, null=True)),
                        (
                            "concept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="phases",
                                to="coordination.concept",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("concept", "state"), name="coordination_conceptphase_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("hearing", "hearing"),
                                    ("preliminary", "preliminary deliberation"),
                                    ("decision", "decision"),
                                    ("information", "for information"),
                                    ("approval", "approval afterwards"),
                                    ("objection", "decision on an objection"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("is_public", models.BooleanField(default=True)),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "accepted by the body"),
                                    ("amended", "accepted with amendments"),
                                    ("rejected", "rejected"),
                                    ("noted", "noted"),
                                    ("none", "passed on without a vote"),
                                    ("postponed", "postponed"),
                                    ("dropped", "taken off the agenda"),
                                    ("referred", "referred to another body"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "result_text",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="result as recorded"
                            ),
                        ),
                        (
                            "yes",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="yes"
                            ),
                        ),
                        (
                            "no",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="no"
                            ),
                        ),
                        (
                            "abstentions",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="abstentions"
                            ),
                        ),
                        (
                            "invalid",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="invalid votes"
                            ),
                        ),
                        (
                            "biased",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="excluded for bias"
                            ),
                        ),
                        (
                            "present",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="present"
                            ),
                        ),
                        (
                            "resolution_text",
                            models.TextField(blank=True, verbose_name="text of the resolution"),
                        ),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="coordination.meeting",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="coordination.paper",
                            ),
                        ),
                        (
                            "majority_rule",
                            models.CharField(
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
                        (
                            "lacks_quorum",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="lack of a quorum established",
                            ),
                        ),
                        (
                            "referred_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "secrecy_reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="reason of secrecy",
                            ),
                        ),
                        ("correction", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        (
                            "correction_reason",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                verbose_name="why it was corrected",
                            ),
                        ),
                        ("is_unsettled", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "ordering": ["position", "attempt", "correction"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "amended"), _negated=True),
                                    models.Q(("role", "decision"), _negated=True),
                                    models.Q(("resolution_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="coordination_consultation_amended_text",
                            ),
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("case", "position", "attempt", "correction"),
                                name="coordination_consultation_attempt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recorded_at__isnull", True),
                                        ("recorded_by__isnull", True),
                                        ("result", ""),
                                    ),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True),
                                        ("recorded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_consultation_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CouncilConflict",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                fields=("council_import", "kind"),
                                name="coordination_council_oddity",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DemoSeed",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("seeded_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="coordination_demoseed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscussionGroup",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "is_moderated_by_agency",
                            models.BooleanField(
                                default=False, verbose_name="moderated by the agency"
                            ),
                        ),
                        (
                            "concept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="coordination.concept",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.fieldofaction",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["field__position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DiscussionSession",
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
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("participants", models.TextField(verbose_name="participants")),
                        ("results", models.TextField(verbose_name="results")),
                        (
                            "heard_associations",
                            models.BooleanField(
                                default=False, verbose_name="the associations took part"
                            ),
                        ),
                        (
                            "heard_integration_council",
                            models.BooleanField(
                                default=False, verbose_name="the integration council took part"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.attachment",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="coordination.discussiongroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="District",
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
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Excerpt",
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
                        (
                            "system",
                            models.CharField(
                                choices=[
                                    ("folder", "folder"),
                                    ("mail", "e-mail"),
                                    ("oparl", "OParl"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("digest", models.CharField(max_length=64)),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        ("content", models.JSONField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("taken", "taken over"),
                                    ("open", "to be looked at"),
                                    ("settled", "settled"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=32)),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what was done"
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "consultation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="excerpts",
                                to="coordination.consultation",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["received_at"],
                                name="coordination_excerpt_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("system", "digest"), name="coordination_excerpt_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("note", ""),
                                        ("settled_at__isnull", True),
                                        ("settled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False),
                                        ("settled_by__isnull", False),
                                        models.Q(("note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_excerpt_settled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
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
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("resolution", "resolution"),
                                    ("motion", "motion of a group"),
                                    ("inquiry", "inquiry"),
                                    ("mandate", "test mandate"),
                                    ("suggestion", "suggestion"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("title_key", models.CharField(default="", max_length=200)),
                        ("asked_on", models.DateField()),
                        ("mover", models.CharField(blank=True, max_length=200)),
                        ("paper", models.CharField(blank=True, max_length=40)),
                        ("asked", models.TextField()),
                        ("needed", models.TextField(blank=True)),
                        ("provided", models.TextField(blank=True)),
                        ("is_public", models.BooleanField(default=True)),
                        ("deadline_on", models.DateField(blank=True, null=True)),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("quarter", "every quarter"),
                                    ("half_year", "every half-year"),
                                ],
                                default="quarter",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("in_work", "in work"),
                                    ("delayed", "delayed"),
                                    ("continuous", "continuous"),
                                    ("done", "done"),
                                    ("dropped", "dropped"),
                                    ("closed", "off the list"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("new_date", models.DateField(blank=True, null=True)),
                        (
                            "planned",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("public_note", models.TextField(blank=True)),
                        ("internal_note", models.TextField(blank=True)),
                        ("next_report_on", models.DateField(blank=True, null=True)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("noted_on", models.DateField(blank=True, null=True)),
                        (
                            "publication",
                            models.CharField(
                                choices=[
                                    ("none", "not public"),
                                    ("public", "public"),
                                    ("archive", "archived"),
                                    ("gone", "withdrawn for good"),
                                    ("unavailable", "not available at present"),
                                ],
                                default="none",
                                max_length=12,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("renewed_at", models.DateTimeField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("source_number", models.CharField(blank=True, max_length=40)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followup",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "consultation",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followup",
                                to="coordination.consultation",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followups",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.meeting",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["next_report_on", "id"],
                                include=("case", "state", "body", "office", "kind", "is_public"),
                                name="coordination_followup_due",
                            ),
                            models.Index(
                                fields=["-asked_on", "-id"],
                                include=("case", "state", "body", "office", "kind"),
                                name="coordination_followup_asked",
                            ),
                            models.Index(
                                fields=["title_key", "id"],
                                include=("case", "state", "paper"),
                                name="coordination_followup_title",
                            ),
                            models.Index(
                                fields=["body", "state", "next_report_on"],
                                name="coordination_followup_body",
                            ),
                            models.Index(
                                fields=["office", "state", "next_report_on"],
                                name="coordination_followup_office",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("matter__isnull", False),
                                    ("state__in", ("open", "in_work", "delayed", "continuous")),
                                ),
                                fields=["matter"],
                                name="coordination_followup_carried",
                            ),
                            models.Index(
                                condition=models.Q(("publication__in", ["public", "archive"])),
                                fields=["-renewed_at", "-id"],
                                name="coordination_followup_public",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("next_report_on__isnull", True), ("state", "closed")),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("next_report_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_followup_next_report",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delayed"), _negated=True),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        ("new_date__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_followup_delayed_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("publication", "none"),
                                    models.Q(
                                        ("is_public", True),
                                        ("published_at__isnull", False),
                                        ("renewed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_followup_published",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source_number", ""), _negated=True),
                                fields=("source", "source_number"),
                                name="coordination_followup_source_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpAnswer",
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
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "draft"), ("given", "given")],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("in_work", "in work"),
                                    ("delayed", "delayed"),
                                    ("continuous", "continuous"),
                                    ("done", "done"),
                                    ("dropped", "dropped"),
                                    ("closed", "off the list"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("provided", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                        ("new_date", models.DateField(blank=True, null=True)),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("public_note", models.TextField(blank=True)),
                        ("internal_note", models.TextField(blank=True)),
                        ("next_report_on", models.DateField(blank=True, null=True)),
                        ("written_at", models.DateTimeField()),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="coordination.followup",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "number"), name="coordination_followupanswer_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("item",),
                                name="coordination_followupanswer_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("given_at__isnull", True),
                                        ("given_by__isnull", True),
                                        ("status", "draft"),
                                    ),
                                    models.Q(
                                        ("given_at__isnull", False),
                                        ("given_by__isnull", False),
                                        ("status", "given"),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_followupanswer_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupMember",
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
                        (
                            "fields_of_action",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="coordination_groupmember_lasts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("valid_until__isnull", True)),
                                fields=("unit",),
                                name="coordination_groupmember_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupSession",
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
                        ("held_on", models.DateField(verbose_name="date of the session")),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("invited", "invited"),
                                    ("held", "held"),
                                    ("minutes", "minutes drafted"),
                                    ("sent", "minutes sent"),
                                    ("approved", "minutes approved"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        (
                            "present",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "orders",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        ("objections_until", models.DateField(blank=True, null=True)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="group_session",
                                to="workflows.case",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-held_on"], name="coordination_groupsession_day")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["sent", "approved"]), _negated=True),
                                    models.Q(
                                        models.Q(("minutes", ""), _negated=True),
                                        ("objections_until__isnull", False),
                                        ("sent_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_groupsession_sent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupDecision",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("words", models.TextField(verbose_name="what was decided")),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="coordination.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "number"),
                                name="coordination_groupdecision_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
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
                        (
                            "system",
                            models.CharField(
                                choices=[
                                    ("folder", "folder"),
                                    ("mail", "e-mail"),
                                    ("oparl", "OParl"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("handed_at", models.DateTimeField(verbose_name="handed over")),
                        (
                            "scheduled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="scheduled"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                        ),
                        (
                            "returned_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="returned"),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="accepted as provisional"
                            ),
                        ),
                        (
                            "consultation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hand_over",
                                to="coordination.consultation",
                                verbose_name="station",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("returned_at__isnull", True)),
                                fields=["handed_at"],
                                name="coordination_handover_out",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
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
                        ("until", models.DateField()),
                        ("reason", models.TextField()),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspection",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="InspectionLook",
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
                        ("at", models.DateTimeField()),
                        ("what", models.CharField(blank=True, max_length=200)),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to="coordination.inspection",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LightFacts",
                    fields=[
                        (
                            "measure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="coordination.measure",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("cost", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        (
                            "half_yearly_below",
                            models.DecimalField(decimal_places=2, max_digits=14, null=True),
                        ),
                        ("due_on", models.DateField(null=True)),
                        ("period_end", models.DateField(null=True)),
                        ("light", models.CharField(max_length=6, null=True)),
                        ("has_own_light", models.BooleanField(null=True)),
                        (
                            "forecast",
                            models.DecimalField(decimal_places=2, max_digits=14, null=True),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Evaluation",
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
                        ("indicators", models.JSONField(verbose_name="indicators")),
                        ("conclusion", models.TextField(verbose_name="what follows from it")),
                        ("written_at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "measure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluation",
                                to="coordination.measure",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("released_at__isnull", True), ("released_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("released_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_evaluation_released",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mandate",
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
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("order", "organisational order of the mayor"),
                                    ("resolution", "resolution of the council"),
                                ],
                                max_length=12,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                max_length=120, verbose_name="number of the order or paper"
                            ),
                        ),
                        (
                            "basis_on",
                            models.DateField(verbose_name="date of the order or resolution"),
                        ),
                        ("matters", models.TextField(verbose_name="for which matters")),
                        (
                            "fields_of_action",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="from")),
                        ("valid_until", models.DateField(verbose_name="until")),
                        ("last_day", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mandates",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-valid_from", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["-valid_from", "-id"], name="coordination_mandate_begun"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                                name="coordination_mandate_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__lte", models.F("valid_until"))),
                                name="coordination_mandate_shorter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureImport",
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
                        ("name", models.CharField(max_length=200)),
                        ("source", models.CharField(max_length=60)),
                        ("sha256", models.CharField(max_length=64)),
                        ("command", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("checking", "being checked"),
                                    ("checked", "checked"),
                                    ("running", "being imported"),
                                    ("done", "imported"),
                                    ("failed", "failed"),
                                ],
                                default="checking",
                                max_length=8,
                            ),
                        ),
                        ("takes_good_rows", models.BooleanField(default=False)),
                        ("uploaded_at", models.DateTimeField()),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("created", models.PositiveIntegerField(default=0)),
                        ("updated", models.PositiveIntegerField(default=0)),
                        ("unchanged", models.PositiveIntegerField(default=0)),
                        ("faulty", models.PositiveIntegerField(default=0)),
                        ("sample", models.JSONField(default=list)),
                        ("similar_source", models.CharField(blank=True, max_length=60)),
                        ("moved_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_stock", models.BooleanField(db_default=False, default=False)),
                        (
                            "kind",
                            models.CharField(
                                db_default="measure", default="measure", max_length=12
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["uploaded_by", "-id"], name="coordination_import_of"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportProblem",
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
                        ("row", models.PositiveIntegerField()),
                        ("column", models.CharField(blank=True, max_length=60)),
                        ("code", models.CharField(max_length=40)),
                        ("details", models.JSONField(default=dict)),
                        (
                            "measure_import",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="problems",
                                to="coordination.measureimport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["row", "id"],
                        "indexes": [
                            models.Index(
                                fields=["measure_import", "row", "id"],
                                name="coordination_import_problem",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                        ("starts_at", models.DateTimeField(verbose_name="begin")),
                        ("closes_on", models.DateField(verbose_name="editorial deadline")),
                        ("is_cancelled", models.BooleanField(default=False)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "dispatched_on",
                            models.DateField(blank=True, null=True, verbose_name="dispatched on"),
                        ),
                        ("closes_by_hand", models.BooleanField(db_default=False, default=False)),
                        (
                            "dispatch_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="to be dispatched on"
                            ),
                        ),
                        (
                            "held_with",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joined_by",
                                to="coordination.meeting",
                                verbose_name="held together with",
                            ),
                        ),
                        (
                            "location",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="place",
                            ),
                        ),
                        ("unsettled_by", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "minutes_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="minutes signed on"
                            ),
                        ),
                        (
                            "source_key",
                            models.CharField(blank=True, db_default="", default="", max_length=500),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "indexes": [
                            models.Index(fields=["starts_at"], name="coordination_meeting_day"),
                            models.Index(
                                condition=models.Q(("unsettled_by__isnull", False)),
                                fields=["id"],
                                name="coordination_meeting_unsettled",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "starts_at"),
                                name="coordination_meeting_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source_key", ""), _negated=True),
                                fields=("source_key", "organization"),
                                name="coordination_meeting_taken_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="milestone")),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                        (
                            "late_reason",
                            models.TextField(blank=True, verbose_name="reason for the delay"),
                        ),
                        (
                            "dropped_reason",
                            models.TextField(blank=True, verbose_name="reason for dropping it"),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="coordination.measure",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successors",
                                to="coordination.milestone",
                            ),
                        ),
                        (
                            "is_paused",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("measure", "position"),
                                name="coordination_milestone_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        models.Q(("evidence", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_milestone_done_paired",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesObjection",
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
                        ("at", models.DateTimeField()),
                        ("text", models.TextField()),
                        ("is_accepted", models.BooleanField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="coordination.groupsession",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("veto", "veto against a committee's decision"),
                                    ("objection", "objection to the resolution"),
                                    ("legal", "legal objection"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("filed_on", models.DateField(verbose_name="day of the objection")),
                        (
                            "objectors",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="members who object"
                            ),
                        ),
                        ("held_in", models.CharField(max_length=40)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("upheld", "the resolution stands"),
                                    ("amended", "the resolution was changed"),
                                    ("revoked", "the resolution was repealed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("settled_on", models.DateField(blank=True, null=True)),
                        (
                            "referred_on",
                            models.DateField(
                                blank=True,
                                null=True,
                                verbose_name="put to the supervisory authority on",
                            ),
                        ),
                        (
                            "ruling",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reference of the ruling"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "resolution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="coordination.consultation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "objection")),
                                fields=("resolution",),
                                name="coordination_objection_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("case",),
                                name="coordination_objection_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("settled_on__isnull", True)),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("settled_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_objection_settled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(max_length=300, verbose_name="objective")),
                        (
                            "indicator",
                            models.CharField(blank=True, max_length=200, verbose_name="indicator"),
                        ),
                        (
                            "unit",
                            models.CharField(blank=True, max_length=40, verbose_name="counted in"),
                        ),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="value at the beginning",
                            ),
                        ),
                        (
                            "baseline_on",
                            models.DateField(blank=True, null=True, verbose_name="measured on"),
                        ),
                        (
                            "goal",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="value to be reached",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="to be reached by"
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("quarter", "every quarter"),
                                    ("half_year", "every half-year"),
                                    ("year", "every year"),
                                ],
                                default="quarter",
                                max_length=12,
                                verbose_name="measured",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("reached", "reached"),
                                    ("missed", "missed"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "noted_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="council took note on"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to=models.Q(("kind", "council"), _negated=True),
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                                verbose_name="responsible office",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="coordination.target",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "verbose_name_plural": "objectives",
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("target", "position"),
                                name="coordination_objective_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("noted_on__isnull", True),
                                    ("status", "missed"),
                                    _connector="OR",
                                ),
                                name="coordination_objective_noted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeCapacity",
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
                        ("items", models.PositiveIntegerField(verbose_name="open items")),
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="basis"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "valid_from"), name="coordination_capacity_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("items__lte", 5000)),
                                name="coordination_capacity_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OparlRelease",
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
                        (
                            "is_released",
                            models.BooleanField(default=False, verbose_name="The endpoint answers"),
                        ),
                        (
                            "shows_titles",
                            models.BooleanField(
                                default=False, verbose_name="Titles of items that are not public"
                            ),
                        ),
                        (
                            "shows_functions",
                            models.BooleanField(
                                default=False, verbose_name="Functions of the city's management"
                            ),
                        ),
                        (
                            "shows_history",
                            models.BooleanField(
                                default=False,
                                verbose_name="What was imported from a council system",
                            ),
                        ),
                        (
                            "secrecy",
                            models.CharField(
                                blank=True,
                                default="",
                                max_length=200,
                                verbose_name="Reason of secrecy where none is recorded",
                            ),
                        ),
                        (
                            "ags",
                            models.CharField(
                                blank=True,
                                max_length=8,
                                verbose_name="Official municipality key (AGS)",
                            ),
                        ),
                        ("license", models.URLField(blank=True, verbose_name="Licence")),
                        (
                            "contact_name",
                            models.CharField(blank=True, max_length=120, verbose_name="Contact"),
                        ),
                        (
                            "contact_email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="E-mail of the contact"
                            ),
                        ),
                        ("terms", models.JSONField(default=list, verbose_name="Electoral terms")),
                        ("basis", models.CharField(max_length=200, verbose_name="On what basis")),
                        ("decided_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Order",
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
                        ("reference", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("words", models.TextField(verbose_name="what is to be done")),
                        ("due_on", models.DateField(verbose_name="until")),
                        (
                            "fields_of_action",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drafted", "drafted"),
                                    ("issued", "issued"),
                                    ("accepted", "accepted"),
                                    ("in_work", "in work"),
                                    ("reported", "reported as done"),
                                    ("returned", "returned"),
                                    ("confirmed", "confirmed"),
                                    ("void", "void"),
                                ],
                                default="drafted",
                                max_length=12,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("directive", "directive"),
                                    ("request", "request"),
                                    ("agreement", "agreement"),
                                    ("resolution", "resolution of the group"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "right",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("line", "down the line: the office lies below"),
                                    ("mandate", "under the mandate to lead integration"),
                                    ("none", "without a right to instruct: the office is asked"),
                                    ("outside", "towards a partner outside: it is agreed"),
                                    ("group", "resolved in a session, the office is a member"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("given_on", models.DateField(blank=True, null=True)),
                        ("is_delegated", models.BooleanField(default=False)),
                        ("extensions", models.PositiveSmallIntegerField(default=0)),
                        ("is_over_load", models.BooleanField(default=False)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="coordination.groupdecision",
                            ),
                        ),
                        (
                            "drafted_desk",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_desk",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "mandate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.mandate",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.ordertemplate",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["unit", "state", "due_on"], name="coordination_order_unit"
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["issued", "accepted", "in_work", "reported", "returned"],
                                    )
                                ),
                                fields=["due_on", "id"],
                                name="coordination_order_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("given_on__isnull", True), ("kind", "")),
                                    models.Q(
                                        models.Q(("kind", ""), _negated=True),
                                        models.Q(("right", ""), _negated=True),
                                        ("given_by__isnull", False),
                                        ("given_desk__isnull", False),
                                        ("given_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_order_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["drafted", "void"]),
                                    ("given_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="coordination_order_given_before",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("right", "mandate"), _negated=True),
                                    ("mandate__isnull", False),
                                    _connector="OR",
                                ),
                                name="coordination_order_under_mandate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("extensions__lte", 2)),
                                name="coordination_order_extended_twice",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderReport",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="coordination.order",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "number"), name="coordination_orderreport_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderTemplate",
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
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("words", models.TextField(verbose_name="what is to be done")),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("monthly", "every month"),
                                    ("quarterly", "every quarter"),
                                    ("half", "every half-year"),
                                ],
                                max_length=10,
                                verbose_name="how often",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="days to do it"
                            ),
                        ),
                        ("next_on", models.DateField(verbose_name="next draft on")),
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="coordination_ordertemplate_lasts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organization",
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
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("council", "council"),
                                    ("main_committee", "main committee"),
                                    ("committee", "committee"),
                                    ("youth_committee", "youth welfare committee"),
                                    ("district_council", "district council"),
                                    ("integration_council", "integration council"),
                                    ("advisory", "advisory board"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "member_count",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="members"
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.district",
                            ),
                        ),
                        (
                            "advises",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="deliberates beforehand"
                            ),
                        ),
                        (
                            "end_date",
                            models.DateField(blank=True, null=True, verbose_name="dissolved after"),
                        ),
                        (
                            "is_heard",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="is heard"
                            ),
                        ),
                        (
                            "may_decide",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="may decide"
                            ),
                        ),
                        (
                            "start_date",
                            models.DateField(blank=True, null=True, verbose_name="formed on"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start_date", None),
                                    ("end_date", None),
                                    ("end_date__gte", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="coordination_body_lasts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                        ("role", models.CharField(max_length=120, verbose_name="function")),
                        (
                            "voting_right",
                            models.BooleanField(default=True, verbose_name="has a vote"),
                        ),
                        (
                            "on_behalf_of",
                            models.CharField(
                                blank=True, default="", max_length=120, verbose_name="group"
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["organization", "-voting_right", "role", "id"],
                        "indexes": [
                            models.Index(
                                fields=["person", "organization"], name="coordination_seat_of"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date", None),
                                    ("end_date__gte", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="coordination_seat_lasts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("end_date", None), ("person__isnull", False)),
                                fields=("organization", "person"),
                                name="coordination_seat_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpNote",
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
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("noted_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        ("command", models.UUIDField(unique=True)),
                        ("up_to", models.BigIntegerField(default=0)),
                        ("noted", models.PositiveIntegerField(default=0)),
                        ("closed", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.meeting",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["body", "-recorded_at"],
                                name="coordination_followupnote_body",
                            ),
                            models.Index(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=["id"],
                                name="coordination_followupnote_left",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CouncilRule",
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
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("submission_period", "editorial deadline before a session"),
                                    (
                                        "invitation_period",
                                        "full days between invitation and session",
                                    ),
                                    (
                                        "urgent_invitation_period",
                                        "full days between invitation and session in urgent cases",
                                    ),
                                    ("convening_gap", "longest time between two sessions"),
                                    ("school_holiday_pause", "no sessions in the school holidays"),
                                    ("decides", "on which paths the body decides"),
                                    (
                                        "district_takes_part",
                                        "the district council deals with matters of its district alone",
                                    ),
                                    (
                                        "youth_takes_part",
                                        "the youth committee is heard in matters of the young",
                                    ),
                                    (
                                        "integration_first",
                                        "the integration council deals with it first",
                                    ),
                                    ("deliberates_from", "the body deliberates from this cost"),
                                    (
                                        "procurement_from",
                                        "the body deliberates on contracts from this sum",
                                    ),
                                    (
                                        "board_from",
                                        "the executive board deals with it from this cost",
                                    ),
                                    (
                                        "current_administration_up_to",
                                        "current administration up to this cost",
                                    ),
                                    (
                                        "quorum",
                                        "more than this share of the members must be present",
                                    ),
                                    ("majority", "which majority decides"),
                                    (
                                        "objection_waits",
                                        "a decision waits for the period of objection",
                                    ),
                                    (
                                        "objection_period",
                                        "period of objection to a committee's decision",
                                    ),
                                    ("objection_share", "share of the members who may object"),
                                    ("mayors_objection", "the mayor may object to a resolution"),
                                    (
                                        "mayors_objection_from",
                                        "earliest new session after the mayor's objection",
                                    ),
                                    (
                                        "mayors_objection_until",
                                        "latest new session after the mayor's objection",
                                    ),
                                    (
                                        "legal_objection",
                                        "the mayor objects to unlawful resolutions",
                                    ),
                                    (
                                        "urgent_decision",
                                        "who decides urgent matters instead of the body",
                                    ),
                                    (
                                        "urgent_approval",
                                        "urgent decisions are put to the next session for approval",
                                    ),
                                    ("paper_number", "whose number a paper bears"),
                                    ("longest_pause", "longest time that a measure rests"),
                                    (
                                        "measure_serves_objective",
                                        "every measure serves an objective of the council",
                                    ),
                                    (
                                        "measure_names_place",
                                        "every measure names its district or the city",
                                    ),
                                    (
                                        "change_of_cost",
                                        "the lead may exceed the resolved cost by this share",
                                    ),
                                    (
                                        "change_of_end",
                                        "the lead may move the resolved end by this time",
                                    ),
                                    (
                                        "second_convening",
                                        "put off for want of a quorum, the body then decides whatever the number",
                                    ),
                                    (
                                        "excerpt_period",
                                        "the excerpt of the minutes is back after the session",
                                    ),
                                ],
                                max_length=40,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "body_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("council", "council"),
                                    ("main_committee", "main committee"),
                                    ("committee", "committee"),
                                    ("youth_committee", "youth welfare committee"),
                                    ("district_council", "district council"),
                                    ("integration_council", "integration council"),
                                    ("advisory", "advisory board"),
                                ],
                                default="",
                                max_length=24,
                                verbose_name="for which kind of body",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="amount"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("working_days", "working days"),
                                    ("days", "days"),
                                    ("weeks", "weeks"),
                                    ("months", "months"),
                                    ("euro", "euros"),
                                    ("percent", "percent"),
                                ],
                                default="",
                                max_length=14,
                                verbose_name="unit",
                            ),
                        ),
                        ("flag", models.BooleanField(null=True, verbose_name="yes or no")),
                        ("words", models.JSONField(null=True, verbose_name="words")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        ("norm", models.CharField(max_length=200, verbose_name="norm")),
                        (
                            "source",
                            models.CharField(
                                blank=True, default="", max_length=300, verbose_name="source"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("land", "law of the Land"),
                                    ("local", "rule of the city"),
                                    ("proposal", "proposal, to be decided by the city"),
                                ],
                                max_length=10,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="coordination.organization",
                                verbose_name="for which body",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["subject", "valid_from", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "subject",
                                    "body_type",
                                    "organization",
                                    "origin",
                                    "valid_from",
                                ),
                                name="coordination_rule_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="coordination_rule_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organization", None), ("body_type", ""), _connector="OR"
                                ),
                                name="coordination_rule_for_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__isnull", False),
                                        ("flag__isnull", True),
                                        ("words__isnull", True),
                                        models.Q(("unit", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("amount__isnull", True),
                                        ("flag__isnull", False),
                                        ("unit", ""),
                                        ("words__isnull", True),
                                    ),
                                    models.Q(
                                        ("amount__isnull", True),
                                        ("flag__isnull", True),
                                        ("unit", ""),
                                        ("words__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_rule_one_value",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationSize",
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
                        ("members", models.PositiveSmallIntegerField(verbose_name="members")),
                        ("start_date", models.DateField(verbose_name="valid from")),
                        (
                            "basis",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="norm"
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sizes",
                                to="coordination.organization",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["organization", "start_date"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "start_date"), name="coordination_size_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("members__gt", 0)),
                                name="coordination_size_above_0",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
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
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("resolution", "resolution paper"),
                                    ("information", "information paper"),
                                    ("supplement", "supplementary paper"),
                                ],
                                default="resolution",
                                max_length=16,
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                max_length=16, unique=True, verbose_name="paper number"
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="title")),
                        ("is_public", models.BooleanField(default=True, verbose_name="public")),
                        ("text", models.JSONField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("signature_mark", models.CharField(max_length=4)),
                        ("dated", models.DateField(verbose_name="date")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supplements",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supplemented_by",
                                to="coordination.paper",
                            ),
                        ),
                        (
                            "council_reference",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="number of the council system",
                            ),
                        ),
                        (
                            "numbering",
                            models.CharField(
                                choices=[
                                    ("own", "ours, at the final signature"),
                                    ("council_system", "the council system's, at the hand-over"),
                                ],
                                default="own",
                                max_length=16,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reference__regex", "^\\d{2}-\\d{4}(/\\d+)?$")),
                                name="coordination_paper_reference",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("council_reference", ""), _negated=True),
                                fields=("council_reference",),
                                name="coordination_paper_council_reference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("council_reference", ""),
                                    ("numbering", "council_system"),
                                    _connector="OR",
                                ),
                                name="coordination_paper_numbering",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperFile",
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
                        (
                            "edition",
                            models.CharField(
                                choices=[
                                    ("house", "for the administration, with all co-signatures"),
                                    ("council", "for the members of the council"),
                                    ("public", "for the public"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="coordination.paper",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("paper", "edition"), name="coordination_paperfile_edition"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationState",
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
                        ("last_event", models.BigIntegerField(default=0)),
                        ("whole_at", models.DateTimeField(null=True)),
                        ("base", models.CharField(blank=True, max_length=200)),
                        (
                            "release",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="coordination.oparlrelease",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PublicEntry",
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
                        (
                            "topic",
                            models.CharField(
                                choices=[("plan", "coming matter")], default="plan", max_length=12
                            ),
                        ),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField(blank=True, max_length=1200)),
                        ("participation", models.CharField(blank=True, max_length=8)),
                        ("participation_words", models.TextField(blank=True, max_length=2000)),
                        ("released", models.JSONField(default=dict)),
                        (
                            "publication",
                            models.CharField(
                                choices=[
                                    ("none", "not public"),
                                    ("public", "public"),
                                    ("archive", "archived"),
                                    ("gone", "withdrawn for good"),
                                    ("unavailable", "not available at present"),
                                ],
                                default="none",
                                max_length=12,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("renewed_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_entry",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_entries",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("topic"),
                                models.OrderBy(models.F("renewed_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("publication__in", ["public", "archive"])),
                                name="coordination_publicentry_read",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "topic"), name="coordination_publicentry_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("publication", "none"),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("renewed_at__isnull", False),
                                        models.Q(("released", {}), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_publicentry_released",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicObject",
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
                        ("kind", models.CharField(max_length=16)),
                        ("key", models.CharField(max_length=40)),
                        ("owner", models.CharField(db_index=True, max_length=24)),
                        ("content", models.TextField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("created", models.DateTimeField()),
                        ("modified", models.DateTimeField()),
                        ("deleted_at", models.DateTimeField(null=True)),
                        ("sha256", models.CharField(blank=True, default="", max_length=64)),
                        ("media_type", models.CharField(blank=True, default="", max_length=100)),
                        ("file_name", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("deleted_at__isnull", True)),
                                fields=["kind", "id"],
                                name="coordination_public_list",
                            ),
                            models.Index(
                                fields=["kind", "modified"], name="coordination_public_changed"
                            ),
                            models.Index(
                                fields=["kind", "created"], name="coordination_public_created"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "key"), name="coordination_public_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicSubscription",
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
                        ("email", models.EmailField(max_length=254)),
                        ("asked_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("told_until", models.DateTimeField()),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subscriptions",
                                to="coordination.followup",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("confirmed_at__isnull", False)),
                                fields=["told_until", "id"],
                                name="coordination_publicsub_told",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("email", "item"),
                                name="coordination_publicsubscription_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicMail",
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
                        ("items", models.JSONField(default=list)),
                        ("created_at", models.DateTimeField()),
                        ("send_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.CharField(blank=True, max_length=200)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to="coordination.publicsubscription",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", True)),
                                fields=["send_at", "id"],
                                name="coordination_publicmail_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
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
                        ("measured_on", models.DateField(verbose_name="measured on")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="value"
                            ),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, verbose_name="what is to be said of it"),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="coordination.objective",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measured_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("objective", "measured_on"), name="coordination_reading_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionItem",
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
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("note", models.TextField(blank=True, verbose_name="what it is about")),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="coordination.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SourceItem",
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
                        ("key", models.CharField(max_length=500, unique=True)),
                        ("position", models.PositiveIntegerField()),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(blank=True, max_length=1000)),
                        ("is_public", models.BooleanField(default=True)),
                        (
                            "secrecy_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reason of secrecy"
                            ),
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("result", "unknown")),
                                fields=["result_text"],
                                name="coordination_item_unknown",
                            )
                        ],
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
                            models.Index(
                                fields=["-dated", "-of"], name="coordination_sourcepaper_dated"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusReport",
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
                        ("period_start", models.DateField(verbose_name="quarter from")),
                        ("period_end", models.DateField(verbose_name="quarter until")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "draft"), ("released", "released")],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        ("done", models.TextField(verbose_name="what was done")),
                        ("next_steps", models.TextField(verbose_name="what comes next")),
                        ("risks", models.TextField(verbose_name="risks")),
                        (
                            "spent",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, verbose_name="spent so far"
                            ),
                        ),
                        (
                            "forecast",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                verbose_name="forecast of the total cost",
                            ),
                        ),
                        (
                            "light",
                            models.CharField(
                                choices=[
                                    ("green", "green"),
                                    ("yellow", "yellow"),
                                    ("red", "red"),
                                    ("grey", "grey"),
                                ],
                                max_length=6,
                                verbose_name="traffic light",
                            ),
                        ),
                        (
                            "light_reason",
                            models.TextField(
                                blank=True, verbose_name="reason for the traffic light"
                            ),
                        ),
                        (
                            "is_final",
                            models.BooleanField(default=False, verbose_name="final report"),
                        ),
                        ("written_at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="coordination.measure",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "has_own_light",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.ExpressionWrapper(
                                    models.Q(
                                        models.Q(("light_reason", ""), _negated=True),
                                        models.Q(("light", "grey"), _negated=True),
                                    ),
                                    output_field=models.BooleanField(),
                                ),
                                output_field=models.BooleanField(),
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["period_start"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "released")),
                                fields=["measure", "-period_end", "-is_final"],
                                include=("light", "forecast", "has_own_light", "spent"),
                                name="coordination_report_last",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "period_start", "is_final"),
                                name="coordination_report_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="coordination_report_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("released_at__isnull", True),
                                        ("released_by__isnull", True),
                                        ("status", "draft"),
                                    ),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("released_by__isnull", False),
                                        ("status", "released"),
                                    ),
                                    _connector="OR",
                                ),
                                name="coordination_report_release_paired",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatutoryWork",
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
                        ("title", models.CharField(max_length=200, verbose_name="statutory work")),
                        ("norm", models.CharField(max_length=200, verbose_name="norm")),
                        ("items", models.PositiveIntegerField(verbose_name="takes so many items")),
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="coordination_statutory_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("items__lte", 5000)),
                                name="coordination_statutory_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "sha256",
                            models.CharField(max_length=64, primary_key=True, serialize=False),
                        ),
                        ("checked_at", models.DateTimeField(db_index=True)),
                        ("damage", models.CharField(blank=True, max_length=8)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("damage", ""), _negated=True),
                                fields=["sha256"],
                                name="coordination_storedfile_wrong",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                        (
                            "reference",
                            models.CharField(
                                max_length=20, unique=True, verbose_name="file number"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("facts", models.TextField(blank=True, verbose_name="facts and reasons")),
                        (
                            "proposal",
                            models.TextField(blank=True, verbose_name="proposed resolution"),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="time frame from"),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="time frame until"
                            ),
                        ),
                        (
                            "council_public",
                            models.BooleanField(default=True, verbose_name="public in the council"),
                        ),
                        (
                            "resolved_on",
                            models.DateField(blank=True, null=True, verbose_name="resolved on"),
                        ),
                        (
                            "resolved_by",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="resolved by"
                            ),
                        ),
                        (
                            "paper",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="paper number"
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="target",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                                verbose_name="lead",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gt", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="coordination_target_time_frame",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterCell",
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
                        (
                            "chapter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="coordination.chapter",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.fieldofaction",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.targetgroup",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("chapter", "field", "group"),
                                name="coordination_chaptercell_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextVersion",
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
                        ("number", models.PositiveIntegerField()),
                        ("round", models.PositiveSmallIntegerField()),
                        ("occasion", models.CharField(max_length=40)),
                        ("content", models.JSONField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("made_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "number"), name="coordination_text_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UrgentDecision",
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
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("main_committee", "main committee"),
                                    ("mayor", "mayor with a member of the body"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "why_not_organ",
                            models.TextField(verbose_name="why the body cannot decide in time"),
                        ),
                        (
                            "why_not_committee",
                            models.TextField(
                                blank=True,
                                verbose_name="why the main committee cannot decide in time",
                            ),
                        ),
                        (
                            "harm",
                            models.TextField(blank=True, verbose_name="disadvantage or danger"),
                        ),
                        ("made_on", models.DateField()),
                        (
                            "member",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="member who has signed"
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "rights_of_others",
                            models.TextField(
                                blank=True, verbose_name="rights of others that had arisen"
                            ),
                        ),
                        (
                            "approval",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approves",
                                to="coordination.consultation",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="urgent_decisions",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="coordination.organization",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by", None),
                                    models.Q(("signed_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="coordination_urgent_two_signers",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
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
                        ("seen", models.PositiveIntegerField()),
                        ("seen_before", models.PositiveIntegerField()),
                        ("began_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visits",
                                to="workflows.case",
                            ),
                        ),
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
                                fields=("person", "case"), name="coordination_visit_once"
                            )
                        ],
                    },
                ),
            ],
        )
    ]
