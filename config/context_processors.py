"""What every page knows about the installation and the person before it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .guests import UNREAD, is_guest
from .version import VERSION
from .views.appearance import chosen_theme
from .views.demo import roles_on_offer


def shell(request: HttpRequest) -> dict[str, object]:
    """Names for the frame. The count of notices is asked only where a page shows it."""
    return {
        "city_name": settings.CITY_NAME,
        "demo": settings.DEMO,
        "demo_roles": SimpleLazyObject(lambda: roles_on_offer(request)),
        "version": VERSION,
        "is_guest": is_guest(request),
        "theme": chosen_theme(request),
        "unread_notices": SimpleLazyObject(_unread(request)),
    }


def _unread(request: HttpRequest) -> Callable[[], int]:
    def count() -> int:
        user = request.user
        if not user.is_authenticated:
            return 0
        read = getattr(user, UNREAD, None) if request.method in {"GET", "HEAD"} else None
        if read is not None:
            return int(read)
        return user.notices.filter(read_at__isnull=True).count()

    return count
