"""Two ways of writing the same name, address or number give the same key; different ones do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloop.terms.names import domain_key, name_key, phone_key, plain

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GTX Pro", "GTXPro"),
        ("Harbour Roasters Ltd", "harbour roasters"),
        ("Kawiarnia Pod Lipą sp. z o.o.", "KAWIARNIA POD LIPA"),
        ("上海谷雨餐饮管理有限公司", "上海谷雨餐饮管理"),
        ("台積電有限責任公司", "台積電"),
        ("鴻海集團公司", "鴻海"),
        ("Ａｃｍｅ　Ｉｎｃ．", "Acme, Inc"),
        ("Łódź Coffee S.A.", "lodz coffee"),
    ],
)
def test_same_name_has_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("GTX Pro", "GTX Plus"), ("Acme North", "Acme South"), ("上海谷雨", "上海春雨"), ("1", "2")]
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Co., Ltd.", "coltd"), ("有限公司", "有限公司"), ("!!!", "!!!"), ("SA", "sa"), ("Company", "company")],
)
def test_name_made_of_signs_or_legal_words_keeps_them(name, key):
    assert name_key(name) == key


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_has_an_empty_key(name):
    assert name_key(name) != ""


@given(st.text())
def test_plain_is_stable(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Example.com/shop?x=1", "example.com"),
        ("sales@example.com", "example.com"),
        ("https://medium.com/@acme.inc", "medium.com"),
        ("https://user:pass@example.com/", "example.com"),
        ("example.com:8080", "example.com"),
        ("someone@gmail.com", ""),
        ("someone@qq.com", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_domain_of_website_and_mail(address, key):
    assert domain_key(address) == key


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("+48 22 123 45 67", "221234567"),
        ("(022) 123-45-67", "221234567"),
        ("0086 21 5555 0199", "155550199"),
        ("１２３４５６", "123456"),
        ("12345", ""),
        ("ext.", ""),
    ],
)
def test_phone_key_is_the_end_of_the_number(phone, key):
    assert phone_key(phone) == key
