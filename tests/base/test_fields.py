"""Labels come back as they went in, without doubles, and one label is found whole."""

import pytest

import factories
from planloop.base.fields import TagsField, holds_tag
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db


def test_labels_come_back_clean_and_in_order():
    row = factories.customer(tags=("Café chain", " 618 ", "", "Café chain"))
    assert Customer.objects.get(pk=row.pk).tags == ("Café chain", "618")
    assert Customer.objects.get(pk=factories.customer().pk).tags == ()


def test_a_label_is_found_whole():
    long, short = factories.customer(tags=["Café chain"]), factories.customer(tags=["Café", "100%"])
    assert list(Customer.objects.filter(tags__contains=holds_tag("Café"))) == [short]
    assert list(Customer.objects.filter(tags__contains=holds_tag("Café chain"))) == [long]
    assert list(Customer.objects.filter(tags__contains=holds_tag("100%"))) == [short]


def test_field_reads_text_of_lines():
    assert TagsField().to_python("a\nb\n\na") == ("a", "b")
