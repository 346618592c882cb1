"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from planloop.web.navigation import appearance


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not allowed, where no operation said why."""
    sentence = _("Your role does not allow this. Ask the owner of this planloop to change your role.")
    return render(request, "web/refused.html", {"sentence": str(exception) or sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here, or nothing for this person."""
    return render(request, "web/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that planloop failed and that nothing was saved halfway, without asking what may have failed."""
    return HttpResponseServerError(loader.render_to_string("web/server_error.html", appearance(request)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old to be sent."""
    return render(request, "web/form_expired.html", status=403)
