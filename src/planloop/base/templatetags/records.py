"""Template tags that show the values of a record, one function per kind of field."""

from collections.abc import Callable
from html import escape
from typing import Any
from zlib import crc32

from django import template
from django.db.models import Model
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from planloop.base import formats
from planloop.base.entity import NUMERIC, Entity, Field, Kind, entity_of
from planloop.base.queries.records import Listing, told
from planloop.base.record_facts import EMPTY
from planloop.base.templatetags.ui import icon
from planloop.terms import names

register = template.Library()


@register.simple_tag
def shown(row: Model, field: Field) -> SafeString | str:
    """Show a field of a record, or what its emptiness means."""
    value = getattr(row, field.name)
    if value in EMPTY:
        return _nothing(field)
    return _SHOWN.get(field.kind, _text)(value, row, field)


@register.simple_tag
def row_cells(rows: list[Model], entity: Entity, home: str) -> SafeString:
    """Show the rows of a list.

    Written in Python, since a list has hundreds of cells; a cell that comes again is not made again.
    """
    columns = [
        (field, entity.model._meta.get_field(field.name).attname, f'<td role="cell" class="k-{field.kind}">')
        for field in [*entity.listed][1:]
    ]
    call, phone = _("Call %(name)s"), icon("phone")
    kept: dict[tuple[str, Any], str] = {}
    lines = []
    for row in rows:
        name, second = escape(str(row)), escape(entity.subtitle_of(row))
        lines.append(_NAME.format(home, row.pk, escape(monogram(row)), name, second))
        for field, column, cell in columns:
            key = (column, row.__dict__[column])
            if key not in kept:
                kept[key] = f"{cell}{conditional_escape(_in_list(row, field))}</td>"
            lines.append(kept[key])
        if entity.phone and (number := reach_url(row, entity.phone)):
            lines.append(_CALL.format(escape(number), call % {"name": name}, phone))
        lines.append("</tr>")
    return mark_safe("".join(lines))  # noqa: S308 (each value was escaped)


def _in_list(row: Model, field: Field) -> SafeString | str:
    tags = getattr(row, field.name) if field.kind is Kind.TAGS else ()
    return _few_tags(tags) if tags else shown(row, field)


_TAGS_IN_A_ROW = 2
_NAME = (
    '<tr role="row"><td role="cell" class="k-name"><span class="row">'
    '<span class="mono" aria-hidden="true">{2}</span>'
    '<span class="trunc"><a href="{0}{1}/">{3}</a> <span class="xs mut">{4}</span></span></span></td>'
)
_CALL = (
    '<td role="cell" class="k-call hide-d">'
    '<a class="btn" data-variant="outline" data-size="icon" href="{0}" aria-label="{1}">{2}</a></td>'
)


@register.filter
def is_numeric(field: Field) -> bool:
    """Tell whether the values line up at the right."""
    return field.kind in NUMERIC


@register.filter
def monogram(row: Model) -> str:
    """Return one or two letters for a record: its initials or, in Chinese, the sign after the city."""
    name, entity = str(row), entity_of(type(row))
    for part in entity.subtitle if entity else ():
        name = name.removeprefix(getattr(row, part) or "") or name
    return names.monogram(name)


@register.filter
def count(number: int) -> str:
    """Write a count that may have stopped at its limit."""
    return told(number)


@register.filter
def sorting(listing: Listing, field: Field) -> str:
    """Return the value of aria-sort for the head of a column."""
    if listing.order.removeprefix("-") != field.name:
        return "none"
    return "descending" if listing.order.startswith("-") else "ascending"


@register.filter
def sorted_by(listing: Listing, field: Field) -> Listing:
    """Return the listing that a click on the head of a column asks for."""
    return listing.sorted_by(field.name)


@register.filter
def subtitle(row: Model, entity: Entity) -> str:
    """Return the short second line of a record."""
    return entity.subtitle_of(row)


