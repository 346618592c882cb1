"""Files, functions and templates stay within the sizes of the house style."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE, FUNCTION, VIEW, TEMPLATE = 400, 60, 25, 200

pytestmark = pytest.mark.pure


def python_files() -> list[Path]:
    return [path for folder in ("src", "tests", "scripts", "bench") for path in (ROOT / folder).rglob("*.py")]


def test_python_files_stay_under_the_limit():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    assert {path: size for path, size in sizes.items() if size > FILE and "/migrations/" not in path} == {}


def test_functions_stay_under_the_limit():
    long = {}
    for path in python_files():
        if "migrations" in path.parts:
            continue
        limit = VIEW if "views" in path.parts else FUNCTION
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = node.end_lineno - node.lineno + 1
                if size > limit:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = size
    assert long == {}


def test_templates_stay_under_the_limit():
    templates = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "src").rglob("*.html")}
    assert {str(path): size for path, size in templates.items() if size > TEMPLATE} == {}


def test_each_app_uses_the_words_of_the_house():
    forbidden = {"utils.py", "helpers.py", "services.py", "common.py"}
    assert [path for path in python_files() if path.name in forbidden] == []
