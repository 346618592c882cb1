"""How texts are cut for the search index, and what the words of a question ask of it."""

import pytest

from planloop.terms.tokens import LONGEST, MOST_TERMS, Term, cut, matches, parse

pytestmark = pytest.mark.pure


def finds(words: str, *texts: str, numbers: tuple[str, ...] = ()) -> bool:
    """Tell whether the words find a record with these texts."""
    return matches(parse(words), cut(texts, numbers))


def test_latin_text_is_cut_into_folded_words():
    assert cut(["Café Łódź"]) == ["cafe", "lodz", "cafelodz"]


def test_chinese_text_is_cut_into_pairs_and_the_last_character():
    assert cut(["上海谷雨"]) == ["上海", "海谷", "谷雨", "雨"]


def test_number_is_cut_into_digits_groups_national_part_and_reversed_end():
    assert cut([], ["+48 512 700 118"]) == ["48512700118", "48", "512", "700", "118", "512700118", "~811007215"]


def test_same_token_is_kept_once():
    assert cut(["Oslo", "oslo OSLO"]) == ["oslo"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("har", "Harbour Roasters"),
        ("roa har", "Harbour Roasters"),
        ("HARBOUR", "harbour"),
        ("zolw", "Żółw"),
        ("żółw", "Zolw"),
        ("strasse", "Hauptstraße Straße 9"),
        ("ｈａｒ", "Harbour"),
        ("谷雨", "上海谷雨咖啡有限公司"),
        ("海谷雨咖", "上海谷雨咖啡有限公司"),
        ("上", "上海"),
        ("海", "上海"),
        ("上海 coffee", "Coffee 上海"),
        ("上海abc", "上海谷雨 ABC"),
        ("カガミ", "ｶｶﾞﾐ"),
        ("ラー", "ラーメン"),
        ("한국", "한국무역"),
        ("obrien", "O'Brien & Sons"),
        ("o’br", "O'Brien & Sons"),
        ("brien", "O'Brien & Sons"),
        ("gtxpro", "GTX Pro, Ltd."),
        ("c-00", "C-0012"),
        ("c0012", "C-0012"),
        ("0012", "C-0012"),
        ("526-104", "526-10-40-828"),
        ("info@harbour.com", "info@harbour.com"),
        ("https://www.harbour.com", "harbour.com"),
        ("www", "WWW Design"),
        ("info@har", "info@harbour.com"),
        ("bp-coffee.pl", "https://www.bp-coffee.pl/shop"),
        ("☕", "☕ House"),
        ("h🙂", "🙂 House"),
    ],
)
def test_words_find(words, text):
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("arbour", "Harbour"),
        ("harbour oslo", "Harbour Roasters"),
        ("雨谷", "上海谷雨"),
        ("上雨", "上海谷雨"),
        ("", "Harbour"),
        ("   ", "Harbour"),
        ("!!! -- '\" * () AND", "Harbour"),
        ("\x00\ud800", "Harbour"),
        ("~harb", "~ bourh"),
    ],
)
def test_words_do_not_find(words, text):
    assert not finds(words, text)


@pytest.mark.parametrize("number", ["+86 138 0013 8000", "0086 13800138000", "+8613800138000"])
@pytest.mark.parametrize(
    "words",
    [
        "8000",
        "38000",
        "138 0013 8000",
        "13800138000",
        "+86 138-0013-8000",
        "8613800138000",
        "138001",
        "(138) 0013 8000",
    ],
)
def test_number_is_found_from_start_national_part_and_end(words, number):
    assert finds(words, "上海谷雨", numbers=(number,))


@pytest.mark.parametrize("words", ["000", "0013800", "13800138001", "139 0013 8000", "80001"])
def test_other_numbers_are_not_found(words):
    assert not finds(words, "上海谷雨", numbers=("+8613800138000",))


def test_number_without_country_code_is_found_by_one_with_it():
    assert finds("+48 512 700 118", numbers=("512700118",))


def test_tail_needs_four_digits():
    assert list(parse("118")) == [((Term("118", begins=True),),)]
    assert parse("0118")[0] == ((Term("0118", begins=True),), (Term("~8110", begins=True),))


def test_number_and_word_must_both_match():
    assert finds("谷雨 138 0013 8000", "上海谷雨", numbers=("+8613800138000",))
    assert not finds("云栖 138 0013 8000", "上海谷雨", numbers=("+8613800138000",))


def test_date_finds_the_parts_that_it_is_written_in():
    assert finds("2024-10-01", "Order of 2024 10 01")


def test_digits_of_other_scripts_are_digits_of_a_number():
    assert finds("١٢٣٤", numbers=("5551234",))


def test_start_of_web_address_is_left_out():
    assert cut(["WWW Design", "https://www.harbour.com", "www.b.pl"])[:5] == [
        "www",
        "design",
        "harbour",
        "com",
        "b",
    ]
    assert parse("https://www.harbour.com") == parse("harbour.com") == (((Term("harbour"), Term("com")),),)


def test_parts_of_an_address_are_complete_but_the_last():
    assert parse("info@harbour.c") == (((Term("info"), Term("harbour"), Term("c", begins=True)),),)
    assert parse("sp.z.o.o") == (((Term("sp"), Term("z"), Term("o")),),)
    assert parse("com") == (((Term("com", begins=True),),),)


def test_question_has_a_limit_of_terms():
    question = parse(" ".join(f"w{number}" for number in range(100)))
    assert sum(len(way) for ways in question for way in ways) == MOST_TERMS
    assert len(parse("字" * 500)[0][0]) == 1
    assert len(parse("".join(map(chr, range(0x4E00, 0x4F00))))[0][0]) == MOST_TERMS


def test_long_word_is_cut_alike_in_index_and_question():
    word = "a" * 100
    assert {len(token) for token in cut([word])} == {LONGEST, 100 - LONGEST}
    assert finds(word, word)
    assert finds("a" * 80, word)


def test_every_character_is_cut_without_error_into_tokens_of_one_word():
    """A token holds no space, quote, backslash or half character, so that every index takes it."""
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        for token in cut([text, "x"], [text]):
            token.encode()
            assert token
            assert not set(token) & set(" \n\t\0'\"\\")
        parse(text)
