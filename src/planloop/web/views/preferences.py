"""Language and theme."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from planloop.base.operations import people as operations
from planloop.web.middleware import CODES, LANGUAGE_COOKIE
from planloop.web.navigation import THEMES

_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language: with the person when signed in, in a cookie for the sign-in page."""
    code = request.POST.get("language", "")
    response = _back(request)
    if code in CODES:
        if request.user.is_authenticated:
            operations.settings(request.user, by=request.user, values={"language": code})
        _remember(response, LANGUAGE_COOKIE, code)
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the system has it."""
    response = _back(request)
    if (value := request.POST.get("theme", "")) in THEMES:
        _remember(response, "planloop_theme", value)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR, secure=settings.TLS, httponly=True, samesite="Lax")
