"""Triggers: the trail is append-only, a state never changes without its version, votes stay."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION workflows_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('federfuehrung.allow_truncate', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% on % is refused: this table is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION workflows_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.event_id = OLD.event_id AND NEW.text = '' AND NEW.erased_at IS NOT NULL
     AND OLD.erased_at IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the text of an event may only be erased'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION workflows_version_with_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NEW.version < OLD.version + 1 THEN
    RAISE EXCEPTION 'case %: state % -> % without a new version', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seq < OLD.seq THEN
    RAISE EXCEPTION 'case %: its trail may not become shorter', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION workflows_keep_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.is_current AND NOT NEW.is_current)
     AND (to_jsonb(NEW) - 'is_current') = (to_jsonb(OLD) - 'is_current') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a vote may only be replaced' USING ERRCODE = 'restrict_violation';
END $$;
"""

TABLES = ("event", "seal", "sealedhead")
ROUTES = ("routeversion", "cosignrule", "routeperiod", "routethreshold")


def _protect(table: str, operations: str = "UPDATE OR DELETE") -> str:
    return (
        f"CREATE TRIGGER {table}_rows BEFORE {operations} ON workflows_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION workflows_refuse();"
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON workflows_{table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION workflows_refuse();"
    )


STATEMENTS = [
    FORWARD,
    *[_protect(table) for table in TABLES],
    *[_protect(table) for table in ROUTES],
    _protect("eventtext", "DELETE"),
    _protect("vote", "DELETE"),
    "CREATE TRIGGER eventtext_erase BEFORE UPDATE ON workflows_eventtext"
    " FOR EACH ROW EXECUTE FUNCTION workflows_keep_text();",
    "CREATE TRIGGER vote_replace BEFORE UPDATE ON workflows_vote"
    " FOR EACH ROW EXECUTE FUNCTION workflows_keep_vote();",
    "CREATE TRIGGER case_version BEFORE UPDATE ON workflows_case"
    " FOR EACH ROW EXECUTE FUNCTION workflows_version_with_state();",
]

DROPS = "".join(
    f"DROP TRIGGER IF EXISTS {table}_rows ON workflows_{table};"
    f"DROP TRIGGER IF EXISTS {table}_truncate ON workflows_{table};"
    for table in (*TABLES, *ROUTES, "eventtext", "vote")
) + (
    "DROP TRIGGER eventtext_erase ON workflows_eventtext;"
    "DROP TRIGGER vote_replace ON workflows_vote;"
    "DROP TRIGGER case_version ON workflows_case;"
    "DROP FUNCTION workflows_refuse, workflows_keep_text, workflows_version_with_state,"
    " workflows_keep_vote;"
)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunSQL(STATEMENTS, DROPS)]
