"""The organisation as a case that never ends, so that every change of it is in a trail."""

from .flow import OrganisationFlow

__all__ = ["OrganisationFlow"]
