import datetime as dt

import pytest
from django.utils import timezone

from tests.config.components.render import render

BERLIN = timezone.get_default_timezone()
MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
MIDNIGHT = dt.datetime(2026, 11, 24, 0, 0, tzinfo=BERLIN)  # the end of Monday


@pytest.mark.parametrize(
    ("due", "state", "words", "tone"),
    [
        (dt.date(2026, 11, 20), "overdue", "3 Tage überfällig", "danger"),
        (dt.date(2026, 11, 22), "overdue", "1 Tag überfällig", "danger"),
        (dt.date(2026, 11, 23), "today", "heute", "warning"),
        (MIDNIGHT, "today", "heute", "warning"),
        (dt.date(2026, 11, 24), "soon", "morgen", "info"),
        (dt.date(2026, 11, 26), "soon", "in 3 Tagen", "info"),
        (dt.date(2026, 11, 27), "later", "in 4 Tagen", "neutral"),
        (dt.date(2030, 11, 23), "later", "in 1.461 Tagen", "neutral"),
    ],
)
def test_due_badge_says_the_distance(due: dt.date, state: str, words: str, tone: str) -> None:
    html = render("{% due_badge due now %}|{{ due|due_state:now }}", due=due, now=MONDAY)
    assert f"ff-tag--{tone}" in html
    assert f"</span>{words}</span></span>|{state}" in html


def test_due_badge_counts_days_of_berlin_at_night() -> None:
    before_midnight = dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC)
    after_midnight = dt.datetime(2026, 11, 22, 23, 1, tzinfo=dt.UTC)
    assert (
        render("{{ due|due_state:now }}", due=dt.date(2026, 11, 22), now=before_midnight) == "today"
    )
    assert (
        render("{{ due|due_state:now }}", due=dt.date(2026, 11, 22), now=after_midnight)
        == "overdue"
    )


def test_due_badge_shows_the_last_day_of_an_exclusive_moment() -> None:
    html = render("{% due_badge due now %}", due=MIDNIGHT, now=MONDAY)
    assert '<time datetime="2026-11-23">23.11.2026</time>' in html


def test_due_badge_without_deadline() -> None:
    html = '<span class="ff-tag ff-tag--neutral">ohne Frist</span>|none'
    assert render("{% due_badge due now %}|{{ due|due_state:now }}", due=None, now=MONDAY) == html


def test_due_badge_does_not_warn_while_paused_or_done() -> None:
    late = dt.date(2026, 1, 1)
    assert "Frist ruht" in render("{% due_badge due now paused=True %}", due=late, now=MONDAY)
    done = render("{% due_badge due now done=True %}", due=late, now=MONDAY)
    assert "01.01.2026" in done
    assert "überfällig" not in done


def test_status_tag_escapes_its_words() -> None:
    assert render('{% status_tag label tone="info" %}', label="<i>") == (
        '<span class="ff-tag ff-tag--info">&lt;i&gt;</span>'
    )


@pytest.mark.parametrize(
    "source",
    ['{% status_tag "x" tone="pink" %}', '{% icon "nothing" %}', '{% traffic_light "blue" "x" %}'],
)
def test_unknown_names_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"unknown|no icon"):
        render(source)


def test_icon_is_decoration_unless_it_has_a_name() -> None:
    assert render('{% icon "check" %}') == (
        '<span class="kern-icon kern-icon--check" aria-hidden="true"></span>'
    )
    assert render('{% icon "check" "Erledigt" %}') == (
        '<span class="kern-icon kern-icon--check" role="img" aria-label="Erledigt"></span>'
    )


def test_progress_bar_stays_within_its_bounds() -> None:
    assert 'value="8" max="8"' in render('{% progress_bar 12 8 "fertig" %}')
    assert "<progress" not in render('{% progress_bar 0 0 "niemand gefragt" %}')
