"""Addresses of the built front end: names with a content hash, so that browsers keep them for ever."""

import json
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

from planloop import base

MANIFEST = Path(base.__file__).parent / "static" / "planloop" / "manifest.json"


class BuiltAssets(StaticFilesStorage):
    """Maps planloop/app.css to planloop/app.<hash>.css by the manifest that the build wrote."""

    @cached_property
    def names(self) -> dict[str, str]:
        """Read the manifest once; FileNotFoundError says that the front end was never built."""
        return json.loads(MANIFEST.read_text(encoding="utf-8"))

    def url(self, name: str | None) -> str:
        """Return the address of a static file."""
        if settings.DEBUG:
            self.__dict__.pop("names", None)
        return super().url(self.names.get(name, name) if name else name)
