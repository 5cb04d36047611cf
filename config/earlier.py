"""Addresses that pages had before all of them spoke German: each leads on for good."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import URLPattern, path, re_path, reverse
from django.views.decorators.csrf import csrf_exempt

app_name = "earlier"

_CASE = "measures/<int:case_id>"
_IMPORT = "measures/import/<int:import_id>"
_FILE = f"{_CASE}/attachments/<int:attachment_id>"

_MEASURES = {
    "measures/": "measures",
    "measures/export/": "measure_export",
    "measures/new/": "measure_new",
    "measures/import/": "imports",
    "measures/import/template.csv": "import_template",
    f"{_IMPORT}/": "import",
    f"{_IMPORT}/state/": "import_state",
    f"{_IMPORT}/start/": "import_start",
    f"{_IMPORT}/continue/": "import_continue",
    f"{_IMPORT}/discard/": "import_discard",
    f"{_IMPORT}/problems.csv": "import_problems",
    f"{_CASE}/": "measure",
    f"{_CASE}/edit/": "measure_edit",
    f"{_CASE}/differences/": "differences",
    f"{_CASE}/take-up-again/": "take_up_again",
    f"{_CASE}/attachments/": "attachments",
    f"{_FILE}/remove/": "attachment_remove",
    f"{_FILE}/<int:number>/": "attachment",
}

_SECTIONS = {
    "about": "gegenstand",
    "scope": "fuer-wen-und-wo",
    "decision": "entscheidung",
    "cost": "kosten",
    "plan": "termine",
    "impact": "betroffene",
    "effects": "auswirkungen",
}

_ACTS = (
    "ask_agreement", "agree", "submit", "discard", "pass_check", "send_back", "withdraw", "vote",
    "change_vote", "ask_question", "ask_for_time", "answer_question", "object_to_change",
    "answer_condition", "confirm_decline", "turn_into_refusal", "resign", "declare_dissent",
    "clarify", "find_current_administration", "release", "reject", "board_approves",
    "board_dissents", "mayor_decides", "sign", "plan_consultations", "record_result", "adapt_plan",
    "confirm_funds", "start_implementation", "complete_milestone", "drop_milestone",
    "fulfil_obligation", "propose_completion", "confirm_completion", "decline_completion",
    "draft_report", "release_report", "return_report", "ask_pause", "pause", "decline_pause",
    "resume",
)  # fmt: skip

_ACCOUNT = {
    "accounts/": "own_account",
    "accounts/login/": "account_login",
    "accounts/logout/": "account_logout",
    "accounts/inactive/": "account_inactive",
    "accounts/signup/": "account_signup",
    "accounts/reauthenticate/": "account_reauthenticate",
    "accounts/password/change/": "account_change_password",
    "accounts/password/set/": "account_set_password",
    "accounts/password/reset/": "account_reset_password",
    "accounts/password/reset/done/": "account_reset_password_done",
    "accounts/password/reset/key/done/": "account_reset_password_from_key_done",
}


# A redirect changes nothing; the page that it leads to asks for the token and the login itself.
@csrf_exempt
@login_not_required
def moved(request: HttpRequest, to: str, **values: object) -> HttpResponsePermanentRedirect:
    """The page at its address of today, with the query; what a form sends is sent again there."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(to, kwargs=values) + (f"?{query}" if query else "")
    is_read = request.method in {"GET", "HEAD"}
    return HttpResponsePermanentRedirect(address, preserve_request=not is_read)


def _patterns() -> list[URLPattern]:
    pages = {
        **{address: f"coordination:{name}" for address, name in _MEASURES.items()},
        **{f"{_CASE}/{name.replace('_', '-')}/": f"measure:{name}" for name in _ACTS},
        **_ACCOUNT,
    }
    return [
        *(
            path(address, moved, {"to": name}, name=name.rpartition(":")[2])
            for address, name in pages.items()
        ),
        *(
            path(
                f"{_CASE}/edit/{before}/",
                moved,
                {"to": "coordination:measure_section", "section": now},
                name=f"measure_section_{before}",
            )
            for before, now in _SECTIONS.items()
        ),
        re_path(
            r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            moved,
            {"to": "account_reset_password_from_key"},
            name="account_reset_password_from_key",
        ),
    ]


urlpatterns = _patterns()
