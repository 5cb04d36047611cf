"""Pages of the test-only kind, built on ActPage as the pages of a measure are."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.pages import ActPage
from workflows.models import CaseAudience
from workflows.refusals import Busy, GuardsUnmet, NotLoggedIn, Unmet


class EditForm(ActForm):
    act_name = "edit"
    text_field = "reason"

    title = forms.CharField(label="Titel", max_length=60)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Eilig"), ("b", "Ruhig")], required=False)
    paper = forms.FileField(label="Papier", required=False)
    reason = forms.CharField(label="Begründung", required=False, widget=forms.Textarea)


class Edit(ActPage):
    form_class = EditForm
    title = "Ändern"
    goes_on = False
    done_message = "Geändert."

    def perform(self, form: ActForm) -> Outcome:
        match form.cleaned_data["title"]:
            case "unmet":
                raise GuardsUnmet(
                    [
                        Unmet("short", "Der Titel ist zu kurz.", "title"),
                        Unmet("why", "Die Begründung fehlt.", "text"),
                        Unmet("elsewhere", "Etwas anderes fehlt.", "milestones"),
                    ]
                )
            case "busy":
                raise Busy
            case "nobody":
                raise NotLoggedIn
            case "vanish":
                outcome = super().perform(form)
                CaseAudience.objects.filter(case=outcome.case).delete()
                return outcome
        return super().perform(form)


class AnswerForm(ActForm):
    act_name = "answer"
    text_field = "words"
    guard_fields = {"no_answer": "words"}

    words = forms.CharField(label="Antwort", widget=forms.Textarea)
    on = forms.DateField(label="Am", required=False)
    sure = forms.BooleanField(label="Sicher", required=False)


class Answer(ActPage):
    form_class = AnswerForm
    title = "Antworten"
    lead = "Danach ist der Vorgang erledigt."
    submit_label = "Antwort absenden"
    checks = True
    done_message = "Beantwortet."


class Send(ActPage):
    act_name = "send"
    title = "Schicken"
    goes_on = False


def show(request: HttpRequest, case_id: int) -> HttpResponse:
    return HttpResponse(f"errand {case_id}")


urlpatterns = [
    path("", include("config.urls")),
    path("errands/<int:case_id>/", show, name="errand"),
    path("errands/<int:case_id>/edit/", Edit.as_view(), name="edit_errand"),
    path("errands/<int:case_id>/answer/", Answer.as_view(), name="answer_errand"),
    path("errands/<int:case_id>/send/", Send.as_view(), name="send_errand"),
]
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"
