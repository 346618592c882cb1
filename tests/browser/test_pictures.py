"""Draws the pictures of the documentation, when asked to by PLANLOOP_PICTURES=1."""

import datetime
import os
from pathlib import Path

import pytest
from django.utils import timezone

import factories
from planloop.base.models import AuditEntry, Company, Person
from planloop.base.operations import records as operations
from planloop.crm.models import Customer

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PEOPLE = ("Maja Nowak", "Chen Siyu", "Piotr Zieliński", "Lin Yuting", "Wang Lei", "Anna Kowalska")
# name, city, industry, tier, tags, intent, owner, hours since it changed
CUSTOMERS = (
    ("Harbour Roasters Ltd", "Gdańsk", "Café chain", "A", ["Café chain", "Service plan"], "negotiating", 0, 2),
    ("上海谷雨餐饮管理有限公司", "上海", "餐饮", "A", ["Café chain", "618"], "interested", 1, 26),
    ("杭州云栖酒店集团", "杭州", "酒店", "A", ["Hotel", "Renewal"], "dormant", 4, 510),
    ("Kawiarnia Pod Lipą sp. z o.o.", "Kraków", "Cafés", "B", ["Café"], "interested", 2, 70),
    ("Hardy & Cole Bakery", "Manchester", "Bakery", "B", ["Bakery"], "new", None, 820),
    ("台北山嵐咖啡股份有限公司", "台北", "咖啡", "B", ["Café chain"], "contacted", 3, 130),
    ("Nordlys Hotels AS", "Bergen", "Hotels", "B", ["Hotel"], "interested", 0, 4),
    ("Miodowa Bistro", "Warszawa", "Restaurant", "C", ["Restaurant"], "dormant", None, 440),
    ("苏州春在精品酒店", "苏州", "酒店", "C", ["Hotel", "Trade fair"], "new", None, 50),
    ("Księgarnia Kawowa Łódź", "Łódź", "Bookshop", "C", ["Café"], "customer", 5, 25),
    ("Brew & Thistle", "Edinburgh", "Cafés", "B", ["Café"], "contacted", 2, 100),
    ("成都泰和连锁超市", "成都", "零售", "A", ["Retail", "11.11"], "negotiating", 4, 60),
    ("Ostoja Mazury Resort", "Giżycko", "Resort", "C", ["Hotel"], "lost", None, 990),
)
PICTURES = {
    "customers": ("/customers/", {"width": 1440}),
    "customers-zh-hans-dark": ("/customers/", {"width": 1440, "language": "zh-hans", "theme": "dark"}),
    "customers-phone": ("/customers/", {"width": 390}),
    "customer": ("/customers/{pk}/", {"width": 1440}),
    "customer-form-pl": ("/customers/{pk}/edit/", {"width": 1440, "language": "pl"}),
}

pytestmark = pytest.mark.skipif(not os.environ.get("PLANLOOP_PICTURES"), reason="draws only when asked to")


@pytest.fixture
def sample(server):
    """Bluepeak Coffee with its customers, one of which has a history."""
    Customer.objects.all().delete()
    AuditEntry.objects.all().delete()
    Company.objects.update(currency="CNY")
    for name in PEOPLE[2:]:
        if not Person.objects.filter(name=name).exists():
            factories.person("rep", name=name)
    people = [Person.objects.get(name=name) for name in PEOPLE]
    for name, city, industry, tier, tags, intent, owner, hours in CUSTOMERS:
        values = {"name": name, "city": city, "industry": industry, "tier": tier, "tags": tags, "intent": intent}
        row = factories.customer(
            **values, owner=None if owner is None else people[owner], phone="+48 58 555 01 42"
        )
        Customer.objects.filter(pk=row.pk).update(updated_at=timezone.now() - datetime.timedelta(hours=hours))
    return history(Customer.objects.get(name="Harbour Roasters Ltd"), people)


def history(row: Customer, people: list[Person]) -> Customer:
    """Let three people change the customer on different days."""
    steps = (
        (people[0], {"tier": "B", "intent": "contacted", "employees": 340}),
        (people[1], {"intent": "interested", "email": "ewa.lis@harbour.example", "website": "harbour.example"}),
        (people[0], {"tier": "A", "intent": "negotiating", "yearly_revenue": "642180", "founded": 1998}),
        (people[0], {"note": "Ewa Lis wants delivery for 12 shops before 1 August. The budget is approved."}),
    )
    Person.objects.filter(pk=people[1].pk).update(role="owner")
    people[1].refresh_from_db()
    for by, values in steps:
        row = operations.edit(row, by=by, values=values)
    now = timezone.now()
    for entry, hours in zip(AuditEntry.objects.order_by("-pk"), (2, 25, 150, 400), strict=True):
        AuditEntry.objects.filter(pk=entry.pk).update(at=now - datetime.timedelta(hours=hours))
    return row


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_drawn(browse, server, sample, name):
    address, options = PICTURES[name]
    page = browse(reduced_motion="reduce", **options)
    assert page.goto(server + address.format(pk=sample.pk)).status == 200
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
    assert (FOLDER / f"{name}.png").read_bytes().startswith(b"\x89PNG")
