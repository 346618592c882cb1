"""Path converters."""

from django.urls import register_converter

from planloop.base.entity import Entity, entity


class EntityConverter:
    """The key of an entity, such as customers; any other word is no address of ours."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> Entity:
        """Return the entity; ValueError makes Django try the next address."""
        try:
            return entity(value)
        except KeyError:
            raise ValueError(value) from None

    def to_url(self, value: Entity | str) -> str:
        """Return the key."""
        return value if isinstance(value, str) else value.key


register_converter(EntityConverter, "entity")
