"""`planloop up`: one command starts all processes of an installation and keeps them running."""

import ctypes
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from planloop.terms.errors import PlanloopError
from planloop.web import config, upgrade

LOOPBACK = ("127.0.0.1", "::1", "localhost")
STOP_SECONDS = 10
_PR_SET_PDEATHSIG = 1
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
        end_with_us = _end_with_parent if sys.platform == "linux" else None
        self.child = subprocess.Popen(  # noqa: S603 (our own command)
            self.command,
            start_new_session=True,
            preexec_fn=end_with_us,  # noqa: PLW1509 (we have no threads)
        )
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


def _end_with_parent() -> None:
    """Have Linux end this process when the one that started it is gone, even when that was killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def processes(host: str, port: int) -> list[Process]:
    """Return the server and the workers; long tasks have their own worker, so that short ones never wait."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", str(config.count("PLANLOOP_WORKERS") or 1), "--blocking-threads", "4", "--no-ws"]
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


def answers(host: str, port: int) -> bool:
    """Tell whether the server answers its health check, asked under a name and a way that it takes."""
    from django.conf import settings

    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared)
    name = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    headers = {"Host": name.removeprefix("."), "X-Forwarded-Proto": "https" if settings.TLS else "http"}
    connection = http.client.HTTPConnection(asked, port, timeout=1)
    try:
        connection.request("GET", "/health/", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address(host: str, port: int) -> str:
    """Return the address to open; before there is an owner, one that strangers on the network cannot guess."""
    from planloop.base.queries.people import has_owner

    shown = "localhost" if host in (*LOOPBACK, "0.0.0.0", "::") else host  # noqa: S104 (compared)
    url = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    if host in LOOPBACK or has_owner():
        return url
    token = os.environ.setdefault("PLANLOOP_START_TOKEN", secrets.token_urlsafe(16))
    return f"{url}/start/?token={token}"


def run(*, host: str, port: int, say: Callable[[str], None]) -> None:
    """Prepare the database, start everything, say the address; stay until Ctrl-C or a signal ends it."""
    require_free(host, port)
    upgrade.prepare_database()
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    url, parts = address(host, port), processes(host, port)
    said = False
    try:
        for part in parts:
            part.start()
        while not stopping:
            if not said and (said := answers(host, port)):
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
