"""The state and what the traffic light depends on lie beside the measure, kept by triggers (ADR 18)."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION coordination_keep_light(which bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO coordination_lightfacts AS f
         (measure_id, since, cost, half_yearly_below, due_on, period_end, light, has_own_light,
          forecast)
  SELECT n.id, k.state_since, n.cost, t.amount,
         (SELECT min(m.due_on) FROM coordination_milestone m
           WHERE m.measure_id = n.id AND m.done_at IS NULL AND m.dropped_reason = ''),
         r.period_end, r.light, r.has_own_light, r.forecast
    FROM coordination_measure n JOIN workflows_case k ON k.id = n.case_id
    LEFT JOIN workflows_routethreshold t
      ON t.route_id = k.route_id AND t.key = 'half_yearly_report'
    LEFT JOIN LATERAL (
      SELECT s.period_end, s.light, s.has_own_light, s.forecast FROM coordination_statusreport s
       WHERE s.measure_id = n.id AND s.status = 'released'
       ORDER BY s.period_end DESC, s.is_final DESC LIMIT 1) r ON true
   WHERE n.id = which AND k.kind = 'measure' AND k.state = 'implementation'
      ON CONFLICT (measure_id) DO UPDATE
     SET since = EXCLUDED.since, cost = EXCLUDED.cost,
         half_yearly_below = EXCLUDED.half_yearly_below, due_on = EXCLUDED.due_on,
         period_end = EXCLUDED.period_end, light = EXCLUDED.light,
         has_own_light = EXCLUDED.has_own_light, forecast = EXCLUDED.forecast;
  IF NOT FOUND THEN
    DELETE FROM coordination_lightfacts WHERE measure_id = which;
  END IF;
END $$;

CREATE FUNCTION coordination_follow_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE coordination_measure SET state = NEW.state
   WHERE case_id = NEW.id AND state <> NEW.state;
  IF 'implementation' IN (OLD.state, NEW.state) THEN
    PERFORM coordination_keep_light(id) FROM coordination_measure WHERE case_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION coordination_take_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.state := coalesce((SELECT k.state FROM workflows_case k WHERE k.id = NEW.case_id), NEW.state);
  RETURN NEW;
END $$;

CREATE FUNCTION coordination_follow_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM coordination_keep_light(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION coordination_follow_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM coordination_keep_light(OLD.measure_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.measure_id <> OLD.measure_id) THEN
    PERFORM coordination_keep_light(NEW.measure_id);
  END IF;
  RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER coordination_measure_follows AFTER UPDATE OF state, state_since, route_id
    ON workflows_case FOR EACH ROW
  WHEN (NEW.kind = 'measure' AND (NEW.state, NEW.state_since, NEW.route_id)
        IS DISTINCT FROM (OLD.state, OLD.state_since, OLD.route_id))
  EXECUTE FUNCTION coordination_follow_case();
CREATE TRIGGER coordination_measure_begins BEFORE INSERT ON coordination_measure FOR EACH ROW
  EXECUTE FUNCTION coordination_take_state();
-- Whoever saves a measure that was read before its case moved does not turn the state back.
CREATE TRIGGER coordination_measure_state BEFORE UPDATE OF state ON coordination_measure
    FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION coordination_take_state();
CREATE TRIGGER coordination_measure_cost AFTER UPDATE OF cost ON coordination_measure
    FOR EACH ROW WHEN (NEW.cost IS DISTINCT FROM OLD.cost)
  EXECUTE FUNCTION coordination_follow_measure();
CREATE TRIGGER coordination_milestone_light AFTER INSERT OR UPDATE OR DELETE
    ON coordination_milestone FOR EACH ROW EXECUTE FUNCTION coordination_follow_work();
CREATE TRIGGER coordination_report_light AFTER INSERT OR UPDATE OR DELETE
    ON coordination_statusreport FOR EACH ROW EXECUTE FUNCTION coordination_follow_work();
"""

FILL = """
UPDATE coordination_measure n SET state = k.state FROM workflows_case k WHERE k.id = n.case_id;
SELECT coordination_keep_light(n.id) FROM coordination_measure n WHERE n.state = 'implementation';
-- Checked now, so that the indexes may be made in the same transaction.
SET CONSTRAINTS ALL IMMEDIATE;
"""

BACK = """
DROP TRIGGER coordination_measure_follows ON workflows_case;
DROP TRIGGER coordination_measure_begins ON coordination_measure;
DROP TRIGGER coordination_measure_state ON coordination_measure;
DROP TRIGGER coordination_measure_cost ON coordination_measure;
DROP TRIGGER coordination_milestone_light ON coordination_milestone;
DROP TRIGGER coordination_report_light ON coordination_statusreport;
DROP FUNCTION coordination_follow_case, coordination_take_state, coordination_follow_measure,
              coordination_follow_work, coordination_keep_light;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0006_kept_forms_leave"),
        ("workflows", "0008_drop_needless_indexes"),
    ]

    operations = [
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
                ("forecast", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ],
        ),
        # With a default in the database: the release before writes measures without a state.
        migrations.AddField(
            model_name="measure",
            name="state",
            field=models.CharField(db_default="", default="", editable=False, max_length=40),
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, BACK),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="milestone", name="coordination_milestone_open"),
        migrations.RemoveIndex(model_name="measure", name="coordination_measure_title"),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                fields=["title_sort_key", "id"],
                include=("case", "lead", "priority", "decision_path", "cost", "state"),
                name="coordination_measure_title",
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                fields=["state", "title_sort_key", "id"],
                include=("case", "lead", "priority", "decision_path", "cost"),
                name="coordination_measure_state",
            ),
        ),
    ]
