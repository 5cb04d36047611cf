"""Measures what is promised about speed. Never imported by the application or its tests.

A bench is a module with `TITLE` and `measure() -> list[Row]`; its name stands in BENCHES.
`python -m bench [name …]` runs them on an embedded server of their own, prints a table and
writes bench/results/<name>.json.
"""

BENCHES = (
    "steps",
    "cycles",
    "inbox",
    "measures",
    "search",
    "ladder",
    "planner",
    "council_pages",
    "bulk",
    "stock",
    "followup",
    "coverage",
    "start",
    "paper",
    "preview",
    "public",
    "dispatch",
    "memory",
    "oparl",
    "demo",
)
