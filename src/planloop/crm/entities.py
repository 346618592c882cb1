"""What the generic pages need to know about the CRM's models."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from planloop.base.entity import Entity, Field, Kind, View, register
from planloop.base.queries.records import told
from planloop.crm.models import Customer, Intent

_WHO = _("Company")
_REACH = _("Contact details")
_SALES = _("Sales")
_INTENTS = {
    Intent.CONTACTED: "info",
    Intent.INTERESTED: "info",
    Intent.NEGOTIATING: "warn",
    Intent.CUSTOMER: "ok",
    Intent.LOST: "bad",
}


def _facts(counts: Mapping[str, int]) -> str:
    """Tell how many customers there are and how many of them are one's own."""
    return ngettext(
        "%(all)s customer, %(mine)s of them yours.", "%(all)s customers, %(mine)s of them yours.", counts["all"]
    ) % {"all": told(counts["all"]), "mine": told(counts["mine"])}


register(
    Entity(
        key="customers",
        name="customer",
        model=Customer,
        label=_("Customer"),
        label_plural=_("Customers"),
        icon="users",
        phase="execute",
        order=20,
        related=("owner",),
        subtitle=("city", "industry"),
        facts=_facts,
        number=1,
        search_text=("name", "short_name", "code", "city", "email", "website", "tax_id"),
        search_digits=("phone",),
        search_names="name_key",
        new_label=_("New customer"),
        empty_title=_("Your customers will be here"),
        empty_text=_("Each with owner, tier and history. Everything else in planloop refers to them."),
        views=(
            View(key="all", label=_("All customers"), query=""),
            View(key="mine", label=_("My customers"), query="owner=me"),
            View(key="pool", label=_("Public pool"), query="owner=none"),
        ),
        fields=(
            Field(name="name", label=_("Name"), listed=True, sort_by="name_key", group=_WHO),
            Field(name="short_name", label=_("Short name"), group=_WHO),
            Field(name="code", label=_("Code"), group=_WHO, help=_("Your own number for this customer.")),
            Field(name="tier", label=_("Tier"), kind=Kind.TIER, listed=True, filtered=True, group=_SALES),
            Field(name="tags", label=_("Tags"), kind=Kind.TAGS, listed=True, filtered=True, group=_SALES),
            Field(
                name="intent",
                label=_("Intent"),
                kind=Kind.CHOICE,
                listed=True,
                filtered=True,
                group=_SALES,
                styles=_INTENTS,
            ),
            Field(
                name="owner",
                label=_("Owner"),
                kind=Kind.PERSON,
                listed=True,
                filtered=True,
                group=_SALES,
                empty=_("Public pool"),
            ),
            Field(name="source", label=_("Source"), group=_SALES),
            Field(name="industry", label=_("Industry"), group=_WHO),
            Field(name="employees", label=_("Employees"), kind=Kind.INTEGER, group=_WHO),
            Field(name="yearly_revenue", label=_("Yearly revenue"), kind=Kind.MONEY, group=_WHO),
            Field(name="founded", label=_("Founded"), kind=Kind.YEAR, group=_WHO),
            Field(name="tax_id", label=_("Tax id"), group=_WHO),
            Field(name="phone", label=_("Phone"), kind=Kind.PHONE, group=_REACH),
            Field(name="email", label=_("E-mail"), kind=Kind.EMAIL, group=_REACH),
            Field(name="website", label=_("Website"), kind=Kind.URL, group=_REACH),
            Field(name="address", label=_("Address"), group=_REACH),
            Field(name="postal_code", label=_("Postal code"), group=_REACH),
            Field(name="city", label=_("City"), group=_REACH),
            Field(name="region", label=_("Region"), group=_REACH),
            Field(name="country", label=_("Country"), group=_REACH),
            Field(name="note", label=_("Note"), kind=Kind.LONG_TEXT, group=_SALES),
            Field(name="updated_at", label=_("Changed"), kind=Kind.MOMENT, listed=True, sort_by="updated_at"),
        ),
    )
)
