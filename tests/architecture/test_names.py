"""Names say what a thing is for."""

import ast

import pytest

from tests.support.tree import ROOT, at, code, files, imports, parsed

pytestmark = pytest.mark.static

SAYS_NOTHING = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "managers", "handler", "handlers", "misc", "base_views", "views2"}
)


def test_no_module_has_a_name_that_says_nothing():
    found = [at(path) for path in code() if {path.stem, *path.relative_to(ROOT).parts[:-1]} & SAYS_NOTHING]
    assert found == []


def test_a_package_says_what_it_is_for_and_holds_no_code():
    # portal/cli is the program's front door: the script `portal` enters there.
    packages = [path for path in code("portal") if path.name == "__init__.py" and path.parent.name != "cli"]
    found = [at(path) for path in packages if not ast.get_docstring(parsed(path)) or len(parsed(path).body) != 1]
    assert found == []


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in code("portal")}
    assert [at(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_tables_py_knows_every_table():
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in code("portal") if path.stem == "models"}
    assert modules - imports(ROOT / "portal" / "tables.py") == set()


def test_the_tests_mirror_the_features():
    features = {path.relative_to(ROOT).parts[1] for path in code("portal") if len(path.relative_to(ROOT).parts) > 2}
    folders = {path.relative_to(ROOT).parts[1] for path in files() if path.match("tests/*/test_*.py")}
    assert features - folders == set()
