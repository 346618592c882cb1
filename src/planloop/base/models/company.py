"""The company whose installation this is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """One row: name, main currency, language and time zone."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("Company"), max_length=200)
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_company")]

    def __str__(self) -> str:
        return self.name
