"""Saved views: keeping a list under a name, beginning with it, hearing of what is new in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ...models import SavedView, User, ViewUse
from ...refusals import GuardsUnmet, Unmet
from ...spelling import one_line, within_quotes
from ..wire.retry import retried

NEWS = "view_news"
LONGEST_NAME = 60
MOST = 50
"""Views of one person."""
MOST_KNOWN = 1000
"""So many matches are remembered of a subscribed view; beyond them nobody reads a list."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a view keeps: the address of its list without the page, and its filters in words."""

    query: str
    words: Mapping[str, str]


@transaction.atomic
def save_view(
    *, listing: str, name: str, content: Content, desk: int | None, by: User, at: datetime
) -> SavedView:
    """Keep a list under a name; the same once more is the same view.

    Raises GuardsUnmet for a name that is empty, too long or taken, and for more than MOST views.
    """
    name = _checked(name)
    _lock(by)
    mine = SavedView.objects.filter(owner=by)
    known = mine.filter(listing=listing, name=name).first()
    if known is not None and (known.query, known.desk_id) == (content.query, desk):
        return known
    if known is not None:
        raise _taken()
    if mine.count() >= MOST:
        text = _("You have saved %(most)s views already. Please delete one of them first.")
        raise GuardsUnmet([Unmet("too_many", text % {"most": MOST})])
    return SavedView.objects.create(
        listing=listing, name=name, owner=by, desk_id=desk, query=content.query,
        words=dict(content.words), created_at=at,
    )  # fmt: skip


@transaction.atomic
def change_view(
    view: SavedView, *, name: str, desk: int | None, content: Content | None = None
) -> None:
    """Give a view another name, share or unshare it; with `content` other filters too.

    Raises GuardsUnmet as `save_view`. Who no longer has the view hears no more of it.
    """
    name = _checked(name)
    _lock(view.owner)
    same = SavedView.objects.filter(owner=view.owner_id, listing=view.listing, name=name)
    if same.exclude(pk=view.pk).exists():
        raise _taken()
    view.name, view.desk_id = name, desk
    if content is not None:
        view.query, view.words = content.query, dict(content.words)
    view.save(update_fields=["name", "desk", "query", "words"])


def remove_view(view: SavedView) -> None:
    """Delete a view for everybody who has it."""
    view.delete()


@transaction.atomic
def use_view(
    view: SavedView, *, by: User, at: datetime, is_default: bool, known: Sequence[str] | None
) -> None:
    """Begin the list with this view or not, subscribe to it or not (`known`: what it holds now)."""
    _lock(by)
    if is_default:
        others = ViewUse.objects.filter(person=by, listing=view.listing, is_default=True)
        others.exclude(view=view).update(is_default=False)
    use = ViewUse.objects.filter(person=by, view=view).first()
    use = use or ViewUse(person=by, view=view, listing=view.listing)
    use.is_default = is_default
    if known is None:
        use.subscribed_at, use.known, use.looked_on = None, [], None
    elif use.subscribed_at is None:
        use.subscribed_at, use.known = at, list(known[:MOST_KNOWN])
        use.looked_on = None
    use.save()


@retried
@transaction.atomic
def tell_view_news(use: ViewUse, *, keys: Sequence[str], at: datetime, today: date) -> int:
    """Tell a subscriber how many matches are new since the last look; how many messages.

    `keys` are the present matches. Once a day however many ticks run.
    """
    waits = ViewUse.objects.select_for_update().filter(pk=use.pk, subscribed_at__isnull=False)
    row = waits.exclude(looked_on=today).first()
    if row is None:
        return 0
    count = len(set(keys) - set(row.known))
    row.known, row.looked_on = list(keys[:MOST_KNOWN]), today
    row.save(update_fields=["known", "looked_on"])
    if not count:
        return 0
    data = {"view": use.view_id, "name": within_quotes(use.view.name), "count": count}
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "key": f"view:{use.view_id}:{today}:{use.person_id}", "person": use.person_id,
                "template": NEWS, "data": json.dumps(data), "at": at,
            },
        )  # fmt: skip
        return int(cursor.rowcount)


def note_look(use: ViewUse, *, today: date) -> None:
    """Nobody looks after this subscription again today: it is broken, and the others go on."""
    ViewUse.objects.filter(pk=use.pk).update(looked_on=today)


def _checked(name: str) -> str:
    name, text = one_line(name), ""
    if not name:
        text = _("Please give the view a name.")
    elif len(name) > LONGEST_NAME:
        text = _("Please write 60 characters at most.")
    if text:
        raise GuardsUnmet([Unmet("name", text, "name")])
    return name


def _taken() -> GuardsUnmet:
    text = _("You have a view of this name already. Please choose another name.")
    return GuardsUnmet([Unmet("name", text, "name")])


def _lock(person: User) -> None:
    """Two clicks of one person come one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


_TELL = """
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, event_seq, data, created_at, send_at,
   attempts, error)
SELECT %(key)s || ':' || c.channel, %(person)s, c.channel, %(template)s, NULL, NULL, NULL,
       %(data)s::jsonb, %(at)s, %(at)s, 0, ''
  FROM (VALUES ('in_app'), ('mail')) c(channel)
ON CONFLICT (key) DO NOTHING
"""
