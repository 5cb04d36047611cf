"""Functions in the place of names: of whoever has to do with a measure, and of people it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.models import DeskHolder, Event, User

from ...measures.models import Measure

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ADDRESSED = r"(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)"
_GENITIVE = r"(?:s|’|')?"


class Concerned:
    """Who has done something in some measures, or is responsible; their functions."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        events = Event.objects.filter(case__in=[measure.case_id for measure in measures])
        rows = events.values_list("actor", "on_behalf_of").distinct()
        ids = {key for row in rows for key in row} | {one.responsible_id for one in measures}
        self.people = list(User.objects.filter(pk__in=[key for key in ids if key is not None]))
        self.functions = functions_of(self.people)

    def function_of(self, person: int | None) -> str:
        """What a person is called here."""
        return self.functions.get(person, "") if person is not None else ""


def functions_of(people: Sequence[User]) -> Mapping[int, str]:
    """The name of the desk that each has, or had last; one statement."""
    held = DeskHolder.objects.filter(person__in=people).order_by("valid_from", "pk")
    desks = dict(held.values_list("person", "desk__name"))
    return {one.pk: desks.get(one.pk, _unknown()) for one in people}


def _unknown() -> str:
    return _("a member of the administration")


class Names:
    """Replaces names in texts.

    Of those concerned the family name goes even where it stands alone; of everybody else in the
    house it goes after a form of address or the given name: alone it may be an ordinary word.
    """

    def __init__(self, concerned: Concerned, texts: Iterable[str]) -> None:
        words = {word for text in texts for word in _words(text)}
        named = User.objects.filter(family_name__in=words)
        others = list(named.exclude(pk__in=[one.pk for one in concerned.people]))
        functions = (
            {**concerned.functions, **functions_of(others)} if others else concerned.functions
        )
        self._said: dict[str, str] = {}
        patterns: list[str] = []
        for person in (*concerned.people, *others):
            function, family = functions[person.pk], " ".join(person.family_name.split())
            whole = " ".join(person.get_full_name().split())
            self._say(whole, function)
            patterns += [f"{_ADDRESSED}*{_spaced(whole)}"] if whole else []
            if family:
                self._say(family, function)
                address = f"{_ADDRESSED}*" if person.pk in concerned.functions else f"{_ADDRESSED}+"
                patterns.append(f"{address}{_spaced(family)}")
        patterns.sort(key=len, reverse=True)
        self._any = (
            re.compile(rf"\b(?:{'|'.join(patterns)}){_GENITIVE}(?!\w)") if patterns else None
        )

    def _say(self, name: str, function: str) -> None:
        """Where two of one name have two functions, neither is said."""
        known = self._said.setdefault(name, function)
        if known != function:
            self._said[name] = _unknown()

    def out_of(self, text: str) -> str:
        """The text with functions in the place of names."""
        return self._any.sub(lambda found: self._of(found[0]), text) if self._any else text

    def _of(self, found: str) -> str:
        said = re.sub(rf"^{_ADDRESSED}*", "", " ".join(found.split()))
        for name in (said, said[:-1]):
            if name in self._said:
                return self._said[name]
        return _unknown()


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


def _words(text: str) -> Iterable[str]:
    """Words that may be a family name, also without the s of the genitive."""
    for word in _WORD.findall(text):
        if word[0].isupper():
            yield word
            yield word.rstrip("’'")
            yield word.removesuffix("s")
