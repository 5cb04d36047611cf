"""Accounts: invited without a password, changed, deactivated, never deleted."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import Channel
from ...machine import act
from ...machine.entry import differences
from ...models import DeskHolder, Notification, Substitution, User
from ...models.names import validate_name
from ...models.user import LANGUAGES
from ...refusals import Unmet
from .base import OrganisationWork

_NAMES = ("given_name", "family_name")


def can_invite(look: LastingLook) -> Iterable[Unmet]:
    """Names, an address that nobody else has, a language."""
    _check_person(look)
    return look.entry.unmet


@act(gettext_lazy("invite person"), guards=[can_invite])
def invite_person(work: OrganisationWork) -> None:
    """Make the account and write the invitation; its link is made when the mail goes out."""
    entry = work.look.entry
    person = User.objects.create_user(
        entry["email"],
        None,
        given_name=entry["given_name"],
        family_name=entry["family_name"],
        language=entry["language"],
        external_id=entry["external_id"] or None,
    )
    work.note(person=person.pk)
    send_invitation(work, person.pk)


def can_invite_again(look: LastingLook) -> Iterable[Unmet]:
    """An active account whose owner has not chosen a password yet."""
    person = look.entry.row("person", _accounts().filter(deactivated_at=None))
    if person and person.has_usable_password():
        text = _("This person has logged in already: “Forgotten your password?” helps them.")
        look.entry.note("has_password", text, "person")
    return look.entry.unmet


@act(gettext_lazy("repeat invitation"), guards=[can_invite_again])
def invite_again(work: OrganisationWork) -> None:
    work.note(person=work.look.entry["person"].pk)
    send_invitation(work, work.look.entry["person"].pk)


def can_change(look: LastingLook) -> Iterable[Unmet]:
    """An account as it was seen; the new address is nobody else's."""
    person = look.entry.row("person", _accounts())
    _check_person(look, person)
    if person is not None:
        look.check_seen(person)
    return look.entry.unmet


@act(gettext_lazy("change account"), guards=[can_change])
def change_person(work: OrganisationWork) -> None:
    """Change it; names and addresses are personal data, so the event only tells which changed."""
    entry, person = work.look.entry, work.look.entry["person"]
    after = {name: entry[name] for name in (*_NAMES, "email", "language")}
    after["external_id"] = entry["external_id"] or None
    changes = differences(person, after)
    for name, value in after.items():
        setattr(person, name, value)
    person.save()
    work.note(person=person.pk, changed=sorted(changes))
    work.tell_concerned("account_changed", [person.pk], changed=sorted(changes))


def can_deactivate(look: LastingLook) -> Iterable[Unmet]:
    """An active account that holds no desk and stands in for nobody, now or later."""
    entry, today = look.entry, look.call.today
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


@act(gettext_lazy("deactivate account"), guards=[can_deactivate])
def deactivate_person(work: OrganisationWork) -> None:
    close_account(work, work.look.entry["person"])
    work.note(person=work.look.entry["person"].pk)


def can_reactivate(look: LastingLook) -> Iterable[Unmet]:
    """A deactivated account."""
    look.entry.row("person", _accounts().exclude(deactivated_at=None))
    return look.entry.unmet


@act(gettext_lazy("reactivate account"), guards=[can_reactivate])
def reactivate_person(work: OrganisationWork) -> None:
    person = work.look.entry["person"]
    person.deactivated_at = None
    person.save()
    work.note(person=person.pk)


def send_invitation(work: OrganisationWork, *people: int) -> None:
    """Outbox rows for the invitation mails; a notice in the application would reach nobody."""
    seq = work.case.seq + 1
    work.insert(*(
        Notification(
            key=f"invitation:{person}:{seq}:{Channel.MAIL}",
            recipient_id=person,
            channel=Channel.MAIL,
            template="invitation",
            event_seq=seq,
            created_at=work.call.at,
            send_at=work.call.at,
        )
        for person in people
    ))  # fmt: skip


def _accounts() -> QuerySet[User]:
    return User.objects.filter(is_superuser=False)


def close_account(work: OrganisationWork, person: User) -> None:
    """Nobody logs in with it from now on."""
    person.deactivated_at = work.call.at
    person.save()


def _check_person(look: LastingLook, person: User | None = None) -> None:
    entry = look.entry
    for name in _NAMES:
        # Some people have one name only; it is the family name then.
        needed = name == "family_name"
        _check_name(look, name, entry.text(name, longest=100, needed=needed))
    email = entry.text("email", longest=254)
    others = User.objects.exclude(pk=person.pk if person else 0)
    if email:
        _check_email(look, email, taken=others.filter(email__iexact=email).exists())
    if entry.text("language", longest=2) not in dict(LANGUAGES):
        entry.note("invalid", _("Please choose one of the values offered."), "language")
    external = entry.text("external_id", longest=200, needed=False)
    if external and others.filter(external_id=external).exists():
        text = _("Another account already has this identifier.")
        entry.note("external_id_taken", text, "external_id")


def _check_name(look: LastingLook, field: str, name: str) -> None:
    try:
        validate_name(name)
    except ValidationError as error:
        look.entry.note("name_character", error.messages[0], field)


def _check_email(look: LastingLook, email: str, *, taken: bool) -> None:
    try:
        validate_email(email)
    except ValidationError:
        text = _("This is no e-mail address. Please write it like name@stadt.example.")
        look.entry.note("invalid", text, "email")
    if taken:
        text = _("There is already an account with this address.")
        look.entry.note("email_taken", text, "email")
