"""Template tags for the interface."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from django import forms, template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

UNDO = "undo:"


@register.simple_tag
def icon(name: str, style: str = "") -> SafeString:
    """Show an icon of the sprite; `style` is sm, lg or a class of the style sheet."""
    return (_icon.__wrapped__ if settings.DEBUG else _icon)(name, style)


@cache
def _icon(name: str, style: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"ic {style}".strip(),
        static("planloop/icons.svg"),
        name,
    )


@register.filter
def html_lang(code: str) -> str:
    """Return the language code as browsers expect it: zh-Hans for zh-hans."""
    language, _hyphen, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


@register.filter
def undo_url(message: Message) -> str:
    """Return the address that undoes what the message tells, if there is one."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> str:
    """Return the page of ours that led here, else the first one."""
    request = context["request"]
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return path if came_from.netloc == request.get_host() and path != request.get_full_path() else "/"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether the label stands beside the control instead of above it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Show the control of a form field in our style; Django adds aria-describedby and aria-invalid."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{'ck' if is_checkbox(field) else 'in w'} {own}".strip()})


@register.filter
def at(values: Mapping[str, object], key: str) -> object:
    """Return what a mapping has under a key, or nothing."""
    return values.get(key)
