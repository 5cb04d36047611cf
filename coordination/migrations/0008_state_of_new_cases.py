"""A case may be written after its measure: the state follows its first row as well (ADR 18)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION coordination_follow_new_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE coordination_measure SET state = NEW.state
   WHERE case_id = NEW.id AND state <> NEW.state;
  IF NEW.state = 'implementation' THEN
    PERFORM coordination_keep_light(id) FROM coordination_measure WHERE case_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER coordination_measure_follows_new AFTER INSERT ON workflows_case FOR EACH ROW
  WHEN (NEW.kind = 'measure') EXECUTE FUNCTION coordination_follow_new_case();
UPDATE coordination_measure n SET state = k.state
  FROM workflows_case k WHERE k.id = n.case_id AND n.state <> k.state;
"""
BACK = """
DROP TRIGGER coordination_measure_follows_new ON workflows_case;
DROP FUNCTION coordination_follow_new_case;
"""


class Migration(migrations.Migration):
    dependencies = [("coordination", "0007_keep_list_facts")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
