from django.core.paginator import Paginator

from tests.config.components.render import render


def test_breadcrumb_ends_with_this_page() -> None:
    html = render('{% breadcrumb "Maßnahmen" "/massnahmen/" title %}', title="M-1 <b>")
    assert '<li class="ff-breadcrumb__item"><a href="/massnahmen/">Maßnahmen</a></li>' in html
    assert '<span aria-current="page">M-1 &lt;b&gt;</span>' in html


def test_pagination_keeps_the_query_string() -> None:
    page = Paginator(range(240), 20).page(4)
    html = render("{% pagination page %}", "/?q=Sprache&page=4&unit=51", page=page)
    assert "61 bis 80 von 240" in html
    assert 'href="?q=Sprache&amp;page=3&amp;unit=51" rel="prev"' in html
    assert 'href="?q=Sprache&amp;page=5&amp;unit=51" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_has_no_links() -> None:
    html = render("{% pagination page %}", page=Paginator(range(3), 20).page(1))
    assert "1 bis 3 von 3" in html
    assert "<a " not in html


def test_pager_is_silent_without_pages() -> None:
    assert render("{% pager back forward %}", back=None, forward=None) == ""


def test_tabs_mark_the_present_one() -> None:
    items = [
        {"label": "Meine", "url": "?v=mine", "count": 0, "current": True},
        {"label": "Alle", "url": "?v=all"},
    ]
    html = render('{% tabs items "Ansichten" %}', items=items)
    assert html.count('aria-current="page"') == 1
    assert html.count("ff-count") == 2  # two classes of the one count
    assert ">0</span>" in html
