"""The organisation has a version: another one with each change of what acts read of it."""

from django.db import migrations

# A random version: one counted up would come back after a rollback, and one from a sequence in a
# copy of the database or a restored one, while processes remember what they have read before.
_TABLE = """
CREATE TABLE workflows_organisationversion (
  is_the_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_the_only_row),
  version uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO workflows_organisationversion DEFAULT VALUES;

CREATE FUNCTION workflows_organisation_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE workflows_organisationversion SET version = gen_random_uuid();
  RETURN NULL;
END $$;
"""

TABLES = (
    "unit", "desk", "deskholder", "substitution", "dayoff",
    "routeversion", "routeperiod", "routethreshold", "routerung",
)  # fmt: skip

_OF_TABLE = """
CREATE TRIGGER organisation_moves AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
  ON workflows_{table} FOR EACH STATEMENT EXECUTE FUNCTION workflows_organisation_moves();
"""

# Somebody logs in a hundred times a day; the organisation moves when an account begins or ends.
_OF_USERS = """
CREATE TRIGGER organisation_moves AFTER UPDATE OF deactivated_at ON workflows_user
  FOR EACH ROW WHEN (OLD.deactivated_at IS DISTINCT FROM NEW.deactivated_at)
  EXECUTE FUNCTION workflows_organisation_moves();
"""

# Also where rows are loaded as a replica would: what is read must never be older than the rows.
_ALWAYS = "ALTER TABLE workflows_{table} ENABLE ALWAYS TRIGGER organisation_moves;"

FORWARD = (
    _TABLE
    + "".join(_OF_TABLE.format(table=table) for table in TABLES)
    + _OF_USERS
    + "".join(_ALWAYS.format(table=table) for table in (*TABLES, "user"))
)

BACKWARD = (
    "".join(f"DROP TRIGGER organisation_moves ON workflows_{t};" for t in (*TABLES, "user"))
    + "DROP FUNCTION workflows_organisation_moves; DROP TABLE workflows_organisationversion;"
)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0011_kept_forms")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
