"""The settings say which way a city has."""

from __future__ import annotations

from django.conf import settings

from ..enums import CouncilSystem
from .folder import FolderWay
from .mail import MailWay
from .published import PublishedWay
from .ways import Way


def way_for(system: str) -> Way | None:
    """The way of a city; None where it has no council system."""
    match system:
        case CouncilSystem.FOLDER:
            return FolderWay.of(settings.COUNCIL_SYSTEM_FOLDER)
        case CouncilSystem.MAIL:
            return MailWay(settings.COUNCIL_SYSTEM_MAIL)
        case CouncilSystem.OPARL:
            return PublishedWay()
    return None
