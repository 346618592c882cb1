"""`planloop up`: one command starts all processes of an installation and keeps them running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from planloop.terms.errors import PlanloopError

STOP_SECONDS = 10
# A process that keeps dying is started again ever more slowly.
RESTART_SECONDS = (0.5, 1, 2, 5, 10, 30)
STEADY_SECONDS = 60


@dataclass
class Process:
    """One process of the installation, and how often it had to be started again."""

    name: str
    command: list[str]
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again: float = 0.0
    deaths: int = field(default=0)

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only us."""
        self.child = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 (our own command)
        self.started = time.monotonic()

    def tend(self, say: Callable[[str], None]) -> None:
        """Start the process again when it died."""
        now = time.monotonic()
        if self.child is not None:
            status = self.child.poll()
            if status is None:
                return
            self.deaths = self.deaths + 1 if now - self.started < STEADY_SECONDS else 1
            wait = RESTART_SECONDS[min(self.deaths, len(RESTART_SECONDS)) - 1]
            say(f"The {self.name} stopped (status {status}); starting it again in {wait} s.")
            self.child, self.start_again = None, now + wait
        elif now >= self.start_again:
            self.start()

    def stop(self) -> None:
        """Ask the process to end."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end; kill the whole group when it takes too long."""
        if self.child is None:
            return
        try:
            self.child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()


def processes(host: str, port: int) -> list[Process]:
    """Return the server and the workers; long tasks have their own worker, so that short ones never wait."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", os.environ.get("PLANLOOP_WORKERS", "1"), "--blocking-threads", "4", "--no-ws"]
    server += ["--respawn-failed-workers", "--log-level", "warning", "planloop.web.wsgi:application"]
    worker = [sys.executable, "-m", "planloop.web", "manage", "db_worker", "--queue-name"]
    return [
        Process("server", server),
        Process("worker for short tasks", [*worker, "fast"]),
        Process("worker for long tasks", [*worker, "long"]),
    ]


def require_free(host: str, port: int) -> None:
    """Make sure that the port can be had.

    Raises:
        PlanloopError: another program has it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PlanloopError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Perhaps planloop runs already; otherwise start it with --port {port + 1}."
            ) from error


def prepare_database() -> None:
    """Bring the tables up to date.

    Raises:
        PlanloopError: the database cannot be reached, or a newer planloop has used it.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        applied = executor.loader.applied_migrations or {}
        if any(_is_ours_and_gone(executor, app, name) for app, name in applied):
            raise PlanloopError(
                "This database was last used by a newer planloop. "
                "Install that version again, or restore a back-up."
            )
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
    except DatabaseError as error:
        raise PlanloopError(f"The database cannot be used: {str(error).strip()} Check DATABASE_URL.") from error
    finally:
        connection.close()


def _is_ours_and_gone(executor, app: str, name: str) -> bool:  # noqa: ANN001 (Django's executor has no types)
    return app in executor.loader.migrated_apps and (app, name) not in executor.loader.graph.nodes


def answers(url: str) -> bool:
    """Tell whether the server answers its health check."""
    try:
        with urllib.request.urlopen(f"{url}/health/", timeout=1) as response:  # noqa: S310 (our own http address)
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def run(*, host: str, port: int, say: Callable[[str], None]) -> None:
    """Prepare the database, start everything, say the address; stay until Ctrl-C or a signal ends it."""
    require_free(host, port)
    prepare_database()
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    parts = processes(host, port)
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 (compared)
    url = f"http://{shown}:{port}"
    said = False
    try:
        for part in parts:
            part.start()
        while not stopping:
            if not said and (said := answers(url)):
                say(f"planloop is running at {url} (Ctrl-C stops it)")
            for part in parts:
                part.tend(say)
            time.sleep(0.1 if not said else 0.5)
    finally:
        for part in parts:
            part.stop()
        until = time.monotonic() + STOP_SECONDS
        for part in parts:
            part.wait(until)
