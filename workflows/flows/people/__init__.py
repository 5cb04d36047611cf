"""The organisation as a case that never ends, so that every change of it is in a trail."""

from .flow import OrganisationFlow, OrganisationState

__all__ = ["OrganisationFlow", "OrganisationState"]
