"""What is in the repository is for everybody: no machine's paths, no registry's hosts, no dead links, all settings explained."""

import dataclasses
import re

import pytest

import config
from tests.support.tree import ROOT, at, texts

pytestmark = pytest.mark.static

# Written backwards, so that this file may name them.
HOSTS = [
    name[::-1] for name in ("gro.ipyp", "gro.detsohnohtyp", "gro.sjmpn.yrtsiger", "gro.naibed.bed", "ten.rncrnpn", "ipyp/tpo/")
]
PATHS = re.compile(r"(?<![\w.*-])/(?:work|root|home/[a-z]+|tmp/[a-z0-9]+|Users/[A-Za-z]+)/")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_no_registry_is_named():
    found = [f"{at(path)}: {host}" for path in texts() for host in HOSTS if host in path.read_text("utf-8", "replace")]
    assert found == []


def test_no_path_of_somebodys_machine_is_named():
    found = [f"{at(path)}: {match[0]}" for path in texts() for match in PATHS.finditer(path.read_text("utf-8", "replace"))]
    assert found == []


def test_the_locks_name_packages_and_hashes_only():
    locks = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]
    lines = [f"{at(path)}: {line.strip()}" for path in locks for line in path.read_text("utf-8").splitlines() if "://" in line]
    assert [line for line in lines if '"url"' not in line] == []
    unhashed = [at(path) for path in locks[:-1] if "--hash=sha256:" not in path.read_text("utf-8")]
    assert unhashed == []


def test_the_readme_explains_every_setting():
    readme = (ROOT / "README.md").read_text("utf-8")
    names = [config.PREFIX + item.name.upper() for item in dataclasses.fields(config.Settings)]
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_every_link_in_the_docs_leads_somewhere():
    pages = [path for path in texts() if path.suffix == ".md"]
    found = [
        f"{at(path)}: {match[1]}"
        for path in pages
        for match in LINK.finditer(path.read_text("utf-8"))
        if not (path.parent / match[1]).exists()
    ]
    assert found == []


def test_every_direct_dependency_is_explained():
    explained = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    listed = re.findall(
        r'^    "([A-Za-z0-9-]+)', (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.")[0], re.MULTILINE
    )
    assert [name for name in listed if f"`{name.lower()}`" not in explained] == []
