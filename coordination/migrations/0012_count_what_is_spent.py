"""The traffic light counts what is spent where it is more than the forecast."""

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
      SELECT s.period_end, s.light, s.has_own_light,
             GREATEST(s.spent, s.forecast) AS forecast FROM coordination_statusreport s
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

FILL = """
SELECT coordination_keep_light(n.id) FROM coordination_measure n WHERE n.state = 'implementation';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("coordination", "0011_pause_milestones")]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(FILL, FILL),
        migrations.RemoveIndex(model_name="statusreport", name="coordination_report_last"),
        migrations.AddIndex(
            model_name="statusreport",
            index=models.Index(
                condition=models.Q(("status", "released")),
                fields=["measure", "-period_end", "-is_final"],
                include=("light", "forecast", "has_own_light", "spent"),
                name="coordination_report_last",
            ),
        ),
    ]
