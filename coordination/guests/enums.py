"""The states of an access, and what a guest reads."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class GuestState(TextChoices):
    """Granted until a day, then over."""

    GRANTED = "granted", pgettext_lazy("guest", "granted")
    ENDED = "ended", pgettext_lazy("guest", "ended")


class Read(TextChoices):
    """What was opened."""

    ROOM = "room", pgettext_lazy("guest", "overview")
    CONCEPT = "concept", pgettext_lazy("guest", "concept")
    CHAPTER = "chapter", pgettext_lazy("guest", "chapter")
    FILE = "file", pgettext_lazy("guest", "file")
    COMMISSION = "commission", pgettext_lazy("guest", "commission")
    DEMAND = "demand", pgettext_lazy("guest", "demand")
