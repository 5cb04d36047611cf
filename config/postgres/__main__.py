"""`python -m config.postgres`: the same as `manage.py db`, without Django."""

import sys

from .cli import main

sys.exit(main(sys.argv[1:]))
