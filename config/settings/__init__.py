"""Django's settings, one concern per file, read from the environment and refused when they are nonsense."""

from .accounts import *
from .apps import *
from .database import *
from .i18n import *
from .logs import *
from .mail import *
from .product import *
from .queue import *
from .security import *
from .storage import *
