"""The people of the company."""

from planloop.base.models import Person, Role


def has_owner() -> bool:
    """Tell whether this planloop has been set up."""
    return Person.objects.filter(role=Role.OWNER, is_active=True).exists()
