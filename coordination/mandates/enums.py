"""The closed vocabularies of the mandate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Basis(TextChoices):
    """By which act the lead of integration was given (GO NRW §§ 62, 73)."""

    ORDER = "order", _("organisational order of the mayor")
    RESOLUTION = "resolution", _("resolution of the council")


class Standing(TextChoices):
    """Whether somebody leads integration for a matter on a day, and if not, why."""

    LEADS = "leads", pgettext_lazy("mandate", "leads")
    UNRECORDED = "unrecorded", pgettext_lazy("mandate", "not recorded yet")
    NOBODY = "nobody", pgettext_lazy("mandate", "nobody leads")
    ANOTHER = "another", pgettext_lazy("mandate", "somebody else leads")
    UNCOVERED = "uncovered", pgettext_lazy("mandate", "does not cover the matter")


MAY_ACT = frozenset({Standing.LEADS, Standing.UNRECORDED})
"""With these the release of integration is good."""
