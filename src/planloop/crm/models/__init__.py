"""Models of the CRM."""

from planloop.crm.models.customer import Customer, Intent, Tier

__all__ = ["Customer", "Intent", "Tier"]
