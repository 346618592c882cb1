"""Who changed what from what to what."""

from django.db import models


class AuditEntry(models.Model):
    """One operation on one record. `changes` maps field to [before, after]."""

    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey("base.Person", models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    once = models.UUIDField(null=True, unique=True, editable=False)
    """The id of the form or request that asked for it, so that one that is sent twice acts once."""

    class Meta:
        indexes = [
            models.Index(fields=["record_type", "record_id", "-id"], name="audit_of_a_record"),
            models.Index(fields=["person", "-id"], name="audit_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.record_type} {self.record_id}"
