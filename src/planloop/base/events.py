"""Events: a lower package publishes, an upper one subscribes. Subscribers run once the change is committed."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

_subscribers: dict[str, list[Callable[..., None]]] = defaultdict(list)


def subscribe[F: Callable[..., None]](event: str) -> Callable[[F], F]:
    """Call the decorated function with the event's values after each commit that published it."""

    def register(subscriber: F) -> F:
        _subscribers[event].append(subscriber)
        return subscriber

    return register


def publish(event: str, **values: Any) -> None:
    """Tell the subscribers, once the transaction is committed; never when it is rolled back."""
    for subscriber in _subscribers[event]:
        transaction.on_commit(partial(subscriber, **values))
