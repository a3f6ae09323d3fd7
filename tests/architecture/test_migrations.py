"""From empty to head and back, one line of revisions, and the tables the models mean."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import portal.tables  # noqa: F401 - every table is known after this
from portal.db import migrate
from portal.db.base import Base


def test_revisions_stand_in_one_line():
    script = ScriptDirectory(str(migrate.MIGRATIONS))
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    revisions = list(script.walk_revisions())
    assert [each.revision for each in revisions if each.is_branch_point or each.is_merge_point] == []
    assert [each.revision for each in reversed(revisions)] == sorted(each.revision for each in revisions)


def test_up_down_and_up_again(empty_db_url):
    for step in (migrate.upgrade, lambda url: migrate.downgrade(url, "base"), migrate.upgrade):
        step(empty_db_url)
    engine = migrate.make_engine(empty_db_url)
    try:
        assert migrate.is_current(engine)
        assert set(Base.metadata.tables) - set(inspect(engine).get_table_names()) == set()
    finally:
        engine.dispose()


def test_the_way_down_leaves_nothing(empty_db_url):
    migrate.upgrade(empty_db_url)
    migrate.downgrade(empty_db_url, "base")
    engine = migrate.make_engine(empty_db_url)
    try:
        assert set(inspect(engine).get_table_names()) - {"alembic_version"} == set()
    finally:
        engine.dispose()


def test_the_migrations_make_what_the_models_mean(db_url):
    engine = migrate.make_engine(db_url)
    try:
        with engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        assert differences == []
    finally:
        engine.dispose()
