"""Accounts: invited without a password, changed, deactivated, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ...enums import Channel
from ...models import DeskHolder, Notification, Substitution, User
from ...models.names import validate_name
from ...models.user import LANGUAGES
from ...refusals import Unmet
from .entry import differences

if TYPE_CHECKING:
    from .flow import OrganisationFlow

_NAMES = ("given_name", "family_name")


def can_invite(flow: OrganisationFlow) -> Iterable[Unmet]:
    """Names, an address that nobody else has, a language."""
    _check_person(flow)
    return flow.entry.unmet


def invite(flow: OrganisationFlow) -> None:
    """Make the account and write the invitation; its link is made when the mail goes out."""
    entry = flow.entry
    person = User.objects.create_user(
        entry["email"],
        None,
        given_name=entry["given_name"],
        family_name=entry["family_name"],
        language=entry["language"],
        external_id=entry["external_id"] or None,
    )
    flow.work.note(person=person.pk)
    send_invitation(flow, person.pk)


def can_invite_again(flow: OrganisationFlow) -> Iterable[Unmet]:
    """An active account whose owner has not chosen a password yet."""
    person = flow.entry.row("person", _accounts().filter(deactivated_at=None))
    if person and person.has_usable_password():
        text = _("This person has logged in already: “Forgotten your password?” helps them.")
        flow.entry.note("has_password", text, "person")
    return flow.entry.unmet


def invite_again(flow: OrganisationFlow) -> None:
    flow.work.note(person=flow.entry["person"].pk)
    send_invitation(flow, flow.entry["person"].pk)


def can_change(flow: OrganisationFlow) -> Iterable[Unmet]:
    """An account as it was seen; the new address is nobody else's."""
    person = flow.entry.row("person", _accounts())
    _check_person(flow, person)
    if person is not None:
        flow.check_seen(person)
    return flow.entry.unmet


def change(flow: OrganisationFlow) -> None:
    """Change it; names and addresses are personal data, so the event only tells which changed."""
    entry, person = flow.entry, flow.entry["person"]
    after = {name: entry[name] for name in (*_NAMES, "email", "language")}
    after["external_id"] = entry["external_id"] or None
    changes = differences(person, after)
    for name, value in after.items():
        setattr(person, name, value)
    person.save()
    flow.work.note(person=person.pk, changed=sorted(changes))
    flow.tell("account_changed", [person.pk], changed=sorted(changes))


def can_deactivate(flow: OrganisationFlow) -> Iterable[Unmet]:
    """An active account that holds no desk and stands in for nobody, now or later."""
    entry, today = flow.entry, flow.call.today
    person = entry.row("person", _accounts().filter(deactivated_at=None))
    if person is None:
        return entry.unmet
    held = DeskHolder.objects.not_over(on=today).filter(person=person).select_related("desk")
    for appointment in held:
        text = _("The person still holds “%(desk)s”. Please end this appointment first.")
        entry.note("holds_desk", text % {"desk": appointment.desk}, "person")
    deputy_of = Substitution.objects.not_over(on=today).filter(deputy=person)
    for row in deputy_of.select_related("represented"):
        text = _("The person stands in for %(name)s. Please revoke this substitution first.")
        entry.note("is_deputy", text % {"name": row.represented}, "person")
    return entry.unmet


def deactivate(flow: OrganisationFlow) -> None:
    _set_deactivated(flow, at_present=True)


def can_reactivate(flow: OrganisationFlow) -> Iterable[Unmet]:
    """A deactivated account."""
    flow.entry.row("person", _accounts().exclude(deactivated_at=None))
    return flow.entry.unmet


def reactivate(flow: OrganisationFlow) -> None:
    _set_deactivated(flow, at_present=False)


def send_invitation(flow: OrganisationFlow, *people: int) -> None:
    """Outbox rows for the invitation mails; a notice in the application would reach nobody."""
    seq = flow.case.seq + 1
    flow.work.insert(*(
        Notification(
            key=f"invitation:{person}:{seq}:{Channel.MAIL}",
            recipient_id=person,
            channel=Channel.MAIL,
            template="invitation",
            event_seq=seq,
            created_at=flow.call.at,
            send_at=flow.call.at,
        )
        for person in people
    ))  # fmt: skip


def _accounts() -> QuerySet[User]:
    return User.objects.filter(is_superuser=False)


def _set_deactivated(flow: OrganisationFlow, *, at_present: bool) -> None:
    person = flow.entry["person"]
    person.deactivated_at = flow.call.at if at_present else None
    person.save()
    flow.work.note(person=person.pk)


def _check_person(flow: OrganisationFlow, person: User | None = None) -> None:
    entry = flow.entry
    for name in _NAMES:
        _check_name(flow, name, entry.text(name, longest=100))
    email = entry.text("email", longest=254)
    others = User.objects.exclude(pk=person.pk if person else 0)
    if email:
        _check_email(flow, email, taken=others.filter(email__iexact=email).exists())
    if entry.text("language", longest=2) not in dict(LANGUAGES):
        entry.note("invalid", _("Please choose one of the values offered."), "language")
    external = entry.text("external_id", longest=200, needed=False)
    if external and others.filter(external_id=external).exists():
        text = _("Another account already has this identifier.")
        entry.note("external_id_taken", text, "external_id")


def _check_name(flow: OrganisationFlow, field: str, name: str) -> None:
    try:
        validate_name(name)
    except ValidationError as error:
        flow.entry.note("name_character", error.messages[0], field)


def _check_email(flow: OrganisationFlow, email: str, *, taken: bool) -> None:
    try:
        validate_email(email)
    except ValidationError:
        text = _("This is no e-mail address. Please write it like name@stadt.example.")
        flow.entry.note("invalid", text, "email")
    if taken:
        text = _("There is already an account with this address.")
        flow.entry.note("email_taken", text, "email")
