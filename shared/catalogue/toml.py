"""Catalogue files come in, frozen entries go out; decimals stay exact."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import CatalogueError

EntryT = TypeVar("EntryT", bound=BaseModel)


def read_entries(path: Path, table: str, kind: type[EntryT]) -> list[EntryT]:
    """The `[[table]]` entries of one TOML file as `kind`, in the order of the file.

    Raises CatalogueError that names file, entry and field when the file cannot be read or an entry is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    if unknown := sorted(set(data) - {table}):
        raise CatalogueError(f"{path.name}: unknown table {', '.join(unknown)}; only [[{table}]] belongs here")
    return [_entry(path, table, n, item, kind) for n, item in enumerate(data.get(table, []), 1)]


def _entry(path: Path, table: str, n: int, item: dict[str, object], kind: type[EntryT]) -> EntryT:
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise CatalogueError(f"{path.name}: [[{table}]] {n} ({item.get('id', 'no id')}): {wrong}") from error
