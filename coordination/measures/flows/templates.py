"""The register of templates for measures: one case for ever, an act for each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeGuard

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingFlow, LastingLook, LastingState, LastingWork
from workflows.definitions import Capacity, Post
from workflows.machine import At, Rule, Stage, act
from workflows.machine.values import key, line
from workflows.models import Unit
from workflows.refusals import Stale, Unmet, WrongState
from workflows.untyped import Json

from ...city.queries.catalogue import leading_units
from ..models import MeasureTemplate, TemplateVersion
from ..queries.template_texts import DAYS, LONGEST, OFFICES, STONES, TAKEN, Content
from ..queries.templates import KEEPING, KIND
from .editing import value_problems

MOST_STONES = 60
MOST_OFFICES = 40
LONGEST_TITLE = 200


class TemplatesLook(LastingLook):
    """The register as a call meets it."""

    @cached_property
    def template(self) -> MeasureTemplate | None:
        """The template that the call names; None if there is none."""
        named = self.call.data.get("template")
        return MeasureTemplate.objects.filter(pk=key(named)).first() if named else None

    @cached_property
    def office(self) -> int:
        """The office whose templates the call is about; 0 if there is none."""
        if self.call.data.get("template"):
            return self.template.unit_id if self.template else 0
        return key(self.call.data.get("unit"))


def _keeps(look: TemplatesLook, capacity: Capacity) -> bool:
    return bool(look.office) and capacity.fits(Post(KEEPING, unit=look.office))


keeper: Rule[TemplatesLook] = Rule(_("head or clerk of the office that keeps the template"), _keeps)


def content_fits(look: TemplatesLook) -> Iterator[Unmet]:
    """A name, and values that a measure could take."""
    entry = look.entry
    entry.text("name", longest=120)
    entry.text("about", longest=400, needed=False)
    said = entry.given("content")
    content: Content = dict(said) if isinstance(said, Mapping) else {}
    known = {*TAKEN, DAYS, STONES, OFFICES}
    if set(content) - known:
        entry.note("invalid", gettext("This value cannot be read. Please check it."))
        content = {name: value for name, value in content.items() if name in known}
    unmet, values = value_problems({name: content[name] for name in TAKEN if name in content})
    entry.unmet += unmet
    entry.make("content", {**values, **_plan(look, content), OFFICES: _offices(look, content)})
    yield from entry.unmet


def _offices(look: TemplatesLook, content: Content) -> list[int]:
    """Who usually co-signs: units, each once."""
    said = content.get(OFFICES) or []
    keys = list(dict.fromkeys(key(one) for one in said)) if isinstance(said, list) else [0]
    if len(keys) > MOST_OFFICES:
        text = gettext("Please choose at most %(count)s.") % {"count": MOST_OFFICES}
        look.entry.note("too_many", text, OFFICES)
    elif Unit.objects.filter(pk__in=keys).count() != len(keys):
        text = gettext("One of the chosen entries does not exist.")
        look.entry.note("unknown_choice", text, OFFICES)
    return keys


def _plan(look: TemplatesLook, content: Content) -> Content:
    """How long it takes, and the milestones so many days after the begin."""
    entry, length, said = look.entry, content.get(DAYS), content.get(STONES) or []
    if length is not None and not _is_count(length):
        entry.note("invalid", _days_text(), DAYS)
    if not isinstance(said, list) or not all(isinstance(one, Mapping) for one in said):
        entry.note("invalid", gettext("This value cannot be read. Please check it."), STONES)
        said = []
    if len(said) > MOST_STONES:
        text = gettext("Please enter at most %(count)s milestones.") % {"count": MOST_STONES}
        entry.note("too_many", text, STONES)
        said = []
    for index, one in enumerate(said):
        for name, text in _stone_problems(one, index, length):
            entry.note(f"stone_{name}", text, f"{STONES}-{index}-{name}")
    stones = [
        {"title": line(one.get("title")), "days": one.get("days"), "after": one.get("after")}
        for one in said
    ]
    return {DAYS: length, STONES: stones}


def _stone_problems(stone: Json, index: int, length: object) -> Iterator[tuple[str, str]]:
    """What is wrong with a milestone, by the name of its value."""
    title, days, after = line(stone.get("title")), stone.get("days"), stone.get("after")
    place = {"number": index + 1}
    if not title or len(title) > LONGEST_TITLE:
        yield "title", gettext("Milestone %(number)d needs a title.") % place
    if not _is_count(days):
        yield "days", _days_text()
    elif _is_count(length) and days > length:
        yield "days", gettext("Milestone %(number)d lies after the end of the measure.") % place
    if after is not None and not 0 < key(after) <= index:
        yield "after", gettext("Milestone %(number)d can only come after one above it.") % place


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST


def _days_text() -> str:
    text = gettext("Please enter a whole number of days from 0 to %(most)s.")
    return text % {"most": LONGEST}


def office_leads(look: TemplatesLook) -> Iterator[Unmet]:
    """An office that may lead measures, in force today."""
    look.entry.row("unit", leading_units(on=look.call.today))
    yield from look.entry.unmet


@act(_("create a template"), guards=[office_leads, content_fits])
def add_template(work: LastingWork) -> None:
    """Its first version; whoever may use it is offered it from now on."""
    entry = work.look.entry
    row = MeasureTemplate(
        case_id=work.case.pk, unit=entry["unit"], name=entry["name"], about=entry["about"]
    )
    work.store(row)
    _write(work, row, entry["content"])
    work.note(template=row.pk, unit=row.unit_id, version=row.version)


def _write(work: LastingWork, row: MeasureTemplate, content: Content) -> None:
    version = TemplateVersion(
        case_id=work.case.pk, template=row, number=row.version, content=content,
        written_at=work.at, written_by_id=work.call.actor.person,
    )  # fmt: skip
    work.store(version)


def is_offered(look: TemplatesLook) -> Iterator[Unmet]:
    """It has not ended, and nobody has changed it since the form was opened."""
    row = look.template
    assert row is not None, "the rule knows its office"
    if row.ended_at is not None:
        raise WrongState(state=look.case.state, version=look.case.version)
    seen = look.call.data.get("seen")
    if seen is not None and seen != row.version:
        raise Stale(state=look.case.state, version=row.version)
    yield from ()


@act(_("change a template"), guards=[is_offered, content_fits])
def change_template(work: LastingWork) -> None:
    """The next version; measures begun from earlier ones stay as they are."""
    look, entry = work.look, work.look.entry
    row = _named(look)
    before = TemplateVersion.objects.get(template=row, number=row.version).content
    changed = [name for name in ("name", "about") if getattr(row, name) != entry[name]]
    content: Mapping[str, Any] = entry["content"]
    changed += sorted(name for name in content if content[name] != before.get(name))
    row.name, row.about, row.version = entry["name"], entry["about"], row.version + 1
    work.store(row, "name", "about", "version")
    _write(work, row, entry["content"])
    work.note(template=row.pk, unit=row.unit_id, version=row.version, fields=changed)


def _named(look: LastingLook) -> MeasureTemplate:
    assert isinstance(look, TemplatesLook)
    assert look.template is not None, "the rule knows its office"
    return look.template


@act(_("end a template"), guards=[is_offered])
def end_template(work: LastingWork) -> None:
    """Nobody is offered it any more; measures begun from it stay."""
    row = _named(work.look)
    row.ended_at = work.at
    work.store(row, "ended_at")
    work.note(template=row.pk, unit=row.unit_id)


def has_ended(look: TemplatesLook) -> Iterator[Unmet]:
    """Only what has ended can be offered again."""
    row = look.template
    assert row is not None, "the rule knows its office"
    if row.ended_at is None:
        raise WrongState(state=look.case.state, version=look.case.version)
    yield from ()


@act(_("offer a template again"), guards=[has_ended])
def revive_template(work: LastingWork) -> None:
    """It is offered again as it was."""
    row = _named(work.look)
    row.ended_at = None
    work.store(row, "ended_at")
    work.note(template=row.pk, unit=row.unit_id)


KEPT = (
    add_template.by(keeper),
    change_template.by(keeper),
    end_template.by(keeper),
    revive_template.by(keeper),
)


class TemplatesFlow(LastingFlow):
    """The templates for measures of all offices."""

    kind = KIND
    label = _("templates for measures")
    url_name = "coordination:template_register"
    look = TemplatesLook
    work = LastingWork
    stages = (Stage({LastingState.IN_FORCE: At(acts=KEPT)}),)

    @classmethod
    def ties(cls, unit: int) -> list[str]:
        """The templates that are still offered need an office that keeps them."""
        number = MeasureTemplate.objects.filter(unit=unit, ended_at=None).count()
        text = ngettext("%(number)s template", "%(number)s templates", number)
        return [text % {"number": number}] if number else []
