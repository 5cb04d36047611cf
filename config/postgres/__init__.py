"""The embedded PostgreSQL: its binaries come from a wheel, its launcher is ours.

Nothing here knows Django, so that `python -m config.postgres` works whatever state the rest is in.
"""
