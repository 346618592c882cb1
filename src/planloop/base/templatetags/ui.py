"""Template tags for the interface."""

from django import template

register = template.Library()
