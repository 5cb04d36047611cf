"""The templates that somebody may use or keep, how often each was used, and its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from workflows.calendars import local_date
from workflows.enums import DeskFunction as F
from workflows.models import Event, Unit, User
from workflows.queries.acting.told import Told, told
from workflows.queries.lasting import events_of
from workflows.queries.people.desks import HeldDesk, held_by

from ...city.queries.catalogue import leading_units
from ...city.rules import INTEGRATION_CENTRE
from ...decisions.queries.differences import label_of
from ..models import Measure, MeasureTemplate, TemplateUse, TemplateVersion
from .template_texts import DAYS, OFFICES

KIND = "measure_templates"
"""The kind of the one case whose trail is the templates'."""

KEEPING = (F.HEAD, F.CLERK)
"""Who keeps the templates of an office."""

ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "pk"),
    "used": ("-used", "name", "pk"),
    "changed": ("-changed_at", "name", "pk"),
}


@dataclass(frozen=True, slots=True)
class TemplateReach:
    """For which offices a person proposes, and of which they keep the templates."""

    proposing: frozenset[int]
    keeping: frozenset[int]

    def may_use(self, template: MeasureTemplate) -> bool:
        """Whether a measure may be begun from it: it is of one's own office, or for everybody."""
        if not self.proposing:
            return False
        return is_for_all(template) or owner_of(template) in self.proposing

    def may_keep(self, template: MeasureTemplate) -> bool:
        """Whether this person changes and ends it."""
        return owner_of(template) in self.keeping


def reach_of(person: User, *, proposing: Collection[str], at: datetime) -> TemplateReach:
    """Of the desks, own and represented for everything; one statement."""
    desks = [one for one in held_by(person.pk, on=local_date(at)) if one.scope.covers("")]
    return TemplateReach(_units(desks, proposing), _units(desks, KEEPING))


def _units(desks: Sequence[HeldDesk], functions: Collection[str]) -> frozenset[int]:
    return frozenset(desk.unit_id for desk in desks if desk.function in functions)


def owner_of(template: MeasureTemplate) -> int:
    """The office that keeps it now: the one that has followed where its own is gone."""
    return template.unit.successor_id or template.unit_id


def office_of(template: MeasureTemplate) -> Unit:
    """The same with its name."""
    return template.unit.successor or template.unit


def is_for_all(template: MeasureTemplate) -> bool:
    """Whether every office may begin with it: the integration centre keeps it."""
    return office_of(template).function == INTEGRATION_CENTRE


def units_kept(reach: TemplateReach, *, at: datetime) -> list[Unit]:
    """The offices of which a person keeps the templates, in German order."""
    return list(leading_units(on=local_date(at)).filter(pk__in=reach.keeping))


def _rows() -> QuerySet[MeasureTemplate]:
    return MeasureTemplate.objects.select_related("unit__successor").annotate(
        owner=Coalesce("unit__successor", "unit"),
        owned_by=Choice(
            When(unit__successor=None, then="unit__function"),
            default="unit__successor__function",
            output_field=CharField(),
        ),
        used=Count("versions__uses", distinct=True),
        changed_at=Max("versions__written_at"),
    )


def usable(reach: TemplateReach, *, q: str = "", order: str = "name") -> list[MeasureTemplate]:
    """What this person may begin with, the own office's first; one statement.

    Each with `used`, how many measures were begun from it, and `changed_at`. `q` is looked for in
    its name, what it is for and the name of its office.
    """
    if not reach.proposing and not reach.keeping:
        return []
    own = Q(owner__in=reach.proposing | reach.keeping)
    for_all = Q(owned_by=INTEGRATION_CENTRE) if reach.proposing else Q(pk=None)
    rows = _found(_rows().filter(own | for_all, ended_at=None), q)
    own_first = Choice(When(own, then=Value(0)), default=Value(1))
    return list(rows.order_by(own_first, *ORDERS.get(order, ORDERS["name"])))


def _found(rows: QuerySet[MeasureTemplate], q: str) -> QuerySet[MeasureTemplate]:
    for word in q.split():
        office = Q(unit__successor=None, unit__name__icontains=word)
        office |= Q(unit__successor__name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | Q(about__icontains=word) | office)
    return rows


def ended(reach: TemplateReach) -> list[MeasureTemplate]:
    """What this person keeps and nobody begins with any more, the latest first."""
    rows = _rows().filter(Q(owner__in=reach.keeping)).exclude(ended_at=None)
    return list(rows.order_by("-ended_at", "pk")) if reach.keeping else []


def template_seen_by(
    reach: TemplateReach, key: int, *, also_ended: bool = False
) -> MeasureTemplate | None:
    """One template that this person may use or keeps; one that has ended only where they keep it,
    unless `also_ended`.
    """
    row = _rows().filter(pk=key).first()
    if row is None:
        return None
    may_use = (row.ended_at is None or also_ended) and reach.may_use(row)
    return row if may_use or reach.may_keep(row) else None


def version_of(template: MeasureTemplate, number: int | None = None) -> TemplateVersion:
    """The latest version, or the one of that number; raises DoesNotExist if there is none."""
    rows = TemplateVersion.objects.select_related("written_by", "template__unit__successor")
    return rows.get(template=template, number=number or template.version)


def begun_with(template: MeasureTemplate, *, viewer: User, at: datetime) -> QuerySet[Measure]:
    """The measures begun from it that this person sees, the latest first."""
    seen = Measure.objects.visible_to(viewer, at=at).select_related("case", "lead")
    return seen.filter(begun_from__version__template=template).order_by("-case")


def use_of(measure: Measure) -> TemplateUse | None:
    """From which template a measure was begun; None if from none. One statement."""
    rows = TemplateUse.objects.select_related("version__template__unit__successor")
    return rows.filter(measure=measure).first()


DEEDS: Mapping[str, StrOrPromise] = {
    "add_template": pgettext_lazy("trail", "template created"),
    "change_template": pgettext_lazy("trail", "template changed"),
    "end_template": pgettext_lazy("trail", "template ended"),
    "revive_template": pgettext_lazy("trail", "template offered again"),
}


def history_of(template: MeasureTemplate) -> list[Told]:
    """Who changed what of it when, the latest first; one statement."""
    rows = events_of(KIND).filter(data__template=template.pk).select_related("desk")
    return [told(event, _words(event)) for event in rows]


def _words(event: Event) -> str:
    words = str(DEEDS.get(event.action, event.action.replace("_", " ")))
    number, names = event.data.get("version"), event.data.get("fields") or []
    if number:
        words = gettext("%(deed)s, version %(number)s") % {"deed": words, "number": number}
    labels = ", ".join(field_label(name) for name in names)
    return f"{words}: {labels}" if labels else words


def field_label(name: str) -> str:
    """What people call a part of a template."""
    own = {
        "name": gettext("Name of the template"), "about": gettext("What it is for"),
        DAYS: gettext("Duration in days"), OFFICES: gettext("Offices that usually co-sign"),
    }  # fmt: skip
    return own.get(name) or label_of(name, Measure)
