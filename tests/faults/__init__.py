"""What breaks, and that nothing is lost: processes killed, servers restarted, statements failing.

Each fault is a module of its own with a function that does it as often as it is told and returns
`Figures`. `make test` does it a few times, `make faults` (python -m tests.faults) as often as is
promised, and prints a table.
"""
