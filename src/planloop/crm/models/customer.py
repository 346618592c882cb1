"""Customers: companies and people that buy, or may."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planloop.base.fields import TagsField
from planloop.base.models import Person, Record
from planloop.terms.names import domain_key, name_key, phone_key


class Tier(models.TextChoices):
    """How much a customer matters."""

    A = "A", _("A key account")
    B = "B", _("B growth")
    C = "C", _("C maintain")


class Intent(models.TextChoices):
    """How far a customer's interest goes."""

    NEW = "new", pgettext_lazy("intent", "New")
    CONTACTED = "contacted", pgettext_lazy("intent", "Contacted")
    INTERESTED = "interested", pgettext_lazy("intent", "Interested")
    NEGOTIATING = "negotiating", pgettext_lazy("intent", "Negotiating")
    CUSTOMER = "customer", pgettext_lazy("intent", "Customer")
    DORMANT = "dormant", pgettext_lazy("intent", "Dormant")
    LOST = "lost", pgettext_lazy("intent", "Lost")


_LISTED = models.Q(archived_at__isnull=True)


class Customer(Record):
    """A company or person. Without an owner it lies in the public pool.

    The `*_key` columns hold normalised values, by which duplicates are found and names sorted.
    """

    name = models.CharField(_("Name"), max_length=255)
    short_name = models.CharField(_("Short name"), max_length=100, blank=True)
    code = models.CharField(_("Code"), max_length=64, blank=True)
    is_person = models.BooleanField(_("Is a person"), default=False)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("Part of")
    )
    industry = models.CharField(_("Industry"), max_length=100, blank=True)
    employees = models.PositiveIntegerField(_("Employees"), null=True, blank=True)
    yearly_revenue = models.DecimalField(
        _("Yearly revenue"), max_digits=19, decimal_places=2, null=True, blank=True
    )
    founded = models.PositiveSmallIntegerField(_("Founded"), null=True, blank=True)
    region = models.CharField(_("Region"), max_length=100, blank=True)
    country = models.CharField(_("Country"), max_length=100, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    address = models.CharField(_("Address"), max_length=255, blank=True)
    website = models.CharField(_("Website"), max_length=255, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.CharField(_("E-mail"), max_length=254, blank=True)
    tax_id = models.CharField(_("Tax id"), max_length=40, blank=True)
    source = models.CharField(_("Source"), max_length=100, blank=True)
    tier = models.CharField(_("Tier"), max_length=1, choices=Tier, blank=True)
    intent = models.CharField(_("Intent"), max_length=12, choices=Intent, default=Intent.NEW)
    tags = TagsField(_("Tags"))
    note = models.TextField(_("Note"), blank=True)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("Owner"),
        db_index=False,  # the first column of customer_by_owner
    )

    name_key = models.CharField(max_length=255, editable=False)
    domain_key = models.CharField(max_length=255, editable=False, blank=True)
    phone_key = models.CharField(max_length=20, editable=False, blank=True)

    class Meta:
        verbose_name = _("Customer")
        verbose_name_plural = _("Customers")
        constraints = [
            models.UniqueConstraint(
                "code",
                condition=~models.Q(code=""),
                name="a_customer_code_belongs_to_one_customer",
                violation_error_message=_("Another customer has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="a_customer_is_not_part_of_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="customer_by_name", condition=_LISTED),
            # With archived_at, so that it answers the counts of a person's customers and of the pool alone.
            models.Index(fields=["owner", "archived_at", "name_key", "id"], name="customer_by_owner"),
            models.Index(fields=["updated_at", "id"], name="customer_by_change", condition=_LISTED),
            models.Index(fields=["domain_key"], name="customer_by_domain", condition=~models.Q(domain_key="")),
            models.Index(fields=["phone_key"], name="customer_by_phone", condition=~models.Q(phone_key="")),
            models.Index(fields=["tax_id"], name="customer_by_tax_id", condition=~models.Q(tax_id="")),
        ]

    def __str__(self) -> str:
        return self.name

    def set_keys(self) -> None:
        """Work out the normalised columns from the name, website or e-mail, and phone."""
        self.name_key = name_key(self.name)
        self.domain_key = domain_key(self.website) or domain_key(self.email)
        self.phone_key = phone_key(self.phone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)