def _nothing(field: Field) -> SafeString:
    if field.kind is Kind.PERSON and field.empty:
        return format_html('<span class="row mut">{}{}</span>', icon("users", "sm"), field.empty)
    return format_html(
        '<span class="mut{}">{}</span>', "" if field.empty else " nothing", field.empty or formats.NOTHING
    )


def _text(value: Any, _row: Model, _field: Field) -> SafeString | str:
    return str(value)


def _long_text(value: str, _row: Model, _field: Field) -> SafeString:
    return mark_safe(linebreaks(value, autoescape=True))  # noqa: S308 (escaped by linebreaks)


def _choice(value: str, row: Model, field: Field) -> SafeString:
    label = getattr(row, f"get_{field.name}_display")()
    return format_html('<span class="chip s-{}">{}</span>', field.styles.get(value, "neutral"), label)


def _tier(value: str, row: Model, field: Field) -> SafeString:
    label = getattr(row, f"get_{field.name}_display")()
    return format_html('<span class="tier {0}" title="{1}">{0}</span>', value, label)


def _tags(value: tuple[str, ...], _row: Model, _field: Field) -> SafeString:
    return _tag_line(value, "")


def _few_tags(value: tuple[str, ...]) -> SafeString:
    """Show the first tags; the number of the others tells them all when pointed at."""
    more = len(value) - _TAGS_IN_A_ROW
    rest = format_html('<span class="tag" title="{}">+{}</span>', ", ".join(value), more) if more > 0 else ""
    return _tag_line(value[:_TAGS_IN_A_ROW], rest)


def _tag_line(tags: tuple[str, ...], rest: str) -> SafeString:
    shades = format_html_join(
        "", '<span class="tag t{}">{}</span>', ((crc32(tag.encode()) % 5, tag) for tag in tags)
    )
    return format_html('<span class="row g1 tags">{}{}</span>', shades, rest)


def _person(value: Any, _row: Model, _field: Field) -> SafeString:
    return format_html(
        '<span class="row"><span class="av {}" aria-hidden="true">{}</span><span class="trunc">{}</span></span>',
        value.avatar,
        value.initials,
        value.name,
    )


def _number(value: Any, _row: Model, _field: Field) -> str:
    return formats.number(value)


def _money(value: Any, _row: Model, _field: Field) -> str:
    return formats.money(value)


def _day(value: Any, _row: Model, _field: Field) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day(value))


def _moment(value: Any, _row: Model, _field: Field) -> SafeString:
    local = timezone.localtime(value)
    written, told_ago = f"{local:%Y-%m-%d %H:%M}", escape(formats.ago(value))
    return mark_safe(f'<time class="mut" datetime="{local.isoformat()}" title="{written}">{told_ago}</time>')  # noqa: S308


@register.filter
def reach_url(row: Model, field: Field) -> str:
    """Return the address that calls the number or writes to the e-mail of a record; empty without one."""
    value = getattr(row, field.name)
    if not value:
        return ""
    if field.kind is Kind.PHONE:
        return "tel:" + "".join(char for char in value if char.isdecimal() or char == "+")
    return f"mailto:{value}"


def _reach(value: str, row: Model, field: Field) -> SafeString:
    return format_html('<a href="{}">{}</a>', reach_url(row, field), value)


def _url(value: str, _row: Model, _field: Field) -> SafeString:
    """Link a web address; one that names no web protocol is taken for a host, so that no script can run."""
    href = value if value.startswith(("https://", "http://")) else f"https://{value}"
    return format_html('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', href, value)


_SHOWN: dict[Kind, Callable[[Any, Model, Field], SafeString | str]] = {
    Kind.LONG_TEXT: _long_text,
    Kind.CHOICE: _choice,
    Kind.TIER: _tier,
    Kind.TAGS: _tags,
    Kind.PERSON: _person,
    Kind.INTEGER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.PHONE: _reach,
    Kind.EMAIL: _reach,
    Kind.URL: _url,
}
