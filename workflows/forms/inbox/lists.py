"""The lists that can be kept under a name; an app adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django_stubs_ext import StrOrPromise

from ...models import SavedView, User
from ...queries.inbox import INBOX
from ...queries.inbox.saved import ViewRow

VIEW, GONE = "ansicht", "weg"
"""Parameters of a list's address: the saved view that it shows, and what of that is gone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An address as its list understands it: without the page and what makes no sense any more.

    `words` says what each of its parts is called for people.
    """

    query: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SavableList:
    """A list: how it reads an address for a person, and the keys of what matches."""

    key: str
    title: StrOrPromise
    url_name: str
    read: Callable[[str, User, datetime], Reading]
    matches: Callable[[str, User, datetime], Sequence[str]]


savable_lists: dict[str, SavableList] = {}


def opened(view: SavedView | ViewRow, listing: str, *, person: User, at: datetime) -> str:
    """The address at which a view is seen today; it names what of the view there is no more."""
    wanted = savable_lists[listing]
    reading = wanted.read(view.query, person, at)
    gone = [name for name in view.words if name not in reading.words]
    said = urlencode([(VIEW, view.pk if isinstance(view, SavedView) else view.id)])
    said += f"&{urlencode([(GONE, name) for name in gone])}" if gone else ""
    parts = "&".join(filter(None, (reading.query, said)))
    return f"{reverse(wanted.url_name)}?{parts}"


@dataclass(frozen=True, slots=True)
class SavedBar:
    """What a list says of its saved views: links, the open one, and what of that is gone."""

    views: Sequence[ViewRow]
    shown: ViewRow | None
    gone: Sequence[str]
    save_url: str
    change_url: str = ""

    @property
    def names(self) -> str:
        """What of the open view is gone, in words."""
        return "; ".join(self.gone)


def saved_bar(
    listing: str, views: Sequence[ViewRow], *, said: Mapping[str, Sequence[str]], query: str
) -> SavedBar:
    """The bar of a list whose address says `said`; `query` is what of it can be kept, and nothing
    is offered to be kept where it is empty.
    """
    wanted = (said.get(VIEW) or [""])[-1]
    shown = next((view for view in views if str(view.id) == wanted), None)
    gone = (
        [shown.words[name] for name in said.get(GONE, ()) if name in shown.words] if shown else []
    )
    what = urlencode({"liste": listing, "query": query})
    save_url = f"{reverse('workflows:new_view')}?{what}" if query else ""
    change_url = ""
    if shown is not None:
        url = reverse("workflows:change_view", args=[shown.id])
        change_url = f"{url}?{urlencode({'query': query})}"
    return SavedBar(views, shown, gone, save_url, change_url)


def default_address(
    views: Sequence[ViewRow], listing: str, *, person: User, at: datetime
) -> str | None:
    """Where the list begins for this person; None for the list as everybody sees it."""
    chosen = next((view for view in views if view.is_default), None)
    return opened(chosen, listing, person=person, at=at) if chosen else None


__all__ = [
    "GONE", "INBOX", "VIEW", "Reading", "SavableList", "SavedBar", "default_address", "opened",
    "savable_lists", "saved_bar",
]  # fmt: skip
