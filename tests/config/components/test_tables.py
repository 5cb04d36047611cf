from tests.config.components.render import render

SORTED = '{% kern_table "Fristen" "Amt" "Frist" sorts=",due" %}{% endkern_table %}'


def test_table_scrolls_by_keyboard_and_says_what_it_holds() -> None:
    html = render('{% kern_table "Fristen" "Amt" %}<tr><td>x</td></tr>{% endkern_table %}')
    assert 'aria-label="Fristen" tabindex="0"' in html
    assert '<caption class="kern-sr-only">Fristen</caption>' in html
    assert '<th scope="col" class="kern-table__header">Amt</th>' in html
    assert '<tbody class="kern-table__body"><tr><td data-label="Amt">x</td></tr></tbody>' in html


def test_table_takes_a_caption_of_its_own_and_marks_numbers() -> None:
    table = '{% kern_table "A" "Amt" "Summe" caption=text numeric="2" %}{% endkern_table %}'
    html = render(table, text="Summen <b>")
    assert "Summen &lt;b&gt;</caption>" in html
    assert html.count("kern-table__header--numeric") == 1
    assert 'kern-table__header--numeric">Summe</th>' in html


def test_table_leaves_out_a_column_without_a_head() -> None:
    html = render('{% kern_table "A" "Amt" nothing "Frist" numeric="3" %}{% endkern_table %}')
    assert html.count("<th ") == 2
    assert 'kern-table__header--numeric">Frist</th>' in html


def test_table_escapes_rows_as_any_template_does() -> None:
    html = render('{% kern_table "A" "B" %}<td>{{ text }}</td>{% endkern_table %}', text="<i>")
    assert ">&lt;i&gt;</td>" in html


def test_cells_name_their_column_where_the_head_is_out_of_sight() -> None:
    rows = "<tr><th>A 5</th><td>rot</td></tr><tr><th>A 6</th><td>grün</td></tr>"
    html = render('{% kern_table "A" "Amt" head %}' + rows + "{% endkern_table %}", head='"Ampel"')
    assert "<tr><th>A 5</th>" in html
    assert html.count('<td data-label="&quot;Ampel&quot;">') == 2
    own = render('{% kern_table "A" "B" %}<td>1</td><td data-label="C">2</td>{% endkern_table %}')
    assert "<td>1</td>" in own


def test_sorting_column_turns_round_and_starts_at_page_one() -> None:
    up = render(SORTED, "/?sort=due&page=3")
    assert 'aria-sort="ascending"' in up
    assert 'href="?sort=-due"' in up
    assert up.count("ff-sort") == 1
    down = render(SORTED, "/?sort=-due")
    assert 'aria-sort="descending"' in down
    assert "aria-sort" not in render(SORTED, "/?sort=unit")
