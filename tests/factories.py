"""Rows for tests, with sensible values where the test does not care."""

from itertools import count
from typing import Any

from django.utils import timezone

from planloop.base import search
from planloop.base.models import Company, Invitation, Person, Role, Team
from planloop.crm.models import Customer

PASSWORD = "correct horse battery"
_numbers = count(1)


def company(**values: Any) -> Company:
    """Make the company."""
    return Company.objects.create(**{"name": "Bluepeak Coffee", **values})


def team(name: str = "", **values: Any) -> Team:
    """Make a team."""
    return Team.objects.create(name=name or f"Team {next(_numbers)}", **values)


def person(role: str = Role.REP, **values: Any) -> Person:
    """Make somebody who can sign in."""
    number = next(_numbers)
    values = {"name": f"Person {number}", "email": f"person{number}@example.com", **values}
    return Person.objects.create_user(values.pop("email"), values.pop("password", None), role=role, **values)


def invitation(**values: Any) -> Invitation:
    """Make an invitation by an owner; `secret` opens its link."""
    number = next(_numbers)
    values = {"name": f"Guest {number}", "email": f"guest{number}@example.com", **values}
    made = Invitation(**{"invited_by": Person.objects.filter(role=Role.OWNER).first(), **values})
    made.make_secret(timezone.now())
    made.save()
    return made


def customer(**values: Any) -> Customer:
    """Make a customer that search finds."""
    made = Customer.objects.create(**{"name": f"Customer {next(_numbers)}", **values})
    search.index_row(made)
    return made
