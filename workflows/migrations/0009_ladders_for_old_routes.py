"""Routes and running deadlines of before the ladder get one: else nothing of theirs ever speaks."""

from datetime import timedelta

from django.conf import settings
from django.db import migrations

from workflows.calendars import Rung, WorkingCalendar, next_rung, opening, rung_moments

# The ladder of domain 2.9, as it was when this was written; a city changes it by a new version.
LADDER = (
    Rung("E-2", -5, ("responsible",), minimum=10),
    Rung("E-1", -2, ("responsible",)),
    Rung("E0", 0, ("responsible", "deputy")),
    Rung("E1", 1, ("responsible", "deputy")),
    Rung("E2", 3, ("head",)),
    Rung("E3", 5, ("division", "integration")),
    Rung("E4", 10, ("board",)),
)

PROTECT = [
    "CREATE TRIGGER routerung_rows BEFORE UPDATE OR DELETE ON workflows_routerung"
    " FOR EACH ROW EXECUTE FUNCTION workflows_refuse();",
    "CREATE TRIGGER routerung_truncate BEFORE TRUNCATE ON workflows_routerung"
    " FOR EACH STATEMENT EXECUTE FUNCTION workflows_refuse();",
]
UNPROTECT = (
    "DROP TRIGGER routerung_rows ON workflows_routerung;"
    "DROP TRIGGER routerung_truncate ON workflows_routerung;"
)


def give_ladders(apps, schema_editor):
    """Every version without rungs gets them: running cases keep the version they began with."""
    rung_model = apps.get_model("workflows", "RouteRung")
    routes = apps.get_model("workflows", "RouteVersion").objects.filter(rungs__isnull=True)
    rung_model.objects.bulk_create(
        rung_model(
            route=route,
            position=position,
            level=rung.level,
            offset=rung.offset,
            minimum=rung.minimum,
            recipients=list(rung.recipients),
        )
        for route in routes
        for position, rung in enumerate(LADDER)
    )


def give_moments(apps, schema_editor):
    """Running deadlines get all moments of their ladder; the next tick tells of the highest passed.

    So it is after any outage of the ladder: what was missed is recorded, the last of it speaks.
    """
    days = apps.get_model("workflows", "DayOff").objects.values_list("day", "name")
    calendar = WorkingCalendar(settings.LAND, days)
    ladders = _ladders(apps)
    model = apps.get_model("workflows", "Deadline")
    silent = model.objects.filter(status="running", step__isnull=False, rungs=[])
    for deadline in silent.select_related("case").iterator(chunk_size=1000):
        deadline.rungs = rung_moments(
            ladders.get(deadline.case.route_id, ()),
            starts_on=deadline.starts_on,
            due_on=max(deadline.due_on, deadline.starts_on),
            after=opening(deadline.starts_on) - timedelta(seconds=1),
            calendar=calendar,
        )
        deadline.next_rung, deadline.next_rung_at = next_rung(deadline.rungs)
        deadline.save(update_fields=["rungs", "next_rung", "next_rung_at"])


def _ladders(apps):
    ladders = {}
    for rung in apps.get_model("workflows", "RouteRung").objects.order_by("route", "position"):
        known = Rung(rung.level, rung.offset, tuple(rung.recipients), rung.minimum)
        ladders.setdefault(rung.route_id, []).append(known)
    return ladders


class Migration(migrations.Migration):
    dependencies = [("workflows", "0008_drop_needless_indexes")]
    operations = [
        # Back it goes without taking anything away: an older release passes over what it finds.
        migrations.RunPython(give_ladders, migrations.RunPython.noop),
        migrations.RunPython(give_moments, migrations.RunPython.noop),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
