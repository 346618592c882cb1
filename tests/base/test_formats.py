"""Numbers, money and times in the four languages."""

import datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import timezone, translation

from planloop.base import formats
from planloop.terms.errors import Invalid

NBSP = "\u00a0"
NOON = datetime.datetime(2026, 6, 9, 12, 0, tzinfo=datetime.UTC)


def each_language(**expected):
    """Parametrise over languages: en=..., zh_hans=..., zh_hant=..., pl=..."""
    return pytest.mark.parametrize(
        ("language", "expected"), [(name.replace("_", "-"), value) for name, value in expected.items()]
    )


@each_language(en="1,234.5", zh_hans="1,234.5", zh_hant="1,234.5", pl=f"1{NBSP}234,5")
def test_number_has_the_languages_signs(language, expected):
    with translation.override(language):
        assert formats.number(Decimal("1234.50")) == expected
        assert formats.number(1234.5) == expected


def test_number_takes_the_decimals_asked_for():
    assert formats.number(Decimal("4.4"), 2) == "4.40"
    assert formats.number(Decimal("0.12345")) == "0.123"
    assert formats.number(1200000) == "1,200,000"


def test_minus_stands_first_and_never_before_zero():
    with formats.in_currency("USD"):
        assert formats.money(Decimal("-1234.56")) == "−$1,234.56"
    assert formats.number(-0.0001) == "0"
    assert formats.percent(Decimal("-0.021"), 1) == "−2.1%"


def test_nothing_is_an_en_dash():
    writers = (formats.money, formats.number, formats.percent, formats.day, formats.moment, formats.ago)
    assert [write(None) for write in writers] == ["–"] * 6


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [
        ("en", "USD", "$48,000"),
        ("en", "CNY", "¥48,000"),
        ("en", "PLN", f"PLN{NBSP}48,000"),
        ("zh-hans", "CNY", "¥48,000"),
        ("zh-hans", "USD", "US$48,000"),
        ("zh-hant", "TWD", "NT$48,000"),
        ("pl", "PLN", f"48{NBSP}000{NBSP}zł"),
        ("pl", "EUR", f"48{NBSP}000{NBSP}€"),
    ],
)
def test_money_of_the_company(language, currency, expected):
    with translation.override(language), formats.in_currency(currency):
        assert formats.money(48000) == expected


def test_money_shows_cents_only_where_there_are_some():
    with formats.in_currency("EUR"):
        assert [formats.money(Decimal(text)) for text in ("5.00", "5.50", "5.05")] == ["€5", "€5.50", "€5.05"]
        assert formats.money(Decimal("1234.5"), "JPY") == "¥1,234"


def test_foreign_currency_never_looks_like_the_companys():
    with formats.in_currency("CNY"):
        assert formats.money(5, "JPY") == f"JPY{NBSP}5"
    with formats.in_currency("EUR"):
        assert [formats.money(5, code) for code in ("JPY", "CNY")] == ["¥5", "CN¥5"]


def test_money_without_currency_takes_the_companys_from_the_database(company):
    company.currency = "PLN"
    company.save()
    with translation.override("pl"):
        assert formats.money(5) == f"5{NBSP}zł"


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [
        ("en", "CNY", "¥9,999 ¥10K ¥41K ¥358K ¥1.00M ¥4.80M ¥48.3M ¥1.50B"),
        ("zh-hans", "CNY", "¥9,999 ¥1万 ¥4.1万 ¥35.8万 ¥100万 ¥480万 ¥4,835万 ¥15亿"),
        ("zh-hant", "TWD", "NT$9,999 NT$1萬 NT$4.1萬 NT$35.8萬 NT$100萬 NT$480萬 NT$4,835萬 NT$15億"),
        (
            "pl",
            "PLN",
            "9_999_zł 10_tys._zł 41_tys._zł 358_tys._zł 1,00_mln_zł 4,80_mln_zł 48,3_mln_zł 1,50_mld_zł",
        ),
    ],
)
def test_short_money_has_three_digits_and_a_unit(language, currency, expected):
    amounts = [9999, 10000, 41000, 358200, 999950, 4800000, 48345678, 1500000000]
    with translation.override(language), formats.in_currency(currency):
        written = [formats.money(amount, short=True) for amount in amounts]
    assert written == [text.replace("_", NBSP) for text in expected.split()]


@each_language(en="12.3K", zh_hans="1.23万", zh_hant="1.23萬", pl=f"12,3{NBSP}tys.")
def test_short_number(language, expected):
    with translation.override(language):
        assert formats.number(12345, short=True) == expected


@each_language(en="18.4%", zh_hans="18.4%", zh_hant="18.4%", pl="18,4%")
def test_percent_of_a_fraction(language, expected):
    with translation.override(language):
        assert formats.percent(Decimal("0.184"), 1) == expected
        assert formats.percent(0.37) == "37%"


@each_language(en="9 June 2026", zh_hans="2026年6月9日", zh_hant="2026年6月9日", pl="9 czerwca 2026")
def test_day(language, expected):
    with translation.override(language):
        assert formats.day(datetime.date(2026, 6, 9)) == expected


