"""Winter 2016/17: the agency is commissioned, reports late, and carries the groups on."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.concept.models import AgencyReport, Chapter, Commission, Concept, DiscussionGroup
from coordination.targets.models import Target
from tests.journeys.letter.story import (
    BGI,
    CENTRE,
    CLERK,
    FORBIDDEN,
    GONE,
    Story,
    fields,
)
from tests.journeys.letter.summer import invited
from workflows.models import Task

AGENCY = "agency-observer"
REPORT = "Die Bestandsaufnahme hat in allen vier Handlungsfeldern begonnen."


def awarded(story: Story, concept: Concept) -> None:
    """12.12.2016: below the limit of the procurement committee; the centre commissions nobody."""
    story.on(2016, 11, 28)
    story.act(CLERK, concept, "set_target", target=str(Target.objects.get().pk))
    story.act(
        CLERK, concept, "begin_award", procedure="negotiated", total="38000",
        terms="Konzept analog zu den Sozialberichten, Moderation der Gesprächskreise.",
    )  # fmt: skip
    story.on(2016, 12, 12)
    said = {
        "agency": "Institut für Sozialforschung und Beratung", "contact": "Dezernat III",
        "project_group": "Jobcenter, Verbände, Ämter", "signed_on": "12.12.2016",
        "advisory_board": "Fraktionen, Verbände, Gleichstellung", "ends_on": "31.05.2017",
        "payment_plan": "Ein Drittel bei Auftrag, der Rest nach der Abnahme.",
    }  # fmt: skip
    assert story.tries(CENTRE, concept, "commission", **said).status == FORBIDDEN
    story.act(BGI, concept, "commission", **said)
    assert not Task.objects.filter(case=concept.case_id, step__key="concept_start",
                                   status="open").exists()  # fmt: skip
    invited(story, "agency", "ansprechstelle@institut.example")
    story.act(CLERK, concept, "name_agency", unit=str(story.unit("agency")))


def reported_late(story: Story, concept: Concept) -> None:
    """December's report is due on the fifth working day of January; on 12.01.2017 it comes."""
    story.on(2016, 12, 16)
    story.act(CLERK, concept, "begin_survey")
    row = AgencyReport.objects.get()
    assert (row.month, row.due_on) == (date(2016, 12, 1), date(2017, 1, 6))
    about = {"task__step__key": "agency_report"}
    story.on(2017, 1, 6)
    assert not story.was_told(CLERK, concept, "deadline_overdue", **about)
    story.on(2017, 1, 9)
    assert story.was_told(CLERK, concept, "deadline_overdue", **about)
    assert story.was_told(AGENCY, concept, "report_overdue")
    story.on(2017, 1, 12)
    commission = Commission.objects.get()
    room = story.person(AGENCY).get(reverse("guests:room"))
    room.follow(f"/bericht/{row.pk}/").fill_in(report=REPORT)
    page = story.page(CLERK, concept).follow("/monatsbericht/")
    assert page.form("/monatsbericht/").shown()["report"] == [REPORT]
    page.fill_in("/monatsbericht/")
    row.refresh_from_db()
    assert row.received_on == date(2017, 1, 12)
    story.on(2017, 1, 13)
    assert story.was_told(BGI, concept, "agency_reported")
    # It sees its own commission and nothing of the house.
    own = story.person(AGENCY).get(reverse("guests:commission", args=[commission.pk]))
    assert own.shows("38.000", "12.2016")
    for url in ("/massnahmen/", f"/konzepte/{concept.case_id}/", "/forderungen/"):
        assert story.person(AGENCY).get(url).status == GONE, url


def discussed(story: Story, concept: Concept) -> None:
    """The groups that there are go on; one of them under the agency."""
    story.on(2017, 1, 16)
    story.act(CLERK, concept, "begin_participation")
    for number, field in enumerate(fields()):
        story.act(CLERK, concept, "name_group", title=f"Gesprächskreis {number + 1}",
                  field=str(field))  # fmt: skip
    first, *others = DiscussionGroup.objects.order_by("pk")
    commission = Commission.objects.get()
    url = reverse("guests:session", args=[commission.pk, first.pk])
    assert story.person(AGENCY).get(url).status == GONE
    story.act(CLERK, concept, "hand_group_over", group=str(first.pk))
    held = {"held_on": "17.01.2017", "participants": "Verbände, Integrationsrat, Ämter",
            "results": "Drei Ziele sind benannt.", "heard_associations": "on",
            "heard_integration_council": "on"}  # fmt: skip
    story.on(2017, 1, 18)
    story.person(AGENCY).get(url).fill_in(**held)
    for group in others:
        story.act(CLERK, concept, "record_session", group=str(group.pk), **held)


def uploaded(story: Story, title: str) -> Chapter:
    """The agency uploads a chapter in its room."""
    commission = Commission.objects.get()
    file = SimpleUploadedFile("kapitel.pdf", b"%PDF-1.7 " + title.encode(), "application/pdf")
    page = story.person(AGENCY).get(reverse("guests:draft", args=[commission.pk]))
    page.fill_in(title=title, file=file)
    return Chapter.objects.get(title=title)
