"""The addresses of measures."""

from django.urls import include, path

from .board import views as board
from .coming import urls as coming
from .concept import views as concept
from .council import urls as council
from .decisions import urls as decisions
from .demands import views as demands
from .drafting import views as drafting
from .followup import views as followup
from .group import views as group
from .guests import views as guests
from .imports import views
from .inspection import views as inspection
from .mandates import views as mandates
from .measures.views import (
    attachments,
    beginning,
    casefile,
    differences,
    editing,
    measures,
    papers,
    sessions,
    successors,
    templates,
)
from .measures.views.sections import section_page
from .observing import views as observing
from .portal.views import oparl, preview, release
from .publishing import views as publishing
from .start import views as start
from .targets import views as targets

app_name = "coordination"

urlpatterns = [
    path("vorstand/", include(board.urlpatterns)),
    path("gremien/", include(council.bodies_pages)),
    path("sitzungen/", include([*council.session_pages, *decisions.session_pages])),
    path("oparl/v1.1/", include(oparl.urlpatterns)),
    path("auftraege/", include(group.order_pages)),
    path("beobachtung/", include(observing.urlpatterns)),
    path("gaeste/", include(guests.urlpatterns)),
    path("forderungen/einlesen/", views.upload_demands, name="demand_imports"),
    path("forderungen/einlesen/muster.csv", views.demand_template, name="demand_template"),
    path("forderungen/", include(demands.urlpatterns)),
    path("koordinierungsgruppe/", include(group.group_pages)),
    path("mandat/", include(mandates.urlpatterns)),
    path("entwuerfe/", include(drafting.urlpatterns)),
    path("beitraege/", include(drafting.contribution_urls)),
    path("akteneinsicht/", include(inspection.urlpatterns)),
    path("beschlusskontrolle/einlesen/", views.upload_items, name="followup_imports"),
    path("beschlusskontrolle/einlesen/muster.csv", views.item_template, name="followup_template"),
    path("veroeffentlichung/", release.publication, name="publication"),
    path("veroeffentlichung/grund/", release.secrecy, name="secrecy"),
    path("beschlusskontrolle/", include(followup.urlpatterns)),
    path("konzepte/", include(concept.urlpatterns)),
    path("ziele/", include(targets.urlpatterns)),
    path("eintraege/", include(publishing.urlpatterns)),
    path("eintraege/<int:case_id>/vorschau/", preview.preview, name="entry_preview"),
    path("vorhaben/", include(coming.urlpatterns)),
    path("neues/", include(start.urlpatterns)),
    path("massnahmen/", measures.measure_list, name="measures"),
    path("massnahmen/export/", measures.measure_export, name="measure_export"),
    path("massnahmen/export.xlsx", measures.measure_workbook, name="measure_workbook"),
    path("massnahmen/einlesen/", include(views.urlpatterns)),
    path("massnahmen/neu/", editing.NewMeasure.as_view(), name="measure_new"),
    path(
        "massnahmen/neu/muster/<int:template_id>/",
        beginning.BeginWithTemplate.as_view(),
        name="measure_begin",
    ),
    path("massnahmen/muster/", include(templates.urlpatterns)),
    path("massnahmen/<int:case_id>/", casefile.case_page, name="measure"),
    path("massnahmen/<int:case_id>/bearbeiten/", editing.section_list, name="measure_edit"),
    path(
        "massnahmen/<int:case_id>/bearbeiten/<slug:section>/", section_page, name="measure_section"
    ),
    path(
        "massnahmen/<int:case_id>/als-muster/",
        templates.TemplateOfMeasure.as_view(),
        name="measure_template_of",
    ),
    path("massnahmen/<int:case_id>/aenderungen/", differences.differences, name="differences"),
    path("massnahmen/<int:case_id>/termine/", sessions.measure_sessions, name="measure_sessions"),
    path(
        "massnahmen/<int:case_id>/wieder-aufnehmen/",
        successors.TakeUpAgain.as_view(),
        name="take_up_again",
    ),
    path("massnahmen/<int:case_id>/ergaenzen/", successors.Supplement.as_view(), name="supplement"),
    path("massnahmen/<int:case_id>/vorlagen/<int:paper_id>/", papers.paper, name="paper"),
    path(
        "massnahmen/<int:case_id>/vorlagen/<int:paper_id>/mit-anlagen/",
        papers.bundle,
        name="paper_bundle",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/",
        attachments.AttachmentPage.as_view(),
        name="attachments",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/<int:attachment_id>/entfernen/",
        attachments.RemoveAttachment.as_view(),
        name="attachment_remove",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/<int:attachment_id>/<int:number>/",
        attachments.download,
        name="attachment",
    ),
]
