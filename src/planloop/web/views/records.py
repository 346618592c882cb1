"""The generic pages: list, record, form, bin; each entity's data says how they look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from planloop.base import record_facts
from planloop.base.entity import Entity
from planloop.base.operations import records as operations
from planloop.base.policy import policy_of
from planloop.base.queries import facets, history
from planloop.base.queries import records as queries
from planloop.base.record_form import RecordForm
from planloop.terms.errors import Invalid, Stale
from planloop.web import palette


@vary_on_headers("HX-Request")
def records(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Show the list: one page of the rows that match. Typing into the search box updates a part of it."""
    scope, listing = request.user.scope, queries.parse(entity, request.GET)
    part = request.htmx.target == "rows"
    tabs = [] if part else list(queries.tabs(entity, scope, listing))
    count = next((tab.count for tab in tabs if tab.current and not listing.search), None)
    page = queries.page(entity, scope, listing, known_count=count)
    context = {
        "entity": entity,
        "home": reverse("records", args=[entity]),
        "listing": listing,
        "tabs": tabs,
        "facts": "" if part else entity.facts({tab.view.key: tab.count for tab in tabs}),
        "page": page,
        "is_empty": not (page.rows or listing.narrowed or listing.bin),
        "chips": list(facets.chips(entity, scope, listing)),
        "orders": list(facets.orders(entity, listing)),
        "may_create": policy_of(entity.model).may(scope, "create"),
        "may_archive": policy_of(entity.model).may(scope, "archive"),
    }
    return render(request, f"web/records.html{'#update' if part else ''}", context)


@vary_on_headers("HX-Request")
def filters(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Show the filters of the list: in its menu, or without scripts as a page."""
    listing = queries.parse(entity, request.GET)
    context = {"entity": entity, "listing": listing, "facets": facets.facets(entity, request.user.scope, listing)}
    return render(request, f"web/filters.html{'#form' if request.htmx else ''}", context)


def record(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Show one record with its history."""
    row = _row(request, entity, pk)
    palette.remember(request, entity, pk)
    policy, scope = policy_of(entity.model), request.user.scope
    before = request.GET.get("before", "")
    context = {
        "entity": entity,
        "row": row,
        "cards": record_facts.cards(entity, row),
        "badges": record_facts.badges(entity, row),
        "texts": record_facts.texts(entity, row),
        "reach": record_facts.reach(entity, row),
        "may_edit": row.archived_at is None and policy.may(scope, "edit", row),
        "may_archive": policy.may(scope, "archive", row),
        "history": history.of(row, scope, before=int(before) if before.isdecimal() and len(before) < 19 else None),
    }
    return render(request, "web/record.html", context)


def new(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Show the empty form; create the record from it, once even when it is sent twice."""
    policy_of(entity.model).require(request.user.scope, "create")
    form = RecordForm(entity, request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.create(entity.model, by=request.user, values=form.values, once=form.once)
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("“%(row)s” added.") % {"row": row})
            return _go(request, "record", entity, row.pk)
    context = {"entity": entity, "form": form, "back": reverse("records", args=[entity])}
    return render(request, "web/record_form.html", context, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Show the form with the record's values; save them unless somebody else did in the meantime."""
    row = _row(request, entity, pk)
    policy_of(entity.model).require(request.user.scope, "edit", row)
    form = RecordForm(entity, request.user, row, data=request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.edit(row, by=request.user, values=form.changed_values, expected_version=form.version)
            messages.success(request, _("“%(row)s” saved.") % {"row": row})
            return _go(request, "record", entity, row.pk)
        except Invalid as error:
            form.take(error)
        except Stale as error:
            form.show_conflict(error.current)
            status = 409
    context = {"entity": entity, "row": row, "form": form, "back": reverse("record", args=[entity, pk])}
    return render(request, "web/record_form.html", context, status=status)


@require_POST
def archive(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Put the record into the bin; the toast offers to undo it."""
    row = operations.archive(_row(request, entity, pk), by=request.user)
    undo = reverse("record_restore", args=[entity.key, pk])
    messages.success(request, _("“%(row)s” is in the bin.") % {"row": row}, extra_tags=f"undo:{undo}")
    return redirect("records", entity)


@require_POST
def restore(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Take the record out of the bin."""
    operations.restore(_row(request, entity, pk), by=request.user)
    return redirect("record", entity, pk)


def _go(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    """Lead to a page of its own, also from a form that a script sent."""
    url = reverse(name, args=arguments)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _row(request: HttpRequest, entity: Entity, pk: int):  # noqa: ANN202 (a record of the entity's model)
    rows = entity.model._default_manager.for_user(request.user.scope)
    return get_object_or_404(rows.select_related(*entity.related), pk=pk)
