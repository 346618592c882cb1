"""Search everywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from planloop.terms.tokens import LONGEST_QUESTION
from planloop.web import palette


@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words find: to the palette its options, without scripts a page of links and buttons."""
    text = request.GET.get("q", "")[:LONGEST_QUESTION]
    template = "web/palette_options.html" if request.htmx else "web/palette_page.html"
    return render(request, template, {"text": text, "groups": palette.groups(request, text)})
