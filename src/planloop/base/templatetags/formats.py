"""Filters that write numbers, money and times in the person's language."""

from django import template

from planloop.base import formats

register = template.Library()

register.filter("money", formats.money)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("ago", formats.ago)


@register.filter
def short_money(amount: formats.Numeric | None, currency: str = "") -> str:
    """Write an amount for a summary: ¥4.80M, ¥480万, 4,80 mln zł."""
    return formats.money(amount, currency, short=True)


@register.filter
def short_number(value: formats.Numeric | None) -> str:
    """Write a number for a summary: 12.3K, 1.23万, 12,3 tys."""
    return formats.number(value, short=True)
