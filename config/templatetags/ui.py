"""The tag library of the interface, loaded everywhere without `{% load %}`.

Text
    {{ day|german_date }} {{ moment|german_datetime }} {{ day|weekday_date }}
    {{ sum|euro }} {{ n|german_number }}
    {% date_tag moment %}                         <time> with the German form
    {% prose text %}                              paragraphs of plain text, escaped

State
    {% icon "check" %}  {% icon "danger" "Fehler" %}    decoration; with a label an image
    {% status_tag label tone="success" icon="check" %}  neutral, info, success, warning, danger
    {% due_badge task.due_at now %}               also paused=True, done=True
    {{ task.due_at|due_state:now }}               overdue, today, soon, later, none
    {% traffic_light "red" "verzögert" %}         green, yellow, red, grey
    {% progress_bar 3 8 "3 von 8 Ämtern haben geantwortet" %}

Ways
    {% breadcrumb "Maßnahmen" url "M-12 Titel" %} label, address, …, label of this page
    {% back_link url %}
    {% tabs items "Ansichten" %}                  items: label, url, count, current
    {% pagination page %}  {% pager back forward %}     numbered pages; keyset pages

Forms
    {% error_summary form %}  {% form_fields form %}
    {% field form.title %}                        label= hint= width="short|medium" rows=
                                                  legend_size= columns=
    {% post_form %} … {% button "Senden" %} {% endpost_form %}      action= files= anchor= inline=
    {% filter_panel reset_url=url %} … {% endfilter_panel %}        action= legend= opened=
    {% button label variant="danger" name="act" value="reject" icon="close" %}
    {% link_button label url %}                   primary, secondary, tertiary, danger
    {% button_row %} … {% endbutton_row %}

Blocks
    {% panel "Nächster Schritt" tone="next" %} … {% endpanel %}     level= anchor=
                                                  tones: surface next success warning danger
    {% card title url=url %} … {% endcard %}      level= tag= (a status_tag kept by `as`)
    {% notice tone="warning" title="…" %} … {% endnotice %}
    {% details "Warum sehe ich das?" %} … {% enddetails %}          opened= anchor=
    {% kern_table "Fristen" "Amt" "Frist" %} <tr> … {% endkern_table %}     label, column heads;
                                                  caption= numeric="2,3" sorts="unit,due" small=
    {% summary %}{% summary_row "Ziel" url=url %} … {% endsummary_row %}{% endsummary %}
    {% summary_list rows %}                       the same from (label, value)
    {% empty_state "Nichts zu tun" %} … {% endempty_state %}
    {% timeline events %}                         at, title, actor, on_behalf, text, tone, tag, url
    {% process_map nodes edges title="…" %}       drawing, sentence and table
    {% curve values %}                            the same of values over time

Rows of long lists
    {% inbox_rows lines me now suffix %}          <li> per task or case
    {% measure_rows rows now %}                   <tr> per measure; its heads by
    {% measure_columns rows as shown %}           shown.step shown.light

Layout classes: ff-stack (--tight, --wide), ff-split with ff-split__main and ff-split__side
(--sticky), ff-grid, ff-toolbar (--between), ff-page-head, ff-inbox, ff-muted, ff-small,
ff-no-print, ff-only-print, kern-sr-only.
"""

from django.template import Library

from ..components import (
    blocks,
    curve,
    forms,
    inbox_rows,
    measure_rows,
    navigation,
    process_map,
    shell,
    status,
    tables,
    text,
)

register = Library()

for _part in (
    text, status, navigation, forms, blocks, process_map, shell, inbox_rows, measure_rows,
    tables, curve,
):  # fmt: skip
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
