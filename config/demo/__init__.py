"""The demo on one machine: database, web server and worker under one process in the foreground.

The supervisor knows no Django: it stays small, and it can say what is wrong with the rest.
"""
