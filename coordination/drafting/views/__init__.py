"""Pages of drafts and of how offices work inside."""

from django.urls import path

from . import contributions, drafts, practice

contribution_urls = [
    path("erbitten/<uuid:item_id>/", contributions.Ask.as_view(), name="contribution_ask"),
    path(
        "<int:case_id>/weiter-erbitten/", contributions.AskFurther.as_view(),
        name="contribution_further",
    ),
    path("<int:case_id>/", contributions.contribution_page, name="contribution"),
]  # fmt: skip

urlpatterns = [
    path("geben/<uuid:item_id>/", drafts.Give.as_view(), name="draft_give"),
    path("arbeitsweise/", practice.PracticePage.as_view(), name="practice"),
    path("arbeitsweise/<int:case_id>/", practice.practice_case, name="practice_case"),
    path("<int:case_id>/", drafts.draft_page, name="draft"),
]
