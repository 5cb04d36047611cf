"""What each minute does, and what goes after a time."""

from django.utils.translation import gettext_lazy as _

from workflows.queries.time.retention import Passing, passing
from workflows.signals import ticked

from ..board.jobs import open_the_board
from ..decisions import jobs as deciding
from ..followup.jobs import list_resolutions, resume_notes, show_to_members
from ..implementing.jobs import prepare_completions
from ..imports.jobs import resume_imports
from ..measures.jobs import follow_leavers, follow_supplements
from ..portal.jobs import publish_changes, tell_the_public


def work_by_the_minute() -> None:
    """What each tick does, in this order."""
    minutely = {
        "imports": resume_imports,
        "stored files": deciding.check_stored_files,
        # First the days, then what is sent on them.
        "calendar": deciding.follow_the_calendar,
        "dispatch": deciding.show_what_was_sent,
        "publication": publish_changes,
        "resolutions": list_resolutions,
        "notes": resume_notes,
        "seats": show_to_members,
        "public": tell_the_public,
        "completions": prepare_completions,
        "supplements": follow_supplements,
        "leavers": follow_leavers,
        "papers": deciding.file_the_papers,
        "council system": deciding.exchange_with_council_system,
        "board": open_the_board,
    }
    for name, job in minutely.items():
        ticked.connect(job, dispatch_uid=name)


def forget_in_time() -> None:
    """What goes after a time, each for as long as the settings say."""
    visits = "r.began_at < %(before)s"
    passing.append(Passing("visits", _("Read marks on cases"), "coordination_visit", visits))
    unanswered = "r.confirmed_at IS NULL AND r.asked_at < %(before)s"
    passing.extend((
        Passing(
            "public_mails", _("Mails to the public"), "coordination_publicmail",
            "r.created_at < %(before)s",
        ),
        Passing(
            "subscriptions", _("Addresses that nobody confirmed"),
            "coordination_publicsubscription",
            f"{unanswered} AND NOT EXISTS (SELECT FROM coordination_publicmail m"
            " WHERE m.subscription_id = r.id)",
        ),
    ))  # fmt: skip
