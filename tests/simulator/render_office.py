"""The page as a Word document, and its figures as a workbook: the same bytes for the same page."""

import io
import zipfile
from datetime import UTC, datetime
from random import Random

import docx
import xlsxwriter

from tests.simulator.figures import Fig, Run
from tests.simulator.page import Block
from tests.simulator.render_text import line

_THEN = (2020, 1, 1, 0, 0, 0)


def word(blocks: list[Block], rng: Random) -> bytes:
    """A .docx with headings or bold lines, tables in place, and numbers cut into several runs."""
    document = docx.Document()
    headings = rng.random() < 0.5
    tear = rng.choice([0, 0, 0.2])
    for block in blocks:
        if block.kind == "table":
            _word_table(document, block)
        elif block.kind in {"title", "h1", "h2", "h3"} and headings:
            document.add_heading(line(block.runs), {"title": 0, "h1": 1, "h2": 2, "h3": 3}[block.kind])
        else:
            paragraph = document.add_paragraph()
            for text in _torn(block.runs, rng, tear):
                paragraph.add_run(text).bold = block.kind != "p"
    properties = document.core_properties
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    document.save(buffer)
    return _dated(buffer.getvalue())


def _torn(runs: list[Run], rng: Random, tear: float) -> list[str]:
    """The pieces of a line as a word processor keeps them."""
    pieces: list[str] = []
    for run in runs:
        raw = run if isinstance(run, str) else run.raw
        if isinstance(run, Fig) and len(raw) > 2 and rng.random() < tear:
            cut = rng.randint(1, len(raw) - 1)
            pieces += [raw[:cut], raw[cut:]]
        elif pieces and not tear:
            pieces[-1] += raw
        else:
            pieces.append(raw)
    return pieces


def _word_table(document: object, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))  # type: ignore[attr-defined]
    for cells in block.rows:
        for cell, runs in zip(table.add_row().cells, cells, strict=True):
            cell.text = line(runs)
    for (row, column), count in block.spans.items():
        if count > 1:
            text = line(block.rows[row][column])
            table.cell(row, column).merge(table.cell(row + count - 1, column)).text = text


def _dated(content: bytes) -> bytes:
    """The same archive with one fixed date, since a zip file notes when it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _THEN), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sheet(blocks: list[Block], rng: Random) -> bytes:
    """A .xlsx: a line a row as text, tables as cells, numbers as numbers where a table's head has the unit."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
        page = book.add_worksheet(rng.choice(["Sheet1", "年度报告", "数据"]))
        bold = book.add_format({"bold": True})
        row = 0
        for block in blocks:
            if block.kind == "table":
                row = _cells(book, page, block, row)
                continue
            page.write_string(row, 0, line(block.runs), *([bold] if block.kind != "p" else []))
            row += 1
    return buffer.getvalue()


def _cells(book: xlsxwriter.Workbook, page: object, block: Block, row: int) -> int:
    """A table from this row on; the row below it."""
    for (top, column), count in block.spans.items():
        if count > 1:
            name = line(block.rows[top][column])
            page.merge_range(row + top, column, row + top + count - 1, column, name)  # type: ignore[attr-defined]
    for index, runs_of_row in enumerate(block.rows):
        for column, runs in enumerate(runs_of_row):
            if block.covered(index, column) or block.spans.get((index, column), 1) > 1:
                continue
            fig = runs[0] if len(runs) == 1 and isinstance(runs[0], Fig) else None
            if fig and fig.bare and not fig.damaged:
                pattern = ("#,##0" if fig.comma else "0") + ("." + "0" * fig.decimals if fig.decimals else "")
                number = fig.scaled / 10**fig.form.decimals * (-1 if fig.down else 1)
                page.write_number(row, column, number, book.add_format({"num_format": pattern}))  # type: ignore[attr-defined]
            else:
                page.write_string(row, column, line(runs))  # type: ignore[attr-defined]
        row += 1
    return row
