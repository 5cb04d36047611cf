"""What is odd in a source: kinds, how often, one example each, and the words for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "not_an_object": _("An entry of a list is no object; it was left out."),
    "no_id": _("An object has no usable id; it was left out."),
    "no_type": _("An object does not say what it is; the list tells."),
    "other_type": _("An object of another type stands in a list; it was left out."),
    "unusable": _("An object holds values that no database takes; it was left out."),
    "twice": _("An object stands twice in the same answer; the last one counts."),
    "wrong_type": _("A property has a value of another type; it was read as far as it can be."),
    "empty": _("A property without a value should be left out."),
    "list_for_object": _("A list stands where an object belongs."),
    "object_for_list": _("An object stands where a list belongs."),
    "bad_moment": _("A point in time cannot be read; it was left out."),
    "no_offset": _("A point in time has no time zone; that of the city was taken."),
    "bad_day": _("A date cannot be read; it was left out."),
    "too_long": _("A text is longer than it may be; it was cut."),
    "no_created": _("An object does not say when it was created or changed."),
    "no_order": _("An agenda item has no place in the order; the list tells."),
    "same_order": _("Two agenda items have the same place; the list tells."),
    "first_order": _("The order of the agenda does not begin with 0 or 1."),
    "ends_before": _("A session ends before it begins; its end was left out."),
    "no_start": _("A session does not say when it begins."),
    "no_authoritative": _("A consultation does not say whether it decides; its role tells."),
    "other_role": _("A consultation decides although its role is another; the role counts."),
    "unknown_role": _("The role of a consultation is not known."),
    "no_meeting": _("A consultation names no session."),
    "no_organization": _("A consultation names no body."),
    "http_id": _("Some ids of a list begin with http, others with https; both are the same."),
    "deleted_without_type": _("A deleted object does not say what it was."),
    "ags": _("The municipality key (AGS) does not have eight digits."),
    "media_type": _("The type of a file is no media type."),
    "swapped": _("Latitude and longitude of a place are swapped."),
    "foreign": _("An address leads to a host that is not allowed; it was not called."),
    "private": _("An address leads inside the own network; it was not called."),
    "moved": _("An address leads on to another one."),
    "content_type": _("An answer says that it is something else than JSON."),
    "missing_list": _("A list does not exist (404); it was taken as empty."),
    "no_list": _("A list is not named; it was taken as empty."),
    "fault": _("The server answered with a fault; it was asked again."),
    "refused": _("A list broke off: the server refused the request."),
    "no_filter": _("A list cannot be asked for changes only; it was read as a whole."),
    "restarted": _("A list could not go on where it broke off; it was read from its beginning."),
    "no_body": _("An address leads to no body of a council system."),
    "unreadable": _("A file of the folder cannot be read."),
    "failed": _("A list broke off: the server did not answer as it should."),
    "broken": _("A list broke off: an answer is no JSON."),
    "no_page": _("A list broke off: an answer is no page of a list."),
    "too_large": _("A list broke off: an answer was too large."),
    "loop": _("A list broke off: it leads back to a page that was read already."),
    "endless": _("A list broke off: it has more pages than are read."),
    "out_of_time": _("A list broke off: the import took too long."),
    "total": _("A list has another number of entries than it says."),
    "empty_page": _("A page without entries leads on to a further page."),
    "unknown_result": _("The result of an agenda item is not known."),
}


@dataclass(slots=True)
class Oddities:
    """Counts what is odd; of each kind the first example is kept."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    def note(self, kind: str, example: str) -> None:
        """One more of a kind; the example says where."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.examples.setdefault(kind, example[:500])

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        """Kind, count and example, the most frequent first."""
        for kind in sorted(self.counts, key=lambda kind: (-self.counts[kind], kind)):
            yield kind, self.counts[kind], self.examples[kind]
