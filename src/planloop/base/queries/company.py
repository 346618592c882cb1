"""The company."""

from planloop.base.models import Company


def company() -> Company | None:
    """Return the company; None until somebody founded it."""
    return Company.objects.filter(pk=Company.ONLY).first()
