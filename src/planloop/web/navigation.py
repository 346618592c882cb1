"""The menu: pages grouped by the phases of the loop. It shows only what is built and granted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planloop.base.entity import Text, entities
from planloop.base.models import Person
from planloop.base.templatetags.ui import html_lang

PHASES: tuple[tuple[str, Text], ...] = (
    ("plan", pgettext_lazy("phase", "Plan")),
    ("execute", pgettext_lazy("phase", "Execute")),
    ("review", pgettext_lazy("phase", "Review")),
    ("optimise", pgettext_lazy("phase", "Optimise")),
)
THEMES = ("light", "dark", "system")


@dataclass(frozen=True)
class Link:
    """One entry of the menu."""

    label: Text
    url: str
    icon: str
    current: bool
    in_tab_bar: bool = False
    """Whether a phone shows it at the foot of the screen."""


def links(person: Person, phase: str, path: str) -> Iterator[Link]:
    """Yield the entries of a phase that this person may open."""
    for entity in entities():
        if entity.phase == phase and person.scope.levels(entity.name, "view"):
            url = reverse("records", args=[entity.key])
            yield Link(entity.label_plural, url, entity.icon, path.startswith(url), in_tab_bar=True)


def settings_links(person: Person, path: str) -> Iterator[Link]:
    """Yield the entries at the foot of the menu."""
    if person.scope.levels("person", "view"):
        url = reverse("people")
        yield Link(_("People and teams"), url, icon="user-cog", current=path.startswith((url, "/teams/")))


def appearance(request: HttpRequest) -> dict[str, Any]:
    """Return the language and the theme of a page; asks no database, so that the page of a failure may use it."""
    code = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    theme = request.COOKIES.get("planloop_theme", "system")
    return {
        "html_lang": html_lang(code),
        "language_code": code,
        "theme": theme if theme in THEMES else "system",
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every page what its frame shows."""
    context = {
        **appearance(request),
        "languages": settings.LANGUAGES,
        "has_mail": settings.HAS_MAIL,
    }
    person = getattr(request, "user", None)
    if isinstance(person, Person):
        menu = [(key, label, list(links(person, key, request.path))) for key, label in PHASES]
        context["menu"] = [group for group in menu if group[2]]
        context["settings_menu"] = list(settings_links(person, request.path))
        context["company"] = getattr(request, "company", None)
    return context
