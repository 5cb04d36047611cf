"""Cities as releases of before have left them, and that they live on.

`python -m tests.upgrades FILE.sql.gz` writes such a city with the release that is checked out: done
once for each that anybody may run, and never changed afterwards.
"""
