"""Time the pages on 100,000 customers, each beside a floor in the same run: `python bench/pages.py [rows]`.

The floor of a page is its rows read by plain SQL on the same connection. Times are the server's own,
without the network: median and 95th percentile of 200 requests.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 200


def measure(call: Callable[[int], object]) -> tuple[float, float]:
    """Return median and 95th percentile in ms of ROUNDS calls, after ten to warm up."""
    for number in range(10):
        call(number)
    times = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def fill(rows: int) -> None:
    """Make the company, its owner, ten reps and the customers."""
    from planloop.base.models import Company, Person
    from planloop.crm.models import Customer

    Company.objects.create(name="Bench", currency="EUR")
    Person.objects.create_user("owner@example.com", None, name="Owner", role="owner")
    reps = [Person.objects.create_user(f"rep{n}@example.com", None, name=f"Rep {n}") for n in range(10)]
    cities = ("Gdańsk", "上海", "Bergen", "台北", "Manchester", "Łódź", "杭州", "Oslo")
    customers = []
    for number in range(rows):
        city = cities[number % 8]
        row = Customer(name=f"{city} Coffee {number * 7919 % rows}", city=city, tier="ABC"[number % 3])
        row.owner = None if number % 5 == 0 else reps[number % 10]
        row.set_keys()
        customers.append(row)
    Customer.objects.bulk_create(customers, batch_size=5000)


def pages(rows: int) -> None:
    """Print a line per page."""
    from django.db import connection
    from django.test import Client

    from planloop.base.models import Person

    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(email="owner@example.com"))

    def get(address: str) -> object:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer

    def sql(text: str) -> object:
        with connection.cursor() as cursor:
            return cursor.execute(text).fetchall()

    top = "SELECT c.*, p.name FROM crm_customer c LEFT JOIN base_person p ON p.id = c.owner_id"
    top += " WHERE c.archived_at IS NULL"
    deep = re.search(r"after=([\w-]+)", client.get("/customers/").content.decode())[1]
    lines: list[tuple[str, Callable[[int], object], Callable[[int], object]]] = [
        (
            "customers, first page",
            lambda _n: get("/customers/"),
            lambda _n: sql(f"{top} ORDER BY name_key LIMIT 51"),
        ),
        (
            "customers, next page",
            lambda _n: get(f"/customers/?after={deep}"),
            lambda _n: sql(f"{top} AND name_key > 'g' ORDER BY name_key LIMIT 51"),
        ),
        (
            "customers of one owner",
            lambda n: get(f"/customers/?owner={n % 10 + 2}"),
            lambda n: sql(f"{top} AND owner_id = {n % 10 + 2} ORDER BY name_key LIMIT 51"),
        ),
        (
            "customer record",
            lambda n: get(f"/customers/{n * 37 % rows + 1}/"),
            lambda n: sql(f"{top} AND c.id = {n * 37 % rows + 1}"),
        ),
    ]
    for name, page, floor in lines:
        (median, p95), (floor_median, _p95) = measure(page), measure(floor)
        against = f"floor {floor_median:6.2f} ms   x{median / floor_median:5.1f}"
        print(f"{name:28} {median:7.1f} / {p95:6.1f} ms   {against}")


def server(home: Path) -> None:
    """Print how long the server takes to answer first, and its memory after 100 pages."""
    env = {**os.environ, "PLANLOOP_HOME": str(home), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", "8765", "--no-ws"]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--log-level", "error", "planloop.web.wsgi:application"], env=env)
    try:
        from planloop.web.supervisor import answers

        while not answers("127.0.0.1", 8765):
            time.sleep(0.01)
        print(f"{'server, cold start':28} {time.perf_counter() - start:7.2f} s")
        for _round in range(100):
            answers("127.0.0.1", 8765)
        tree = [process.pid, *map(int, subprocess.check_output(["pgrep", "-P", str(process.pid)]).split())]
        kib = sum(
            int(line.split()[1])
            for pid in tree
            for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
            if line.startswith("VmRSS")
        )
        print(f"{'server, memory':28} {kib / 1024:7.0f} MB")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Run everything in a data folder of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="planloop-bench-") as folder:
        os.environ.update(PLANLOOP_HOME=folder, DATABASE_URL="", DJANGO_SETTINGS_MODULE="planloop.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill(rows)
        print(f"{rows:,} customers; median / 95th percentile")
        pages(rows)
        server(Path(folder))


if __name__ == "__main__":
    main()
