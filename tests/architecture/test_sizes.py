"""Small enough to be read: functions, files, parameters, views."""

import ast

import pytest

from tests.support.tree import ROOT, at, code, functions, named

pytestmark = pytest.mark.static

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_VIEW = 12
MOST_PARAMETERS = 5
ROUTES = frozenset({"get", "post", "route", "put", "patch", "delete"})


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(first: ast.stmt, last: ast.stmt | None = None) -> int:
    end = (last or first).end_lineno
    return end - first.lineno + 1 if end else 0


def _is_view(function: Function) -> bool:
    called = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr in ROUTES for each in called)


def _parameters(function: Function) -> int:
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def test_no_function_is_longer_than_a_page():
    # A migration is a list of columns; cutting it into pieces would help nobody.
    read = [path for path in code() if ROOT / "migrations" / "versions" not in path.parents]
    found = [f"{at(path, each.lineno)} {each.name}: {_lines(each)}" for path in read for each in functions(path)]
    assert [line for line in found if int(line.rpartition(" ")[2]) > LONGEST_FUNCTION] == []


def test_no_file_is_longer_than_a_chapter():
    counted = {at(path): len(path.read_text("utf-8").splitlines()) for path in code()}
    assert {name: lines for name, lines in counted.items() if lines > LONGEST_FILE} == {}


def test_no_function_asks_for_too_much():
    found = [
        f"{at(path, each.lineno)} {each.name}"
        for path in code("portal")
        for each in functions(path)
        if _parameters(each) > MOST_PARAMETERS
    ]
    assert found == []


def test_a_view_only_translates():
    found = []
    for path in named("views"):
        for each in [function for function in functions(path) if _is_view(function)]:
            body = each.body[1:] if ast.get_docstring(each) else each.body
            if body and _lines(body[0], body[-1]) > LONGEST_VIEW:
                found.append(f"{at(path, each.lineno)} {each.name}: {_lines(body[0], body[-1])}")
    assert found == []
