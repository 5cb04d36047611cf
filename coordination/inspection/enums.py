"""The states of an inspection."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class InspectionState(TextChoices):
    """Granted until a day, then over."""

    GRANTED = "granted", pgettext_lazy("inspection", "granted")
    ENDED = "ended", pgettext_lazy("inspection", "ended")
