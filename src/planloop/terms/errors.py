"""The failures a user can cause or meet; each carries a sentence that says what to do."""

from typing import Any


class PlanloopError(Exception):
    """An expected failure. `sentence` is shown to the user as it stands."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(PlanloopError):
    """The person sees the row but may not do this to it (403)."""


class Invalid(PlanloopError):
    """The values cannot be taken. `fields` maps field names to sentences (422)."""

    def __init__(self, sentence: object, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = fields or {}


class Stale(PlanloopError):
    """Somebody saved the row in the meantime (409). `current` is the row as it is now."""

    def __init__(self, sentence: object, current: Any) -> None:
        super().__init__(sentence)
        self.current = current
