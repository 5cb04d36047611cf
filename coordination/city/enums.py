"""What a city file names beside the organisation: its bodies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationType(TextChoices):
    """What a body is; OParl's classification follows from it."""

    COUNCIL = "council", _("council")
    MAIN_COMMITTEE = "main_committee", _("main committee")
    COMMITTEE = "committee", _("committee")
    YOUTH_COMMITTEE = "youth_committee", _("youth welfare committee")
    DISTRICT_COUNCIL = "district_council", _("district council")
    INTEGRATION_COUNCIL = "integration_council", _("integration council")
    ADVISORY = "advisory", _("advisory board")