@each_language(
    en="10 June 2026, 00:05",
    zh_hans="2026年6月10日 00:05",
    zh_hant="2026年6月10日 00:05",
    pl="10 czerwca 2026, 00:05",
)
def test_moment_and_day_are_those_of_the_time_zone(language, expected):
    late = datetime.datetime(2026, 6, 9, 16, 5, tzinfo=datetime.UTC)
    with translation.override(language), timezone.override("Asia/Shanghai"):
        assert formats.moment(late) == expected
        assert expected.startswith(formats.day(late))


@each_language(
    en=["Just now", "5 min ago", "2 h ago", "Yesterday", "5 June", "9 June 2025"],
    zh_hans=["刚刚", "5 分钟前", "2 小时前", "昨天", "6月5日", "2025年6月9日"],
    zh_hant=["剛剛", "5 分鐘前", "2 小時前", "昨天", "6月5日", "2025年6月9日"],
    pl=["Przed chwilą", "5 min temu", "2 godz. temu", "Wczoraj", "5 czerwca", "9 czerwca 2025"],
)
def test_ago_turns_from_minutes_to_dates(language, expected):
    ages = [
        datetime.timedelta(seconds=30),
        datetime.timedelta(minutes=5),
        datetime.timedelta(hours=2, minutes=50),
        datetime.timedelta(hours=20),
        datetime.timedelta(days=4),
        datetime.timedelta(days=365),
    ]
    with translation.override(language):
        assert [formats.ago(NOON - age, NOON) for age in ages] == expected


def test_ago_counts_hours_over_midnight_and_knows_tomorrow():
    midnight = datetime.datetime(2026, 6, 9, 0, 30, tzinfo=datetime.UTC)
    assert formats.ago(midnight - datetime.timedelta(hours=2), midnight) == "2 h ago"
    assert formats.ago(midnight - datetime.timedelta(hours=7), midnight) == "Yesterday"
    assert formats.ago(NOON + datetime.timedelta(days=1), NOON) == "10 June"


@each_language(en=("A, B", "A or B"), zh_hans=("A，B", "A或B"), zh_hant=("A，B", "A或B"), pl=("A, B", "A lub B"))
def test_words_in_a_row(language, expected):
    with translation.override(language):
        assert (formats.series(["A", "B"]), formats.either(["A", "B"])) == expected


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "pl"])
@pytest.mark.parametrize(
    "text",
    [
        "1234.5",
        "1 234,5",
        "1,234.5",
        f"1{NBSP}234,5",
        "1\u202f234.5",
        "1’234.5",
        "１，２３４．５",
        "1.234,5",
        " 1234,5 ",
    ],
)
def test_parse_reads_every_clear_way_in_every_language(language, text):
    with translation.override(language):
        assert formats.parse_number(text) == Decimal("1234.5")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "pl"])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("5,", "5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("12，5", "12.5"),
        ("１２。５", "12.5"),
    ],
)
def test_parse_reads(language, text, value):
    with translation.override(language):
        assert formats.parse_number(text) == Decimal(value)


@each_language(en="1234", zh_hans="1234", zh_hant="1234", pl="1.234")
def test_parse_takes_a_lone_comma_as_the_language_does(language, expected):
    with translation.override(language):
        assert formats.parse_number("1,234") == Decimal(expected)


def test_parse_refuses_what_could_be_a_thousand_times_more():
    with translation.override("en"):
        assert formats.parse_number("1.234") == Decimal("1.234")
    with translation.override("pl"), pytest.raises(Invalid) as refused:
        formats.parse_number("1.234")
    assert str(refused.value) == "„1.234” można odczytać na dwa sposoby. Wpisz 1234 albo 1,234."


@pytest.mark.parametrize(
    "text", ["", "abc", "12 34", "1,23,456", "1.5.2", "1,234.5.6", "1.234,567,8", "--5", "10²", "1e5", ",", "5 zł"]
)
def test_parse_refuses(text):
    with translation.override("en"), pytest.raises(Invalid) as refused:
        formats.parse_number(text)
    assert str(refused.value) == f"“{text}” is not a number. Write it like 1,234.5."


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "pl"])
@pytest.mark.parametrize("value", ["0", "7", "-12.5", "1234", "98765.432", "1234567.891"])
def test_what_is_written_can_be_read_again(language, value):
    with translation.override(language):
        assert formats.parse_number(formats.number(Decimal(value))) == Decimal(value)


def test_filters_write_in_templates_without_loading():
    template = engines["django"].from_string(
        "{{ amount|money }} {{ amount|money:'EUR' }} {{ amount|short_money }} {{ amount|short_number }} "
        "{{ rate|percent:1 }} {{ rate|number }} {{ at|day }} {{ at|moment }}"
    )
    values = {"amount": 48000, "rate": Decimal("0.184"), "at": NOON}
    with formats.in_currency("USD"):
        assert template.render(values) == "$48,000 €48,000 $48K 48K 18.4% 0.184 9 June 2026 9 June 2026, 12:00"
