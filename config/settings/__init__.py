"""Django's settings, one concern per file, read from the environment; nonsense is refused."""

import django_stubs_ext

from .accounts import *
from .apps import *
from .city import *
from .database import *
from .health import *
from .i18n import *
from .logs import *
from .mail import *
from .product import *
from .queue import *
from .retention import *
from .seal import *
from .security import *
from .storage import *

# Lets `ModelForm[Measure]` be written where the type checker asks for it.
django_stubs_ext.monkeypatch()
