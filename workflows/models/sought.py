"""What texts are found by: their parts, and their words in any German form."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Parts(models.Func):
    """Every three characters of a text that stand together, without case and accents."""

    function = "workflows_parts"
    output_field = ArrayField(models.TextField())


class Words(models.Func):
    """The words of texts in their German stems."""

    function = "workflows_words"
    output_field = SearchVectorField()
