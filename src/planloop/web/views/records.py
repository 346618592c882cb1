"""The generic pages: list, record, form, bin; each entity's data says how they look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planloop.base.entity import Entity
from planloop.base.operations import records as operations
from planloop.base.policy import policy_of
from planloop.base.queries import history
from planloop.base.queries import records as queries
from planloop.base.record_form import form_for
from planloop.terms.errors import Invalid, Stale


def records(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Show the list: one page of the rows that match the address."""
    listing = queries.parse(entity, request.GET)
    context = {
        "entity": entity,
        "listing": listing,
        "page": queries.page(entity, request.user.scope, listing),
        "may_create": policy_of(entity.model).may(request.user.scope, "create"),
    }
    fragment = "#rows" if request.htmx.target == "rows" else ""
    return render(request, f"web/records.html{fragment}", context)


def record(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Show one record with its history."""
    row = _row(request, entity, pk)
    policy, scope = policy_of(entity.model), request.user.scope
    context = {
        "entity": entity,
        "row": row,
        "may_edit": policy.may(scope, "edit", row),
        "may_archive": policy.may(scope, "archive", row),
        "history": history.of(row, scope),
    }
    return render(request, "web/record.html", context)


def new(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Show the empty form; create the record from it."""
    policy_of(entity.model).require(request.user.scope, "create")
    form = form_for(entity, person=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.create(entity.model, by=request.user, values=form.values)
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("“%(row)s” added.") % {"row": row})
            return redirect("record", entity, row.pk)
    context = {"entity": entity, "form": form, "back": reverse("records", args=[entity.key])}
    return render(request, "web/record_form.html", context, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, entity: Entity, pk: int) -> HttpResponse:
    """Show the form with the record's values; save them unless somebody else did in the meantime."""
    row = _row(request, entity, pk)
    policy_of(entity.model).require(request.user.scope, "edit", row)
    form = form_for(entity, person=request.user, row=row, data=request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit(row, by=request.user, values=form.changed_values, expected_version=form.version)
            return redirect("record", entity, row.pk)
        except Invalid as error:
            form.take(error)
        except Stale as error:
            form.show_conflict(error.current)
            status = 409
    context = {"entity": entity, "row": row, "form": form, "back": reverse("record", args=[entity.key, pk])}
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


def _row(request: HttpRequest, entity: Entity, pk: int):  # noqa: ANN202 (a record of the entity's model)
    rows = entity.model._default_manager.for_user(request.user.scope)
    return get_object_or_404(rows.select_related(*entity.related), pk=pk)
