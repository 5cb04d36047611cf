"""All migrations up to 0022 in one, for a new city; one that has begun with them goes on with them.

The tables come from `_tables.py`, written by pg_dump after the last of those replaced: columns in
the same order, constraints and indexes under the same names. tests/upgrades holds both against
each other.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import uuid
import uuid_utils.compat
import workflows.models.names
from django.conf import settings
from django.db import migrations, models

from ._squashed import Tables
from ._tables import TABLES


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("workflows", "0001_initial"),
        ("workflows", "0002_protect_the_trail"),
        ("workflows", "0003_heartbeat"),
        ("workflows", "0004_time"),
        ("workflows", "0005_fewer_indexes"),
        ("workflows", "0006_late_tasks"),
        ("workflows", "0007_spare_the_outbox"),
        ("workflows", "0008_drop_needless_indexes"),
        ("workflows", "0009_ladders_for_old_routes"),
        ("workflows", "0010_sort_unusual_letters"),
        ("workflows", "0011_kept_forms"),
        ("workflows", "0012_version_of_the_organisation"),
        ("workflows", "0013_security_log"),
        ("workflows", "0014_announce_a_date"),
        ("workflows", "0015_read_with_the_task"),
        ("workflows", "0016_bind_rows_to_events"),
        ("workflows", "0017_name_successors"),
        ("workflows", "0018_what_failed_in_a_tick"),
        ("workflows", "0019_holidays_of_one_municipality"),
        ("workflows", "0020_hold_delivery"),
        ("workflows", "0021_one_name_only"),
        ("workflows", "0022_since_the_last_start"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Tables(
            TABLES,
            [
                migrations.CreateModel(
                    name="DayOff",
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
                        ("day", models.DateField(unique=True)),
                        ("name", models.CharField(max_length=100)),
                        ("is_public_holiday", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "ordering": ["day"],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("seq", models.PositiveIntegerField()),
                        ("action", models.CharField(max_length=60)),
                        ("source", models.CharField(blank=True, max_length=40)),
                        ("target", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField()),
                        ("caused_by", models.PositiveIntegerField(null=True)),
                        ("legal_basis", models.CharField(blank=True, max_length=120)),
                        ("data", models.JSONField(default=dict)),
                        ("form", models.PositiveSmallIntegerField(default=1)),
                        ("text_digest", models.BinaryField(max_length=32, null=True)),
                        ("previous", models.BinaryField(max_length=32)),
                        ("digest", models.BinaryField(max_length=32)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("rows", models.JSONField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "seq"), name="workflows_event_gapless"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seq__gte", 1)),
                                name="workflows_event_seq_from_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
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
                        ("since", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Seal",
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
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("cases", models.PositiveIntegerField()),
                        ("previous", models.BinaryField(max_length=32)),
                        ("digest", models.BinaryField(max_length=32)),
                        ("key_id", models.CharField(max_length=64)),
                        ("signature", models.BinaryField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "given_name",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                validators=[workflows.models.names.validate_name],
                                verbose_name="given name",
                            ),
                        ),
                        (
                            "family_name",
                            models.CharField(
                                max_length=100,
                                validators=[workflows.models.names.validate_name],
                                verbose_name="family name",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("de", "Deutsch"), ("en", "English")],
                                default="de",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "external_id",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                null=True,
                                unique=True,
                                verbose_name="external id",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="created"),
                        ),
                        (
                            "deactivated_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="deactivated"),
                        ),
                        (
                            "sort_key",
                            models.CharField(
                                db_collation="C",
                                db_index=True,
                                default="",
                                editable=False,
                                max_length=200,
                            ),
                        ),
                        (
                            "is_active",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Q(("deactivated_at__isnull", True)),
                                output_field=models.BooleanField(),
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="workflows_user_email_ci",
                                violation_error_message="There is already an account with this address.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
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
                                    ("login", "login"),
                                    ("logout", "logout"),
                                    ("login_failed", "login failed"),
                                    ("too_many", "too many failed logins"),
                                    ("factor_failed", "second factor failed"),
                                    ("factor_changed", "second factor changed"),
                                    ("not_allowed", "not allowed"),
                                    ("invisible", "not seen by this person"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField(db_index=True)),
                        ("claimed", models.CharField(blank=True, max_length=254)),
                        ("source", models.CharField(blank=True, max_length=45)),
                        ("act", models.CharField(blank=True, max_length=80)),
                        ("case_number", models.BigIntegerField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "-at"], name="workflows_attempt_of")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                        ("kind", models.CharField(max_length=40)),
                        ("state", models.CharField(max_length=40)),
                        ("title", models.CharField(max_length=300)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        (
                            "access",
                            models.CharField(
                                choices=[
                                    ("normal", "normal"),
                                    ("restricted", "restricted to named desks"),
                                ],
                                default="normal",
                                max_length=12,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        ("state_since", models.DateTimeField(verbose_name="in this state since")),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="closed"),
                        ),
                        ("seq", models.PositiveIntegerField(default=0)),
                        (
                            "head",
                            models.BinaryField(
                                default=b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                                max_length=32,
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="workflows.routeversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["kind", "state", "id"], name="workflows_case_state"
                            ),
                            models.Index(
                                fields=["kind", "state_since", "id"], name="workflows_case_moved"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "organisation")),
                                fields=("kind",),
                                name="workflows_one_organisation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Command",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        ("payload_digest", models.BinaryField(max_length=32)),
                        ("result", models.JSONField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Condition",
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
                        ("round", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "to be answered"),
                                    ("accepted", "accepted"),
                                    ("declined", "not accepted, to be confirmed"),
                                    ("confirmed", "not accepted, confirmed"),
                                    ("lapsed", "not accepted, no answer in time"),
                                    ("refused", "turned into a refusal"),
                                    ("void", "void"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("material", models.BooleanField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions",
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
                        (
                            "vote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions",
                                to="workflows.vote",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case", "round"], name="workflows_condition_round")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CosignatureItem",
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
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "participation",
                            models.CharField(
                                choices=[
                                    ("cosign", "co-signature"),
                                    ("contribute", "contribution"),
                                    ("inform", "for information"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "silence",
                            models.CharField(
                                choices=[
                                    ("deemed_given", "deemed given"),
                                    ("not_affected", "not affected"),
                                    ("noted", "deemed noted"),
                                    ("none", "none: the unit must answer"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(max_length=60)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "requested"),
                                    ("received", "received"),
                                    ("answered", "answered"),
                                    ("void", "void"),
                                ],
                                default="requested",
                                max_length=10,
                            ),
                        ),
                        ("requested_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "carried_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.cosignatureitem",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignature",
                                to="workflows.steprun",
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
                                fields=("case", "round", "unit"), name="workflows_cosignature_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
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
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("starts_on", models.DateField()),
                        ("amount", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("unit", models.CharField(blank=True, max_length=20)),
                        ("due_on", models.DateField()),
                        ("due_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("running", "running"),
                                    ("paused", "paused"),
                                    ("met", "met"),
                                    ("lifted", "lifted"),
                                    ("expired", "expired"),
                                ],
                                default="running",
                                max_length=8,
                            ),
                        ),
                        ("effect", models.CharField(blank=True, max_length=40)),
                        ("next_rung_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="workflows.steprun",
                            ),
                        ),
                        ("remaining", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "rungs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(null=True),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("next_rung", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("status", "running"), models.Q(("effect", ""), _negated=True)
                                ),
                                fields=["due_at", "id"],
                                name="workflows_deadline_effects",
                            ),
                            models.Index(
                                condition=models.Q(("next_rung_at__isnull", False)),
                                fields=["next_rung_at", "id"],
                                name="workflows_deadline_rungs",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["running", "paused"])),
                                fields=["case"],
                                name="workflows_deadline_running",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ["running", "paused"]),
                                        ("closed_at__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ["running", "paused"]), _negated=True
                                        ),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_deadline_closed_iff_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("remaining__isnull", False), ("status", "paused")),
                                    models.Q(
                                        models.Q(("status", "paused"), _negated=True),
                                        ("remaining__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_deadline_remaining_iff_paused",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_rung_at__isnull", True),
                                    ("status", "running"),
                                    _connector="OR",
                                ),
                                name="workflows_deadline_climbs_only_running",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status__in", ["running", "paused"]), ("step__isnull", False)
                                ),
                                fields=("step",),
                                name="workflows_deadline_one_per_step",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeadlineEntry",
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
                            "change",
                            models.CharField(
                                choices=[
                                    ("extended", "extended"),
                                    ("paused", "paused"),
                                    ("resumed", "resumed"),
                                    ("seen", "seen"),
                                    ("announced", "date announced"),
                                    ("reminded", "reminded by hand"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("event_seq", models.PositiveIntegerField()),
                        ("due_before", models.DateField()),
                        ("due_after", models.DateField(blank=True, null=True)),
                        ("remaining", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("until", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="workflows.deadline",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["deadline", "at"], name="workflows_deadlineentry_list"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryChoice",
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
                        ("topic", models.CharField(max_length=40)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("at_once", "at once"),
                                    ("digest", "once a day"),
                                    ("off", "not by mail"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivery_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "topic"), name="workflows_deliverychoice_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Desk",
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
                        ("key", models.SlugField(max_length=80, unique=True, verbose_name="key")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("mayor", "mayor"),
                                    ("general_deputy", "general deputy of the mayor"),
                                    ("deputy_mayor", "deputy mayor"),
                                    ("integration_deputy", "deputy mayor for integration"),
                                    ("head", "head of office"),
                                    ("cosigner", "co-signing desk"),
                                    ("clerk", "clerk"),
                                    ("board_secretary", "office of the executive board"),
                                    ("council_secretary", "council office"),
                                    ("organisation", "organisation office"),
                                    ("observer", "observer"),
                                ],
                                max_length=30,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "signs",
                            models.CharField(
                                choices=[
                                    ("none", "without a mark"),
                                    ("iv", "i. V."),
                                    ("ia", "i. A."),
                                ],
                                default="ia",
                                max_length=4,
                                verbose_name="signature mark",
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="closed on"),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subordinates",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desks",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["unit", "function"], name="workflows_desk_post")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superior__isnull", True),
                                    models.Q(("superior", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="workflows_desk_not_its_own_superior",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseAudience",
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
                        ("reason", models.CharField(max_length=40)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="audience",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["desk", "case"], name="workflows_audience_desk")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "desk"), name="workflows_audience_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskHolder",
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
                        ("valid_from", models.DateField(verbose_name="from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holders",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desks_held",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["person", "valid_from", "valid_until"],
                                name="workflows_holder_of",
                            ),
                            models.Index(
                                fields=["desk", "valid_from", "valid_until"],
                                name="workflows_held_by",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="workflows_deskholder_validity",
                            ),
                            models.UniqueConstraint(
                                fields=("desk", "person", "valid_from"),
                                name="workflows_deskholder_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventText",
                    fields=[
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="text",
                                serialize=False,
                                to="workflows.event",
                            ),
                        ),
                        ("salt", models.BinaryField(max_length=16)),
                        ("text", models.TextField()),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="FeedToken",
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
                        ("digest", models.BinaryField(max_length=32, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feed_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("person",),
                                name="workflows_feedtoken_one_live",
                            )
                        ],
                    },
                ),
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
                        (
                            "failed",
                            models.CharField(blank=True, db_default="", default="", max_length=200),
                        ),
                        (
                            "boot",
                            models.CharField(blank=True, db_default="", default="", max_length=36),
                        ),
                        ("uptime", models.FloatField(db_default=0, default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["role", "-beat_at"], name="workflows_heartbeat_age"
                            )
                        ],
                    },
                ),
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                        ("asked_at", models.DateTimeField()),
                        ("text", models.TextField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True)),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
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
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="workflows.cosignatureitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True), ("answered_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_question_paired",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
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
                        ("level", models.CharField(max_length=8)),
                        ("due_on", models.DateField()),
                        ("rung_at", models.DateTimeField()),
                        ("fired_at", models.DateTimeField()),
                        ("is_skipped", models.BooleanField(default=False)),
                        (
                            "people",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="workflows.deadline",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deadline", "level", "due_on"),
                                name="workflows_reminder_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteVersion",
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
                        ("kind", models.CharField(max_length=40)),
                        ("number", models.PositiveIntegerField()),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "number"), name="workflows_route_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteThreshold",
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
                        ("key", models.CharField(max_length=60)),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="thresholds",
                                to="workflows.routeversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("route", "key"), name="workflows_threshold_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteRung",
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
                        ("level", models.CharField(max_length=8, verbose_name="level")),
                        (
                            "offset",
                            models.SmallIntegerField(verbose_name="working days from the due day"),
                        ),
                        (
                            "minimum",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="from a period of working days"
                            ),
                        ),
                        (
                            "recipients",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("responsible", "whoever is to do it"),
                                        ("deputy", "their deputy"),
                                        ("head", "head of the office"),
                                        ("division", "deputy mayor of the division"),
                                        ("integration", "deputy mayor for integration"),
                                        ("board", "executive board and mayor"),
                                    ],
                                    max_length=16,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rungs",
                                to="workflows.routeversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("route", "position"), name="workflows_routerung_position"
                            ),
                            models.UniqueConstraint(
                                fields=("route", "level"), name="workflows_routerung_level"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoutePeriod",
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
                        ("step", models.CharField(max_length=60, verbose_name="step")),
                        ("amount", models.PositiveSmallIntegerField(verbose_name="amount")),
                        ("unit", models.CharField(max_length=20, verbose_name="unit")),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="periods",
                                to="workflows.routeversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("route", "step"), name="workflows_routeperiod_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 1)),
                                name="workflows_routeperiod_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CosignRule",
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
                        ("predicate", models.CharField(max_length=60, verbose_name="predicate")),
                        (
                            "unit_function",
                            models.CharField(max_length=60, verbose_name="function key"),
                        ),
                        (
                            "participation",
                            models.CharField(
                                choices=[
                                    ("cosign", "co-signature"),
                                    ("contribute", "contribution"),
                                    ("inform", "for information"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "silence",
                            models.CharField(
                                choices=[
                                    ("deemed_given", "deemed given"),
                                    ("not_affected", "not affected"),
                                    ("noted", "deemed noted"),
                                    ("none", "none: the unit must answer"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosign_rules",
                                to="workflows.routeversion",
                            ),
                        ),
                        (
                            "may_extend",
                            models.BooleanField(
                                default=False, verbose_name="may ask for more time"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("route", "predicate", "unit_function"),
                                name="workflows_cosignrule_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedHead",
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
                        ("seq", models.PositiveIntegerField()),
                        ("head", models.BinaryField(max_length=32)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sealed_heads",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heads",
                                to="workflows.seal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seal", "case"), name="workflows_sealedhead_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepRun",
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
                        ("key", models.CharField(max_length=40)),
                        ("state", models.CharField(max_length=40)),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("all", "all answer"),
                                    ("any", "the first answer counts"),
                                    ("ordered", "one after the other"),
                                ],
                                default="all",
                                max_length=8,
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.CharField(blank=True, max_length=40)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="workflows.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("case", "key", "subject"),
                                name="workflows_steprun_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Substitution",
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
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        ("entered_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutes_for",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "represented",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                        (
                            "steps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["deputy", "starts_on", "ends_on"],
                                name="workflows_deputy_of",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="workflows_substitution_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("represented", models.F("deputy")), _negated=True
                                ),
                                name="workflows_substitution_not_oneself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
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
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("open", "open"),
                                    ("done", "done"),
                                    ("void", "void"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.CharField(blank=True, max_length=40)),
                        (
                            "addressed_to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claimed_tasks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closed_tasks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="workflows.steprun",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("claimed_by__isnull", True), ("status", "open")
                                ),
                                fields=["desk", "due_at", "id"],
                                include=("opened_at",),
                                name="workflows_task_desk_inbox",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("claimed_by__isnull", False), ("status", "open")
                                ),
                                fields=["claimed_by", "due_at", "id"],
                                name="workflows_task_own_inbox",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("claimed_by__isnull", False), ("status", "open")
                                ),
                                fields=["desk", "due_at", "id"],
                                include=("claimed_by", "opened_at"),
                                name="workflows_task_desk_taken",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["open", "waiting"])),
                                fields=["case"],
                                name="workflows_task_live",
                            ),
                            models.Index(
                                condition=models.Q(("status", "done")),
                                fields=["closed_by", "-closed_at"],
                                name="workflows_task_done_by",
                            ),
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["due_at"],
                                include=("case",),
                                name="workflows_task_late",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["open", "waiting"])),
                                fields=["desk"],
                                name="workflows_task_desk_live",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["open", "waiting"])),
                                fields=["addressed_to"],
                                name="workflows_task_meant_live",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        ("status__in", ["open", "waiting"]),
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("status__in", ["done", "void"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_task_closed_at_iff_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("claimed_at__isnull", True), ("claimed_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("claimed_at__isnull", False), ("claimed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_task_claim_paired",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["open", "waiting"])),
                                fields=("step", "addressed_to"),
                                name="workflows_task_one_per_desk",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Resubmission",
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
                        ("due_on", models.DateField(verbose_name="on")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                        ("created_at", models.DateTimeField()),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resubmissions",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resubmissions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resubmissions",
                                to="workflows.task",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["person", "due_on"],
                                name="workflows_resubmission_open",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("done_at__isnull", True), ("told_at__isnull", True)
                                ),
                                fields=["due_on"],
                                name="workflows_resubmission_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=("person", "case"),
                                name="workflows_resubmission_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("in_app", "in the application"), ("mail", "by mail")],
                                max_length=8,
                            ),
                        ),
                        ("template", models.CharField(max_length=40)),
                        ("event_seq", models.PositiveIntegerField(null=True)),
                        ("data", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                        ("send_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.TextField(blank=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="workflows.task",
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="workflows.deadline",
                            ),
                        ),
                        ("digest_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("dropped_at__isnull", True), ("sent_at__isnull", True)
                                ),
                                fields=["channel", "send_at", "id"],
                                name="workflows_outbox",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("dropped_at__isnull", True), ("sent_at__isnull", True)
                                ),
                                fields=["recipient", "channel"],
                                name="workflows_outbox_of_person",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key",), name="workflows_notification_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("text", models.TextField()),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "notification",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice",
                                to="workflows.notification",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["recipient", "-created_at"], name="workflows_notice_list"
                            ),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["recipient"],
                                name="workflows_notice_unread",
                            ),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["task"],
                                name="workflows_notice_of_task",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                        ("short_name", models.CharField(max_length=60, verbose_name="short name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("mayor", "mayor's division"),
                                    ("division", "division"),
                                    ("office", "office"),
                                    ("staff_unit", "staff unit"),
                                    ("district", "district office"),
                                    ("council", "council"),
                                    ("partner", "partner"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="function key"
                            ),
                        ),
                        (
                            "ancestors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "sort_key",
                            models.CharField(db_collation="C", db_index=True, max_length=200),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="workflows.unit",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="workflows.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("function", ""), _negated=True),
                                    ("valid_until__isnull", True),
                                ),
                                fields=("function",),
                                name="workflows_unit_one_per_function",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="workflows_unit_validity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("successor__isnull", True),
                                    ("valid_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="workflows_unit_succeeded_when_over",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Obligation",
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
                        ("text", models.TextField()),
                        ("created_at", models.DateTimeField()),
                        ("fulfilled_at", models.DateTimeField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "condition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligation",
                                to="workflows.condition",
                            ),
                        ),
                        (
                            "fulfilled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                    models.Q(
                                        ("fulfilled_at__isnull", True),
                                        ("fulfilled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("fulfilled_at__isnull", False),
                                        ("fulfilled_by__isnull", False),
                                        models.Q(("evidence", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="workflows_obligation_paired",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
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
                            "choice",
                            models.CharField(
                                choices=[
                                    ("approved", "approved"),
                                    ("conditional", "approved with conditions"),
                                    ("refused", "refused"),
                                    ("not_affected", "not affected"),
                                    ("not_responsible", "not responsible"),
                                    ("noted", "noted"),
                                    ("deemed_given", "deemed given"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("cast_at", models.DateTimeField()),
                        ("is_current", models.BooleanField(default=True)),
                        (
                            "cast_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.desk",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="workflows.cosignatureitem",
                            ),
                        ),
                        (
                            "names_unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.unit",
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="workflows.vote",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)),
                                fields=("item",),
                                name="workflows_vote_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choice", "refused"), _negated=True),
                                    models.Q(("text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="workflows_vote_refusal_has_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Watch",
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
                        ("since", models.DateTimeField()),
                        ("told_seq", models.PositiveIntegerField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="watches",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="watches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case", "told_seq"], name="workflows_watch_case")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "case"), name="workflows_watch_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
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
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("url", models.URLField(max_length=500, verbose_name="address")),
                        ("secret", models.CharField(max_length=64)),
                        ("kinds", models.JSONField(blank=True, default=list)),
                        ("created_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WebhookCall",
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
                        ("key", models.CharField(max_length=100, unique=True)),
                        ("payload", models.JSONField()),
                        ("created_at", models.DateTimeField()),
                        ("send_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.TextField(blank=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "hook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="workflows.webhook",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("dropped_at__isnull", True), ("sent_at__isnull", True)
                                ),
                                fields=["send_at", "id"],
                                name="workflows_webhookcall_due",
                            )
                        ],
                    },
                ),
            ],
        )
    ]
