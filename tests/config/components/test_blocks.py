import datetime as dt

from tests.config.components.render import render


def test_panel_names_its_region() -> None:
    html = render('{% panel "Nächster Schritt" tone="next" anchor="next" %}<p>x</p>{% endpanel %}')
    assert (
        '<section class="ff-panel ff-panel--next" id="next" aria-labelledby="next-title">' in html
    )
    assert '<h2 class="ff-panel__title" id="next-title">Nächster Schritt</h2> <p>x</p>' in html


def test_blocks_escape_titles_and_variables_but_not_their_markup() -> None:
    html = render("{% card title %}<p>{{ text }}</p>{% endcard %}", title="<b>", text="<i>")
    assert "&lt;b&gt;" in html
    assert "<p>&lt;i&gt;</p>" in html


def test_notice_without_title_has_no_heading() -> None:
    html = render('{% notice tone="warning" %}Achtung{% endnotice %}')
    assert "<h2" not in html
    assert "kern-alert--warning" in html


def test_details_unfold_without_script() -> None:
    html = render('{% details "Warum?" %}darum{% enddetails %}')
    assert html.startswith('<details class="kern-accordion">')
    assert render('{% details "Warum?" opened=True %}x{% enddetails %}').startswith(
        '<details class="kern-accordion" open>'
    )


def test_summary_list_takes_pairs_and_names_what_is_missing() -> None:
    rows = [("Kosten", 0), ("Deckung", ""), {"label": "Ziel", "value": "<b>", "url": "/edit"}]
    html = render("{% summary_list rows %}", rows=rows)
    assert '<dd class="ff-summary__value">0</dd>' in html
    assert "keine Angabe" in html
    assert "&lt;b&gt;" in html
    assert '<a href="/edit">Ändern<span class="kern-sr-only"> Ziel</span></a>' in html


def test_post_form_carries_the_token_and_leaves_checking_to_the_server() -> None:
    html = render("{% post_form %}x{% endpost_form %}", csrf_token="abc")
    assert 'method="post" novalidate data-guard' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in html


def test_filter_panel_asks_by_get() -> None:
    html = render('{% filter_panel reset_url="?" %}x{% endfilter_panel %}')
    assert '<form method="get"' in html
    assert "Alle Filter zurücksetzen" in html


def test_timeline_tells_who_when_and_for_whom() -> None:
    events = [
        {
            "at": dt.datetime(2026, 11, 22, 13, 5, tzinfo=dt.UTC),
            "title": "Mitgezeichnet",
            "actor": "Rechtsamt",
            "on_behalf": "Amtsleitung",
            "text": "<b>",
        }
    ]
    html = render("{% timeline events %}", events=events)
    assert "22.11.2026, 14:05 Uhr</time> · Rechtsamt, in Vertretung für Amtsleitung" in html
    assert "&lt;b&gt;" in html


def test_empty_state_says_why() -> None:
    html = render('{% empty_state "Nichts zu tun" %}<p>Morgen wieder.</p>{% endempty_state %}')
    assert '<p class="ff-empty__title">Nichts zu tun</p> <p>Morgen wieder.</p>' in html
