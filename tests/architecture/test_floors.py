"""Who may import whom, and what each kind of file may do."""

import ast
import sys

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.support.tree import ROOT, at, code, imports, named, parsed

pytestmark = pytest.mark.static

PURE = {"portal.kernel", "dateutil", "__future__", *sys.stdlib_module_names}
# delivery asks anew for each letter; health and sessions stand where requests come in, as views do.
MAY_ASK_THE_CLOCK = {"views", "jobs", "cli", "delivery", "health", "sessions"}


def test_a_floor_imports_only_from_floors_below(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_settings_know_nothing_of_the_portal():
    assert [name for name in imports(ROOT / "config.py") if name.startswith("portal")] == []


def test_rules_are_pure():
    own = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1]) for path in named("rules")}
    found = [
        f"{at(path)} imports {name}"
        for path, package in own.items()
        for name in imports(path)
        if not name.startswith((f"{package}.", "portal.")) and name.split(".", maxsplit=1)[0] not in PURE
    ]
    assert found == []


def test_rules_import_no_tables_and_no_pages():
    unfit = ("models", "actions", "queries", "views", "forms", "policy", "jobs", "mail")
    found = [
        f"{at(path)} imports {name}" for path in named("rules") for name in imports(path) if set(name.split(".")) & set(unfit)
    ]
    assert found == []


def test_views_leave_the_database_to_queries_and_actions():
    unfit = ("sqlalchemy", "portal.db.base", "portal.db.unit", "flask_sqlalchemy")
    found = [f"{at(path)} imports {name}" for path in named("views") for name in imports(path) if name.startswith(unfit)]
    assert found == []


def test_only_the_database_floor_commits():
    found = [
        at(path, node.lineno)
        for path in code("portal")
        if path.parts[-2] != "db"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert found == []


def test_only_views_jobs_and_commands_ask_the_clock():
    found = [
        at(path, node.lineno)
        for path in code("portal")
        if path.stem not in MAY_ASK_THE_CLOCK and not {"demo", "cli"} & set(path.parts)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "now"
        and isinstance(node.value, ast.Name)
        and node.value.id == "clock"
    ]
    assert found == []


def test_one_file_knows_the_headers_of_htmx():
    found = [
        at(path, node.lineno)
        for path in code("portal")
        if path.name != "htmx.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower().startswith("hx-")
    ]
    assert found == []
