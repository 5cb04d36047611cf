"""What entries for the public are about, and how far they are."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Topic(TextChoices):
    """On which public list an entry stands. A matter has one entry on each at most."""

    PLAN = "plan", pgettext_lazy("public entry", "coming matter")
    TARGET = "target", pgettext_lazy("public entry", "target of the council")
    CONCEPT = "concept", pgettext_lazy("public entry", "integration concept")
    MEASURE = "measure", pgettext_lazy("public entry", "measure")
    DEMAND = "demand", pgettext_lazy("public entry", "demand of an association")


class EntryState(TextChoices):
    """Written inside, read by everybody, ended. What its address says is `Publication`."""

    PREPARED = "prepared", pgettext_lazy("public entry", "prepared")
    PUBLIC = "public", pgettext_lazy("public entry", "public")
    ENDED = "ended", pgettext_lazy("public entry", "ended")
