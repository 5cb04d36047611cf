"""Templates for measures: what an office begins its measures with, in versions that stay."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Unit

from .measure import Measure


class MeasureTemplate(models.Model):
    """A template that an office keeps; that of the integration centre is for everybody."""

    # The register of templates, whose trail binds the row.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the template"), max_length=120)
    about = models.CharField(_("what it is for"), max_length=400, blank=True)
    # The number of its latest version.
    version = models.PositiveIntegerField(default=1)
    # Since then nothing new is begun from it.
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """What a template held from one change to the next; it never changes."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    template = models.ForeignKey(MeasureTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # Names of fields of a measure with JSON values; see `queries.templates`.
    content = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    # None: the system.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="coordination_template_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id}, version {self.number}"


class TemplateUse(models.Model):
    """From which version of which template a measure was begun."""

    # The case of the measure, whose trail binds the row.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    measure = models.OneToOneField(Measure, models.PROTECT, related_name="begun_from")
    version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="uses")

    def __str__(self) -> str:
        return f"{self.measure_id} from {self.version_id}"
