"""Time search on 100,000 and 1,000,000 customers: `python bench/search.py [rows ...]`.

Each kind of question is asked by the owner, who sees all customers, and by a rep who owns one in two
thousand and sees no pool. Times are of whole requests inside the server, median and 95th percentile in
ms, beside a floor in the same run: the same words looked for by LIKE '%...%' in plain SQL.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 60
FLOOR_ROUNDS = 10  # it is slow
CITIES = ["上海", "北京", "广州", "深圳", "杭州", "成都", "南京", "武汉", "西安", "苏州"]
TOWNS = ["Warszawa", "Kraków", "Łódź", "Gdańsk", "London", "Paris", "Berlin", "Boston", "Seattle", "Madrid"]
SIGNS = "安百宝北博昌成创达大德东方飞丰富光广国海汉浩恒宏华辉汇佳嘉健江金锦晶景聚"
TRADES = ["贸易", "科技", "咖啡", "酒店", "餐饮", "食品", "电子", "物流", "医疗", "教育"]
FIRST = [
    "Harbour",
    "North",
    "Blue",
    "Silver",
    "Golden",
    "Green",
    "River",
    "Stone",
    "Iron",
    "Maple",
    "Cedar",
    "Summit",
    "Prime",
    "Nova",
    "Delta",
    "Orion",
]
SECOND = [
    "Roasters",
    "Bakery",
    "Foods",
    "Systems",
    "Logistics",
    "Media",
    "Labs",
    "Partners",
    "Trading",
    "Hotels",
    "Clinic",
    "Motors",
    "Energy",
]
FORMS = ("Ltd", "Inc", "GmbH", "sp. z o.o.")


def values(number: int, dice: random.Random) -> dict[str, str]:
    """Make up a customer: every second one Chinese."""
    code, tax_id = f"C-{number:07}", f"{dice.randrange(10**10):010}"
    if number % 2:
        city, short = dice.choice(CITIES), "".join(dice.choices(SIGNS, k=dice.choice((2, 3, 4))))
        name = f"{city}{short}{dice.choice(TRADES)}有限公司"
        phone = f"+86 1{dice.randrange(30, 99)} {dice.randrange(10000):04} {dice.randrange(10000):04}"
        domain = f"k{number}.cn"
    else:
        city = dice.choice(TOWNS)
        short = "".join(dice.choices("aeioubcdfgklmnprst", k=dice.randrange(4, 9))).title()
        name = f"{short} {dice.choice(FIRST)} {dice.choice(SECOND)} {dice.choice(FORMS)}"
        phone = f"+48 {dice.randrange(500, 900)} {dice.randrange(1000):03} {dice.randrange(1000):03}"
        domain = f"{short.lower()}.com"
    return {
        "name": name,
        "short_name": short,
        "code": code,
        "city": city,
        "email": f"info@{domain}",
        "website": f"https://www.{domain}",
        "tax_id": tax_id,
        "phone": phone,
    }


def fill(rows: int) -> None:
    """Make the company, its people and customers, and index these; prints how quickly that went."""
    from django.db import transaction

    from planloop.base import search
    from planloop.base.entity import entity
    from planloop.base.models import Company, Person
    from planloop.crm.models import Customer

    Company.objects.create(name="Bench")
    Person.objects.create_user("owner@example.com", None, name="Owner", role="owner")
    rep = Person.objects.create_user("rep@example.com", None, name="Rep", role="rep")
    other = Person.objects.create_user("other@example.com", None, name="Other", role="rep")
    dice, indexed = random.Random(7), 0.0
    for start in range(0, rows, 20_000):
        made = [Customer(**values(number, dice)) for number in range(start, min(start + 20_000, rows))]
        for row in made:
            row.set_keys()
            row.owner = rep if dice.random() < 0.0005 else other
        with transaction.atomic():
            Customer.objects.bulk_create(made, batch_size=5000)
            clock = time.perf_counter()
            search.index_rows(entity("customers"), made)
            indexed += time.perf_counter() - clock
    print(f"{rows:,} customers, indexed at {rows / indexed:,.0f} rows/s")


def measure(call: Callable[[int], Any], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return median and 95th percentile in ms of so many calls, after three to warm up."""
    times = []
    for number in range(-3, rounds):
        start = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[3:]), statistics.quantiles(times[3:], n=20)[-1]


def questions(rows: int) -> dict[str, list[str]]:
    """Make up a list of questions of each kind that find something."""
    from planloop.crm.models import Customer

    dice = random.Random(11)
    asked = Customer.objects.filter(pk__in=dice.sample(range(1, rows), 200))
    chinese = [row for row in asked if row.city in CITIES]
    latin = [row for row in asked if row.city in TOWNS]
    return {
        "two signs of a name": [row.short_name[:2] for row in chinese],
        "a Chinese city": CITIES,
        "beginning of a name": [row.short_name[:4] for row in latin],
        "a frequent word": [word[:5] for word in FIRST],
        "two words": [f"{row.short_name[:4]} {row.name.split()[1]}" for row in latin],
        "whole name": [row.name for row in asked],
        "last four digits": [row.phone[-4:] for row in chinese],
        "nothing like it": [f"zzq{number}" for number in range(20)],
    }


def like(text: str) -> None:
    """Look for a page of names or numbers that contain the text, in order; frequent words end it early."""
    from django.db import connection

    with connection.cursor() as cursor:
        pattern = f"%{text}%"
        cursor.execute(
            "SELECT id, name FROM crm_customer WHERE archived_at IS NULL AND (name LIKE %s OR phone LIKE %s) "
            "ORDER BY name_key LIMIT 50",
            [pattern, pattern],
        )
        cursor.fetchall()


def run(rows: int) -> None:
    """Print a line per kind of question, asker and page."""
    from django.test import Client

    from planloop.base.models import Person

    print(f"{'':22} {'':6} {'Ctrl-K ms':>16} {'list ms':>16} {'LIKE ms':>16} {'Ctrl-K/LIKE':>12}")
    for who in ("owner", "rep"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(Person.objects.get(email=f"{who}@example.com"))
        for kind, texts in questions(rows).items():

            def get(address: str, number: int, texts: list[str] = texts, client: Client = client) -> None:
                answer = client.get(
                    address, {"q": texts[number % len(texts)]}, headers={"HX-Request": "true", "HX-Target": "rows"}
                )
                assert answer.status_code == 200, answer

            palette = measure(lambda number: get("/search/", number))
            listed = measure(lambda number: get("/customers/", number))
            floor = measure(lambda number, texts=texts: like(texts[number % len(texts)]), FLOOR_ROUNDS)
            times = " ".join(f"{median:7.1f} /{tail:7.1f}" for median, tail in (palette, listed, floor))
            print(f"{kind:22} {who:6} {times} {palette[0] / floor[0]:12.2f}")


def main() -> None:
    """Measure in a data folder of its own for each size."""
    if "BENCH_ROWS" not in os.environ:
        for rows in sys.argv[1:] or ("100000", "1000000"):
            with tempfile.TemporaryDirectory(prefix="planloop-bench-") as home:
                env = {**os.environ, "PLANLOOP_HOME": home, "DATABASE_URL": "", "BENCH_ROWS": rows}
                subprocess.run([sys.executable, __file__], env=env, check=True)
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "planloop.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows = int(os.environ["BENCH_ROWS"])
    fill(rows)
    size = sum(path.stat().st_size for path in Path(os.environ["PLANLOOP_HOME"]).glob("*.sqlite3*"))
    print(f"the database takes {size / 1e6:,.0f} MB")
    run(rows)


if __name__ == "__main__":
    main()
