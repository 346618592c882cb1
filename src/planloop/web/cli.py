"""The planloop command. Exit status: 0 done, 1 done with rejected rows, 2 nothing done and why."""

import os
import sys
from typing import Any

import click

from planloop.terms.errors import PlanloopError


class Commands(click.Group):
    """Commands whose expected failures end with one sentence and status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from planloop.web.config import BadSetting

        try:
            return super().invoke(ctx)
        except (PlanloopError, BadSetting) as error:
            click.echo(f"planloop: {error}", err=True)
            sys.exit(2)


@click.group(cls=Commands)
@click.version_option(package_name="planloop")
def main() -> None:
    """Plan, run and improve sales and marketing in one closed loop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planloop.web.settings")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on."
)
def up(host: str, port: int) -> None:
    """Start planloop: database, server and workers."""
    setup()
    from planloop.web import supervisor

    supervisor.run(host=host, port=port, say=lambda line: click.echo(line, err=False))


@main.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["planloop", *arguments])


def setup() -> None:
    """Load Django and the apps."""
    import django

    django.setup()
