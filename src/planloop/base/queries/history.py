"""What happened to a record."""

from django.db.models import Model, QuerySet

from planloop.base.models import AuditEntry
from planloop.terms.scope import Scope


def of(row: Model, scope: Scope) -> QuerySet[AuditEntry]:
    """Return the audit entries of a record that the person may open, newest first."""
    entries = AuditEntry.objects.filter(record_type=row._meta.label_lower, record_id=row.pk)
    return entries.select_related("person").order_by("-id")
