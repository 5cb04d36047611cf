"""The one case of the offices' practice, and the one way to act on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingCase

from ..queries.practice import KIND

_REGISTER = LastingCase(KIND, _("How the offices work inside"))

keep_register = _REGISTER.keep
change = _REGISTER.change
