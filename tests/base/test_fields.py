"""Labels come back as they went in, without doubles, and one label is found whole."""

import pytest

import factories
from planloop.base.fields import TagsField
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db


def test_labels_come_back_clean_and_in_order():
    row = factories.customer(tags=("Café chain", " 618 ", "", "Café chain"))
    assert Customer.objects.get(pk=row.pk).tags == ("Café chain", "618")
    assert Customer.objects.get(pk=factories.customer().pk).tags == ()


def test_a_label_is_found_whole():
    long, short = factories.customer(tags=["Café chain", "vip"]), factories.customer(tags=["Café", "100%", "VIP"])
    assert list(Customer.objects.filter(tags__holds="Café")) == [short]
    assert list(Customer.objects.filter(tags__holds="Café chain")) == [long]
    assert list(Customer.objects.filter(tags__holds="100%")) == [short]
    assert list(Customer.objects.filter(tags__holds="VIP")) == [short]


def test_field_reads_text_of_lines():
    assert TagsField().to_python("a\nb\n\na") == ("a", "b")
