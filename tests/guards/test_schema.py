"""What holds for every table and every model."""

import pytest
from sqlalchemy import PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import RelationshipProperty

from project.models import Base

pytestmark = pytest.mark.unit

TABLES = list(Base.metadata.sorted_tables)
# Relationships may say more than "raise" nowhere: a forgotten load is a failing page.
RELATIONSHIPS: list[RelationshipProperty[object]] = [
    relationship for mapper in Base.registry.mappers for relationship in mapper.relationships
]
# A definition is never deleted under a workout, a category not under an exercise.
KEPT = {"exercise.exercise_definition_id", "exercise_categories.category_id"}


def test_nothing_is_loaded_by_looking_at_it() -> None:
    assert {str(each) for each in RELATIONSHIPS if each.lazy != "raise"} == set()


def test_every_foreign_key_has_an_index_that_begins_with_it() -> None:
    bare = []
    for table in TABLES:
        firsts = {next(iter(index.columns)).name for index in table.indexes}
        firsts |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint)
            and constraint.columns
        }
        bare += [
            f"{table.name}.{key.parent.name}"
            for key in table.foreign_keys
            if key.parent.name not in firsts
        ]
    assert bare == []


def test_every_foreign_key_says_what_happens_when_its_row_goes() -> None:
    silent = {
        f"{table.name}.{key.parent.name}"
        for table in TABLES
        for key in table.foreign_keys
        if key.ondelete is None
    }
    assert silent == KEPT


def test_every_short_text_has_a_length() -> None:
    endless = {
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Text)
        and column.type.length is None
    }
    assert endless == set()


def test_every_table_is_made_alike_on_mariadb_and_never_gives_an_id_twice_on_sqlite() -> None:
    for table in TABLES:
        options = {name: table.kwargs.get(f"mysql_{name}") for name in ("engine", "collate")}
        assert options == {"engine": "InnoDB", "collate": "utf8mb4_bin"}, table.name
        assert "id" not in table.columns or table.dialect_options["sqlite"]["autoincrement"]
