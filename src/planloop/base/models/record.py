"""What every business record has: a version, times, the bin, and rows by permission."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from planloop.terms.scope import Scope


class ScopedQuerySet(models.QuerySet):
    """A queryset that begins at what a person may see."""

    def for_user(self, scope: Scope) -> Self:
        """Keep the rows that the model's policy shows to this scope; refuses a model without a policy."""
        from planloop.base.policy import policy_of

        return self.filter(policy_of(self.model).visible(scope))

    def active(self) -> Self:
        """Leave out what lies in the bin."""
        return self.filter(archived_at__isnull=True)


class Record(models.Model):
    """A business record. `version` rises with each save, so that a stale save is noticed."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("Changed"), auto_now=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version", "updated_at"}
        super().save(*args, update_fields=update_fields, **kwargs)
