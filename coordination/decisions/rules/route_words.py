"""What a route of the city may name, in the words that the organisation office reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.definitions import RouteWords

HALF_YEARLY = "half_yearly_report"
"""Threshold of the route: below this cost a green measure reports every half-year (M25)."""

ROUTE_WORDS = RouteWords(
    predicates={
        "always": _("always"),
        "has_cost": _("it costs something"),
        "cost_above_silence": _("the cost reaches the threshold from which silence has no effect"),
        "local": _("it is limited to districts"),
        "impact_contract": _("a contract is concluded"),
        "impact_grant": _("a third party gets a grant"),
        "impact_bylaw": _("a bylaw is made or changed"),
        "impact_fundamental": _("a matter of principle"),
        "impact_council_catalogue": _("reserved to the council (GO NRW § 41 Abs. 1 S. 2)"),
        "impact_posts": _("posts or staff are concerned"),
        "impact_minors": _("minors are concerned"),
        "impact_school": _("schools are concerned"),
        "impact_housing": _("housing is concerned"),
        "impact_health": _("health is concerned"),
        "impact_security": _("living together or security is concerned"),
        "impact_quarter": _("part of a quarter programme"),
        "impact_personal_data": _("personal data are processed"),
        "impact_equality": _("equality is concerned"),
    },
    functions={
        "mayor": _("mayor"),
        "council": _("council"),
        "integration_council": _("integration council"),
        "council_office": _("council office"),
        "executive_board_office": _("office of the executive board"),
        "integration_centre": _("integration centre"),
        "equality": _("equality office"),
        "data_protection": _("data protection office"),
        "staff_council": _("staff council"),
        "audit": _("audit office"),
        "communication": _("press and communication"),
        "finance": _("treasury"),
        "personnel": _("personnel office"),
        "organisation": _("organisation office"),
        "legal": _("legal office"),
        "public_order": _("public order office"),
        "fire_service": _("fire service"),
        "statistics": _("statistics and elections"),
        "health": _("health office"),
        "environment": _("environment office"),
        "school": _("school office"),
        "youth": _("youth office"),
        "adult_education": _("adult education"),
        "library": _("library"),
        "culture": _("culture office"),
        "sport": _("sport office"),
        "social_housing": _("social and housing office"),
        "social_planning": _("social planning"),
        "jobcenter_liaison": _("liaison to the jobcenter"),
        "urban_development": _("urban development office"),
        "building_control": _("building control"),
        "property_management": _("property management"),
    },
    unit_functions={"district": _("the office of the district concerned")},
    periods={
        "cosigning_urgent": _("Co-sign (urgent)"),
        "document_limit": _("Longest time that clocks stand still for missing documents"),
    },
    thresholds={
        "silence_finance": _("The treasury must answer from this cost"),
        HALF_YEARLY: _("Status report only every half-year below this cost, while green"),
    },
    # Law of the council: dated rules say it now, which the council office keeps.
    retired_periods=frozenset({"veto_period", "objection", "dispatch"}),
    retired_thresholds=frozenset({"current_administration", "main_finance", "executive_board"}),
)
