"""What the law and the city rule about the council becomes dated rows, which nobody rewrites."""

from datetime import timedelta
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERIODS = {"veto_period": "objection_period", "dispatch": "invitation_period"}
LIMITS = {
    "main_finance": ("deliberates_from", "main_committee"),
    "executive_board": ("board_from", ""),
    "current_administration": ("current_administration_up_to", ""),
}

TRIGGER = """
CREATE FUNCTION coordination_keep_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE judged date;
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM coordination_meeting m JOIN coordination_organization o ON o.id = m.organization_id
     WHERE m.starts_at >= OLD.valid_from::timestamp AT TIME ZONE 'Europe/Berlin'
       AND (OLD.valid_until IS NULL
            OR m.starts_at < (OLD.valid_until + 1)::timestamp AT TIME ZONE 'Europe/Berlin')
       AND (OLD.organization_id IS NULL OR m.organization_id = OLD.organization_id)
       AND (OLD.body_type = '' OR o.type = OLD.body_type)) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE'
     AND (to_jsonb(NEW) - 'valid_until') = (to_jsonb(OLD) - 'valid_until') THEN
    SELECT max((m.starts_at AT TIME ZONE 'Europe/Berlin')::date) INTO judged
      FROM coordination_meeting m JOIN coordination_organization o ON o.id = m.organization_id
     WHERE (OLD.organization_id IS NULL OR m.organization_id = OLD.organization_id)
       AND (OLD.body_type = '' OR o.type = OLD.body_type)
       AND EXISTS (SELECT 1 FROM coordination_consultation c
                    WHERE c.meeting_id = m.id AND c.result <> '');
    IF judged IS NULL
       OR (coalesce(OLD.valid_until, judged) >= judged
           AND coalesce(NEW.valid_until, judged) >= judged) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'rule % of the council is in use: it may only end', OLD.id
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER councilrule_kept BEFORE UPDATE OR DELETE ON coordination_councilrule
  FOR EACH ROW EXECUTE FUNCTION coordination_keep_rule();
"""
BACK = """
DROP TRIGGER councilrule_kept ON coordination_councilrule;
DROP FUNCTION coordination_keep_rule();
"""


def take_over(apps, _schema_editor):
    """Give a city that stands already the rows of its Land and what it had ruled itself."""
    from coordination.council.queries.shipped import rows_of

    body = apps.get_model("coordination", "Organization")
    rule = apps.get_model("coordination", "CouncilRule")
    if not body.objects.exists():
        return
    rows = [rule(**row) for row in rows_of(settings.LAND)]
    for one in body.objects.exclude(immediate_from=None):
        rows.append(
            rule(
                subject="objection_waits",
                organization=one,
                flag=False,
                valid_from=one.immediate_from,
                valid_until=one.immediate_until,
                norm=one.immediate_basis or "Hauptsatzung",
                origin="local",
            )
        )
    rows += _of_routes(apps, rule)
    rule.objects.bulk_create(rows)


def _of_routes(apps, rule):
    """What versions of the route said about the council, each until the next one began."""
    routes = apps.get_model("workflows", "RouteVersion")
    versions = list(routes.objects.filter(kind="measure").order_by("number"))
    rows = []
    for index, version in enumerate(versions):
        following = [later.valid_from for later in versions[index + 1 :]]
        ends = min(following) - timedelta(days=1) if following else None
        if ends and ends < version.valid_from:
            continue
        common = {
            "valid_from": version.valid_from,
            "valid_until": ends,
            "norm": "Örtliche Regelung",
            "source": f"Laufweg, Fassung {version.number}",
            "origin": "local",
        }
        for key, amount in _limits(apps, version):
            subject, body_type = LIMITS[key]
            rows.append(
                rule(subject=subject, body_type=body_type, amount=amount, unit="euro", **common)
            )
        for step, amount, unit in _periods(apps, version):
            if unit == "years":
                amount, unit = amount * 12, "months"
            rows.append(rule(subject=PERIODS[step], amount=Decimal(amount), unit=unit, **common))
    return rows


def _limits(apps, version):
    limits = apps.get_model("workflows", "RouteThreshold").objects.filter(route=version)
    return limits.filter(key__in=LIMITS).values_list("key", "amount")


def _periods(apps, version):
    periods = apps.get_model("workflows", "RoutePeriod").objects.filter(route=version)
    found = periods.filter(step__in=PERIODS).exclude(unit="weekday")
    return found.values_list("step", "amount", "unit")


def leave(_apps, _schema_editor):
    """The way back is the backup from before the update."""


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0016_approval_referral_withdrawal"),
        ("workflows", "0021_one_name_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("submission_period", "editorial deadline before a session"),
                            ("invitation_period", "full days between invitation and session"),
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
                            ("integration_first", "the integration council deals with it first"),
                            ("deliberates_from", "the body deliberates from this cost"),
                            ("procurement_from", "the body deliberates on contracts from this sum"),
                            ("board_from", "the executive board deals with it from this cost"),
                            (
                                "current_administration_up_to",
                                "current administration up to this cost",
                            ),
                            ("quorum", "more than this share of the members must be present"),
                            ("majority", "which majority decides"),
                            ("objection_waits", "a decision waits for the period of objection"),
                            ("objection_period", "period of objection to a committee's decision"),
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
                            ("legal_objection", "the mayor objects to unlawful resolutions"),
                            ("urgent_decision", "who decides urgent matters instead of the body"),
                            (
                                "urgent_approval",
                                "urgent decisions are put to the next session for approval",
                            ),
                            ("paper_number", "whose number a paper bears"),
                            ("longest_pause", "longest time that a measure rests"),
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
                    models.CharField(blank=True, default="", max_length=300, verbose_name="source"),
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
                        fields=("subject", "body_type", "organization", "origin", "valid_from"),
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
        migrations.RunPython(take_over, leave),
        migrations.RunSQL(TRIGGER, BACK),
        migrations.RemoveField(model_name="organization", name="immediate_basis"),
        migrations.RemoveField(model_name="organization", name="immediate_from"),
        migrations.RemoveField(model_name="organization", name="immediate_until"),
    ]
