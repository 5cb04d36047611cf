"""`manage.py preview_reminders --until 2026-12-31`: who would get what on which day."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...calendars import BERLIN, local_date
from ...machine import flow_for
from ...models import Case, User
from ...queries.time.preview import Foreseen, preview


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("must be a day such as YYYY-MM-DD")) from None


class Command(BaseCommand):
    help = "Lists the reminders and escalations to come if nobody does anything. Sends nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until", type=_day, required=True, metavar="DAY")
        parser.add_argument("--case", type=int, help="of one case only")

    def handle(self, *, until: date, case: int | None, **_options: object) -> None:
        at = timezone.now()
        if until < local_date(at):
            raise CommandError(_("This day lies in the past. Please choose a later day."))
        found = preview(at=at, until=until, cases=None if case is None else [case])
        titles = dict(
            Case.objects.filter(pk__in={i.case for i in found}).values_list("pk", "title")
        )
        kinds = dict(Case.objects.filter(pk__in={i.case for i in found}).values_list("pk", "kind"))
        people = User.objects.in_bulk({person for item in found for person in item.people})
        for item in found:
            moment = f"{item.at.astimezone(BERLIN):%d.%m.%Y %H:%M}"
            told = ", ".join(people[person].email for person in item.people)
            what = _what(item, kinds[item.case])
            self.stdout.write(
                f"{moment}  {item.level or '-':<4} {titles[item.case]}: {what}  {told}".rstrip()
            )
        self.stdout.write(_("%(count)s messages and effects.") % {"count": len(found)})


def _what(item: Foreseen, kind: str) -> str:
    """What is to be done, or what the clock does."""
    flow = flow_for(kind)
    if item.effect:
        declared = flow.declared(item.effect)
        return str(declared[0].label) if declared else item.effect
    step = flow.step(item.step)
    return str(step.title) if step else item.step
