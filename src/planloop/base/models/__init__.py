"""Models of base."""

from planloop.base.models.audit import AuditEntry
from planloop.base.models.company import Company
from planloop.base.models.invitation import Invitation
from planloop.base.models.person import Person, Role, Team
from planloop.base.models.record import Record, ScopedQuerySet

__all__ = ["AuditEntry", "Company", "Invitation", "Person", "Record", "Role", "ScopedQuerySet", "Team"]
