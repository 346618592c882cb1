"""Home, the first page of a new installation, and the health check."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from planloop.base.entity import entities
from planloop.base.operations import company as operations
from planloop.base.queries import people as queries
from planloop.terms.errors import Invalid
from planloop.web.accounts import sign_in
from planloop.web.forms import StartForm


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page that this person may open, until Home has its own figures."""
    for entity in entities():
        if request.user.scope.levels(entity.name, "view"):
            return redirect("records", entity)
    return redirect("account")


@login_not_required
@sensitive_post_parameters("password")
@sensitive_variables("form")
def start(request: HttpRequest) -> HttpResponse:
    """Make the company and its owner. Once there is an owner this page is gone.

    Where strangers may reach it, only the address with the token answers; the form keeps that address.
    """
    if queries.has_owner():
        return redirect("home")
    if settings.START_TOKEN and not constant_time_compare(request.GET.get("token", ""), settings.START_TOKEN):
        return render(request, "web/start_closed.html", status=403)
    form = StartForm(request.POST or None)
    if form.is_valid():
        try:
            return sign_in(request, operations.found(**form.cleaned_data))
        except Invalid as error:
            form.take(error)
    return render(request, "web/start.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Answer whether the server and its database work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
