"""Every message that the code tells has its texts, in both languages, and no text is left over."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import get_connection

from tests.kinds import AT, make_office, sent
from workflows.actions.telling.messages import LONGEST_SUBJECT, mail, notice_text, one_line
from workflows.models import Desk, Notification
from workflows.queries.telling.outbox import Facts
from workflows.topics import registered_messages

APPS = ("workflows", "coordination")
FRAMES = {"about_case", "collected", "mail"}
# A literal in a call of tell(...), tell_people(...) or a function of that name before it.
TOLD = re.compile(
    r"""\b_?tell(?:_people|_both|_concerned|_turn)?\((?:\s*[\w.]+,)*\s*"([a-z_]+)\""""
)
KEY = re.compile(r"^(.+)\.(subject|notice)\.txt$")
QUOTED = re.compile(r"""(?<=["'])\w+(?=["'])""")


@cache
def sources():
    return [
        path.read_text("utf-8")
        for app in APPS
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if "migrations" not in path.parts
    ]


def with_texts(part):
    found = set()
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app / "templates" / "messages").glob("*.txt"):
            match = KEY.match(path.name)
            if match and match[2] == part:
                found.add(match[1])
    return found - FRAMES


KEYS = sorted(with_texts("subject"))


def test_each_message_has_a_subject_and_a_notice_and_is_named_in_the_code():
    assert with_texts("subject") == with_texts("notice")
    quoted = {word for source in sources() for word in QUOTED.findall(source)}
    assert set(KEYS) - quoted == set()


def test_each_message_that_a_flow_tells_has_its_texts():
    told = {key for source in sources() for key in TOLD.findall(source)}
    assert told - set(KEYS) == set()
    assert {"board_dissents", "question_answered", "task_handed", "account_changed"} - told == set()


def test_topics_are_given_to_messages_that_there_are():
    assert sorted(set(registered_messages()) - set(KEYS)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_texts_are_whole_with_and_without_facts(key, language):
    office = make_office()
    office.head.language = language
    sent(office)
    row = Notification.objects.filter(channel="mail").select_related("case", "task").get()
    row.template, row.recipient = key, office.head
    full = Facts(
        recipient=office.head, number="M-2026-0001", title="Swings", kind="measure",
        to_do="check it", due_on=date(2026, 3, 9), state="resolved", actor="Ada Probe",
        data={"kind": "errand", "step": "check", "case": 7, "act": "lapse", "reason": "Stale",
              "first_day": date(2026, 3, 2), "last_day": date(2026, 3, 9),
              "due": date(2026, 3, 9), "until": date(2026, 3, 9), "level": "E2",
              "body": "Council", "result": "accepted", "is_current": True,
              "times": 3},
        represented=office.head, deputy=office.clerk, desk=Desk.objects.first(), unit="Youth",
        about="Only with ramps",
    )  # fmt: skip
    for facts in (
        full, replace(full, number="", title="", due_on=None, actor="", about=""),
    ):  # fmt: skip
        text = notice_text(row, facts)
        message = mail(row, facts, at=AT, connection=get_connection())
        for part in (text, message.subject, message.body):
            assert part.strip()
            assert not re.search(r"\{[{%]|None|  +\S", part)
        assert text in message.body
        assert message.body.startswith("Guten Tag," if language == "de" else "Good day,")
        assert message.subject == one_line(message.subject)
    about_a_case = "M-2026-0001" in notice_text(row, full)
    assert mail(row, full, at=AT, connection=get_connection()).subject.startswith(
        "M-2026-0001: " if about_a_case else ""
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb", "a b"),
        ("a\x00\x07b", "a b"),
        ("  a \t b\u2028c\u0085d ", "a b c d"),
        ("", ""),
        ("x" * 151, "x" * 149 + "…"),
        ("x" * LONGEST_SUBJECT, "x" * LONGEST_SUBJECT),
    ],
)
def test_line_fits_a_header(text, line):
    assert one_line(text) == line
