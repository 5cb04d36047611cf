"""The addresses of the council: bodies, rules, calendar."""

from django.urls import path

from .views import adopting, bodies, imports, pages, rules, sessions

bodies_pages = [
    path("", bodies.body_list, name="bodies"),
    path("neu/", bodies.FormBody.as_view(), name="form_body"),
    path("regeln/", rules.rule_list, name="council_rules"),
    path("regeln/neu/", rules.AddRule.as_view(), name="add_rule"),
    path("regeln/<int:rule>/beenden/", rules.EndRule.as_view(), name="end_rule"),
    path("regeln/<int:rule>/entfernen/", rules.RemoveRule.as_view(), name="remove_rule"),
    path("verlauf/", rules.calendar_trail, name="council_trail"),
    path("vorgang/<int:case_id>/", pages.council_case, name="council_case"),
    path("gremium/<slug:body_key>/", bodies.body_page, name="body"),
    path("gremium/<slug:body_key>/aendern/", bodies.ChangeBody.as_view(), name="change_body"),
    path("gremium/<slug:body_key>/mitglieder/", bodies.SetMembers.as_view(), name="set_members"),
    path("gremium/<slug:body_key>/aufloesen/", bodies.DissolveBody.as_view(), name="dissolve_body"),
    path("gremium/<slug:body_key>/sitz/", bodies.AddSeat.as_view(), name="add_seat"),
    path("gremium/<slug:body_key>/sitz/<int:seat>/", bodies.EndSeat.as_view(), name="end_seat"),
]

session_pages = [
    path("einfuhr/", imports.import_list, name="council_imports"),
    path("einfuhr/<int:import_id>/", imports.import_page, name="council_import"),
    path("einfuhr/vorlage/<int:paper_id>/", imports.source_paper, name="source_paper"),
    path("einfuhr/widerspruch/<int:conflict_id>/", imports.settle_conflict, name="settle_conflict"),
    path("einfuhr/gremien/", adopting.LinkBodies.as_view(), name="link_bodies"),
    path("einfuhr/sitzungen/", adopting.AdoptSessions.as_view(), name="adopt_sessions"),
    path("einfuhr/ergebnis/", imports.confirm_result, name="confirm_result"),
    path("", sessions.calendar_page, name="sessions"),
    path("eintragen/", sessions.PlanSessions.as_view(), name="plan_sessions"),
]
