"""A milestone has the day of its deadline, also of those moved before, and is paused with it."""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION coordination_keep_light(which bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO coordination_lightfacts AS f
         (measure_id, since, cost, half_yearly_below, due_on, period_end, light, has_own_light,
          forecast)
  SELECT n.id, k.state_since, n.cost, t.amount,
         (SELECT min(m.due_on) FROM coordination_milestone m
           WHERE m.measure_id = n.id AND m.done_at IS NULL AND m.dropped_reason = ''
            AND NOT m.is_paused),
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
"""

BACK = """
CREATE OR REPLACE FUNCTION coordination_keep_light(which bigint) RETURNS void LANGUAGE plpgsql AS $$
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
"""

FILL = """
UPDATE coordination_milestone m SET due_on = d.due_on FROM workflows_deadline d
 WHERE d.kind = 'milestone' AND d.subject = 'milestone:' || m.id AND d.status = 'running'
   AND d.due_on <> m.due_on;
UPDATE coordination_milestone m SET is_paused = true FROM workflows_deadline d
 WHERE d.kind = 'milestone' AND d.subject = 'milestone:' || m.id AND d.status = 'paused';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("coordination", "0010_dispatch_of_papers")]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="is_paused",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
