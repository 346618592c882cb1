"""What the palette offers: records, actions and pages, of those that this person may see and do."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from planloop.base.entity import Entity, entities
from planloop.base.models import Invitation
from planloop.base.policy import policy_of
from planloop.base.queries import search
from planloop.base.templatetags.ui import html_lang
from planloop.terms import tokens
from planloop.web.navigation import PHASES, links, settings_links

MOST_RECORDS = 5
MOST_RECENT = 8
_RECENT = "recent_records"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to open or do. What has `values` is posted, anything else is a link."""

    label: str
    url: str
    hint: str = ""
    icon: str = ""
    record: Any = None
    """The record it opens, whose monogram stands in place of an icon."""
    values: Mapping[str, str] = field(default_factory=dict)
    lang: str = ""
    """The language of the label when it is not the page's."""
    words: str = ""
    """More words to find it by."""


@dataclass(frozen=True)
class Group:
    """Options under one heading."""

    label: str
    options: list[Option]


def groups(request: HttpRequest, text: str) -> list[Group]:
    """Return what the text finds; without one, what was opened last, and the pages."""
    if not text.strip():
        found = [Group(_("Opened last"), list(recent(request))), Group(_("Pages"), list(pages(request)))]
    else:
        question = tokens.parse(text)
        found = [
            *records(request, text),
            Group(_("Actions"), list(_matching(lambda: actions(request), question))),
            Group(_("Pages"), list(_matching(lambda: pages(request), question))),
        ]
    return [group for group in found if group.options]


def records(request: HttpRequest, text: str) -> Iterator[Group]:
    """Yield the best matches of each kind of record; when there may be more, with a way to the list of all."""
    scope = request.user.scope
    for kind in entities():
        if not scope.levels(kind.name, "view"):
            continue
        options = [_option(kind, row) for row in search.best(kind, scope, text, most=MOST_RECORDS)]
        if len(options) == MOST_RECORDS:
            label = _("All matches in “%(list)s”") % {"list": kind.label_plural}
            url = f"{reverse('records', args=[kind.key])}?{urlencode({'q': text})}"
            options.append(Option(label=label, url=url, icon="list-filter"))
        yield Group(str(kind.label_plural), options)


def actions(request: HttpRequest) -> Iterator[Option]:
    """Yield what this person may do from anywhere."""
    scope = request.user.scope
    for kind in entities():
        if policy_of(kind.model).may(scope, "create"):
            yield Option(label=str(kind.new_label), url=reverse("record_new", args=[kind.key]), icon="plus")
    if policy_of(Invitation).may(scope, "create"):
        yield Option(label=_("Invite somebody"), url=reverse("invite"), icon="user-plus")
    yield from _appearances(request)
    yield from _languages(request)
    yield Option(label=_("Sign out"), url=reverse("account_logout"), icon="log-out", values={"next": "/"})


def pages(request: HttpRequest) -> Iterator[Option]:
    """Yield the pages of the menu and of one's own settings."""
    phases = [link for phase, _label in PHASES for link in links(request.user, phase, "")]
    for link in (*phases, *settings_links(request.user, "")):
        yield Option(label=str(link.label), url=link.url, icon=link.icon)
    yield Option(label=_("My account"), url=reverse("account"), icon="circle-user")


def recent(request: HttpRequest) -> Iterator[Option]:
    """Yield the records that this person opened last, newest first, as far as they may still be seen."""
    known = {kind.key for kind in entities()}
    keys = [(key, pk) for key, pk in request.session.get(_RECENT, ()) if key in known]
    for kind, row in search.seen(request.user.scope, keys):
        yield _option(kind, row)


def remember(request: HttpRequest, kind: Entity, pk: int) -> None:
    """Put a record at the head of those opened last."""
    before = request.session.get(_RECENT, [])
    after = [[kind.key, pk], *(key for key in before if key != [kind.key, pk])][:MOST_RECENT]
    # The session is written only when the order changes, so that reading a record again costs no write.
    if after != before:
        request.session[_RECENT] = after


def _option(kind: Entity, row: Any) -> Option:
    url = reverse("record", args=[kind.key, row.pk])
    return Option(label=str(row), hint=kind.subtitle_of(row), url=url, record=row)


def _appearances(request: HttpRequest) -> Iterator[Option]:
    """Yield the appearances other than the present one."""
    current = request.COOKIES.get("planloop_theme", "system")
    choices = (
        ("light", _("Use the light appearance"), "sun"),
        ("dark", _("Use the dark appearance"), "moon"),
        ("system", _("Use the appearance of the system"), "monitor"),
    )
    for theme, label, icon in choices:
        if theme != current:
            values = {"theme": theme, "next": _here(request)}
            yield Option(label=label, url=reverse("theme"), icon=icon, values=values)


def _languages(request: HttpRequest) -> Iterator[Option]:
    """Yield the languages other than the present one, each under its own name."""
    for code, name in settings.LANGUAGES:
        if code != request.LANGUAGE_CODE:
            yield Option(
                label=name,
                hint=_("Language"),
                url=reverse("language"),
                icon="globe",
                values={"language": code, "next": _here(request)},
                lang=html_lang(code),
                words=str(translation.get_language_info(code)["name_translated"]),
            )


def _matching(make: Callable[[], Iterable[Option]], question: tokens.Question) -> Iterator[Option]:
    """Yield the options that the words find, in the person's language or in English."""
    own = list(make())
    with translation.override("en"):
        english = list(make())
    for option, same in zip(own, english, strict=True):
        texts = [option.label, option.hint, option.words, same.label, same.hint, same.words]
        if tokens.matches(question, tokens.cut(texts)):
            yield option


def _here(request: HttpRequest) -> str:
    """Return the address of the page that the palette lies over."""
    return request.htmx.current_url_abs_path or request.get_full_path()
