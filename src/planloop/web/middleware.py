"""What happens around every request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from planloop.base import formats
from planloop.base.queries import people
from planloop.base.queries.company import company
from planloop.terms.errors import Invalid, Refused, Stale

type Next = Callable[[HttpRequest], HttpResponse]

CODES = {code for code, _name in settings.LANGUAGES}
LANGUAGE_COOKIE = "planloop_language"


def language(get_response: Next) -> Next:
    """Speak the person's language, else the cookie's, else the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
        code = chosen if chosen in CODES else translation.get_language_from_request(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def home(get_response: Next) -> Next:
    """Tell time and count money as the company does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.company = company()
        if request.company is None:
            return get_response(request)
        with timezone.override(request.company.time_zone), formats.in_currency(request.company.currency):
            return get_response(request)

    return middleware


def first_run(get_response: Next) -> Next:
    """Lead every page to the first one until there is an owner."""
    done = False

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal done
        if not done and not request.path.startswith(
            (settings.STATIC_URL, "/start/", "/language/", "/theme/", "/health/")
        ):
            done = people.has_owner()
            if not done:
                return redirect("start")
        return get_response(request)

    return middleware


class require_sign_in(LoginRequiredMiddleware):
    """Everything needs a sign-in. A fragment answers with a redirect of the page, never with a form inside it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(response.url)  # type: ignore[attr-defined]
        return response


class refusals:
    """Turn an operation's refusal that no form shows into a page with its sentence."""

    STATUS = {Refused: 403, Stale: 409, Invalid: 422}

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what was refused; leave other exceptions to Django."""
        status = self.STATUS.get(type(exception))
        if status is None:
            return None
        return render(request, "web/refused.html", {"sentence": str(exception)}, status=status)
