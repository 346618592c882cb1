"""Every address of planloop."""

from django.urls import include, path

from planloop.web import converters  # noqa: F401 (registration)
from planloop.web.views import errors, home, palette, preferences, records

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("health/", home.health, name="health"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("search/", palette.search, name="search"),
    path("", include("planloop.web.account_urls")),
    path("", include("planloop.web.people_urls")),
    path("<entity:entity>/", records.records, name="records"),
    path("<entity:entity>/filters/", records.filters, name="record_filters"),
    path("<entity:entity>/new/", records.new, name="record_new"),
    path("<entity:entity>/<int:pk>/", records.record, name="record"),
    path("<entity:entity>/<int:pk>/edit/", records.edit, name="record_edit"),
    path("<entity:entity>/<int:pk>/archive/", records.archive, name="record_archive"),
    path("<entity:entity>/<int:pk>/restore/", records.restore, name="record_restore"),
]

handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.server_error
