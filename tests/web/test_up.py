"""`planloop up`: what a person sees who starts it, twice, on a taken port, and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure  # starts planloop on a data folder of its own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def planloop(home, port, *options, **environment):
    """Start planloop and give the process and the line that says its address."""
    env = {**os.environ, "PLANLOOP_HOME": str(home), "DATABASE_URL": "", **environment}
    command = [sys.executable, "-m", "planloop.web", "up", "--port", str(port), *options]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process, process.stdout.readline()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(15)


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def test_first_start_serves_the_first_page_and_stops_with_all_its_processes(tmp_path):
    port = free_port()
    with planloop(tmp_path / "home", port) as (process, line):
        assert line == f"planloop is running at http://localhost:{port} (Ctrl-C stops it)\n"
        with urllib.request.urlopen(f"http://localhost:{port}/") as page:
            assert page.url == f"http://localhost:{port}/start/"
            assert page.status == 200
        started = children(process.pid)
        assert len(started) == 3
    assert process.returncode == 0
    time.sleep(0.2)
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert oct((tmp_path / "home" / "secret-key").stat().st_mode)[-3:] == "600"


def test_two_starts_at_the_same_moment_share_one_new_database(tmp_path):
    one, other = free_port(), free_port()
    with ThreadPoolExecutor() as pool:
        lines = list(pool.map(lambda port: started_and_stopped(tmp_path, port), (one, other)))
    assert lines == [
        f"planloop is running at http://localhost:{port} (Ctrl-C stops it)\n" for port in (one, other)
    ]


def started_and_stopped(home, port):
    with planloop(home, port) as (_process, line):
        return line


def test_start_is_announced_whatever_name_browsers_use(tmp_path):
    port = free_port()
    with planloop(tmp_path, port, PLANLOOP_HOSTS="crm.example.com", PLANLOOP_TLS="yes") as (_process, line):
        assert line == f"planloop is running at http://localhost:{port} (Ctrl-C stops it)\n"


def test_open_to_the_network_the_first_page_needs_the_printed_address(tmp_path):
    port = free_port()
    with planloop(tmp_path, port, "--host", "0.0.0.0") as (_process, line):  # noqa: S104 (what is tested)
        address = line.split()[4]
        assert address.startswith(f"http://localhost:{port}/start/?token=")
        with urllib.request.urlopen(address) as page:  # noqa: S310 (begins with http, as asserted)
            assert page.status == 200
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f"http://localhost:{port}/start/")
        assert refusal.value.code == 403


def test_closing_the_terminal_stops_everything(tmp_path):
    with planloop(tmp_path, free_port()) as (process, _line):
        started = children(process.pid)
        process.send_signal(signal.SIGHUP)
        assert process.wait(15) == 0
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot tell a process that its parent is gone")
def test_nothing_stays_when_planloop_is_killed(tmp_path):
    with planloop(tmp_path, free_port()) as (process, _line):
        started = children(process.pid)
        process.kill()
        process.wait(15)
        deadline = time.monotonic() + 15
        while (alive := [pid for pid in started if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert alive == []


def test_worker_that_dies_is_started_again(tmp_path):
    with planloop(tmp_path / "home", free_port()) as (process, _line):
        killed = max(children(process.pid))
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while len(alive := set(children(process.pid)) - {killed}) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(alive) == 3


def test_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = {**os.environ, "PLANLOOP_HOME": str(tmp_path), "DATABASE_URL": ""}
        command = [sys.executable, "-m", "planloop.web", "up", "--port", str(port)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"planloop: Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        f"Perhaps planloop runs already; otherwise start it with --port {port + 1}.\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "DATABASE_URL",
            "oracle://x",
            "DATABASE_URL begins with “oracle”. Use sqlite:///file or postgresql://user:password@host/name.",
        ),
        ("PLANLOOP_WORKERS", "many", "PLANLOOP_WORKERS is “many”; use a whole number."),
        (
            "DATABASE_URL",
            "postgresql://localhost:port/planloop",
            "The port in DATABASE_URL is not a number from 1 to 65535.",
        ),
        ("PLANLOOP_TLS", "maybe", "PLANLOOP_TLS is “maybe”; use yes or no."),
        (
            "PLANLOOP_HOME",
            "/proc/nothing",
            "The data folder /proc/nothing cannot be made (No such file or directory). "
            "Set PLANLOOP_HOME to another.",
        ),
    ],
)
def test_bad_setting_is_said_in_a_sentence(tmp_path, name, value, sentence):
    env = {**os.environ, "PLANLOOP_HOME": str(tmp_path), "DATABASE_URL": "", name: value}
    command = [sys.executable, "-m", "planloop.web", "up"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"planloop: {sentence}\n")


def test_database_of_a_newer_planloop_is_left_alone(tmp_path):
    import sqlite3

    port = free_port()
    with planloop(tmp_path, port):
        pass
    with sqlite3.connect(tmp_path / "planloop.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('crm', '9999_later', '2026-01-01')"
        )
    with planloop(tmp_path, port) as (process, line):
        assert line == ""
        assert process.stderr.read() == (
            "planloop: This database was last used by a newer planloop. "
            "Install that version again, or restore a back-up.\n"
        )
