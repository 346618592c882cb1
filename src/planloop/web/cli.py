"""The planloop command."""

import os

import click


@click.group()
@click.version_option(package_name="planloop")
def main() -> None:
    """Plan, run and improve sales and marketing in one closed loop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planloop.web.settings")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["planloop", *arguments])
