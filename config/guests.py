"""What every page asks of whoever is logged in: known with the session's person, at no further
statement.
"""

from datetime import date

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from workflows.calendars import local_date
from workflows.models import User
from workflows.queries.compiled import CompiledFor
from workflows.queries.people.accounts import guests, of_guest
from workflows.queries.people.known import ORGANISATION, version_read
from workflows.queries.telling.notices import unread_of

MARK = "is_guest"
UNREAD = "unread_notices"


class HouseBackend(AuthenticationBackend):
    """allauth's way to log in; the person of a session carries whether it is a guest's account."""

    def get_user(self, user_id: int) -> User | None:
        """One statement, asked anew with every page: a desk gained or lost counts at once."""
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        found = _PERSON.first(number=user_id, today=today)
        return found if found is not None and self.user_can_authenticate(found) else None


def _person(*, number: int, today: date) -> QuerySet[User]:
    asked = {
        MARK: of_guest(on=today),
        UNREAD: unread_of(OuterRef("pk")),
        ORGANISATION: version_read(),
    }
    return User.objects.annotate(**asked).filter(pk=number)


_PERSON = CompiledFor(_person, number=-1, today=date.min)


def is_guest(request: HttpRequest) -> bool:
    """Whether a guest asks; nobody in particular is none."""
    user = request.user
    if not isinstance(user, User):
        return False
    known = getattr(user, MARK, None)
    if known is None:
        # Logged in by this very request.
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        known = guests(on=today).filter(pk=user.pk).exists()
        setattr(user, MARK, known)
    return bool(known)
