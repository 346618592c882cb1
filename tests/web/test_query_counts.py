"""How many queries each page makes, held in tests/query_counts.json: a rise is a visible change.

PLANLOOP_COUNT=1 writes the file anew. The counts hold however many rows there are.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import factories
from planloop.base.operations import records as operations
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent.parent / "query_counts.json"

PAGES = {
    "list": "/customers/",
    "list, filtered": "/customers/?tier=A&owner=none&sort=-updated_at",
    "list, found": "/customers/?q=shop",
    "list, bin": "/customers/?bin=1",
    "filters": "/customers/filters/",
    "record": "/customers/{pk}/",
    "form, new": "/customers/new/",
    "form": "/customers/{pk}/edit/",
    "account": "/account/",
    "people": "/people/",
    "nothing here": "/nowhere/",
}


@pytest.fixture
def counted(sign_in, owner):
    """Return a function that counts the queries of each page with so many customers, by role."""

    def count(role: str, rows: int) -> dict[str, int]:
        person = owner if role == "owner" else factories.person(role, team=factories.team())
        for number in range(rows):
            row = factories.customer(name=f"Shop {number}", owner=factories.person(team=person.team), tier="A")
            operations.edit(row, by=owner, values={"owner": person if number % 2 else None})
        client = sign_in(person)
        client.get("/account/")  # the first request of all looks for an owner
        pk = Customer.objects.order_by("-pk").first().pk
        counts = {}
        for name, address in PAGES.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address.format(pk=pk))
            counts[name] = len(queries)
        return counts

    return count


@pytest.mark.parametrize("role", ["owner", "sales_manager"])
def test_page_makes_as_many_queries_as_the_file_says(counted, role):
    counts = counted(role, 4)
    expected = json.loads(FILE.read_text("utf-8"))
    if os.environ.get("PLANLOOP_COUNT"):
        expected[role] = counts
        FILE.write_text(json.dumps(expected, indent=2, sort_keys=True) + "\n", "utf-8")
    assert counts == expected[role]


def test_counts_do_not_grow_with_the_rows(counted):
    assert counted("owner", 4) == counted("owner", 20)
