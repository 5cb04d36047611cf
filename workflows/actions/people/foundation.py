"""The one case of the organisation, and the one way to act on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...queries.people.case import KIND
from ..acting.lasting import LastingCase

_ORGANISATION = LastingCase(KIND, _("Organisation"))

found_organisation = _ORGANISATION.keep
change = _ORGANISATION.change
