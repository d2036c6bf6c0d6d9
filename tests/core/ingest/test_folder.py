"""The watched folder: what is taken, when, and that nothing is taken for ever."""

import os

import pytest

from services.ingest.folder import Inbox
from shared.errors import Rejected


@pytest.fixture
def inbox(tmp_path):
    """A watched folder with a limit of 100 bytes."""
    return Inbox(tmp_path / "inbox", 100)


def names(paths):
    """The file names of paths."""
    return [p.name for p in paths]


def test_a_file_is_taken_only_when_it_stands_still(inbox):
    """A file that grows between two looks is not complete; one that stood still is."""
    path = inbox.folder / "a.txt"
    path.write_text("one")
    assert inbox.ready() == []
    path.write_text("one two")
    assert inbox.ready() == []

    assert names(inbox.ready()) == ["a.txt"]


@pytest.mark.parametrize("name", [".hidden", "a.pdf.part", "a.tmp", "a.docx~", "a.crdownload"])
def test_a_name_that_says_unfinished_is_left_alone(inbox, name):
    """Names of half-written files are never taken."""
    (inbox.folder / name).write_text("x")
    inbox.ready()

    assert inbox.ready() == []


def test_links_pipes_and_folders_are_left_alone(inbox, tmp_path):
    """Only regular files are documents: a link could lead anywhere, a pipe would block."""
    (tmp_path / "secret").write_text("x")
    (inbox.folder / "link.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(inbox.folder / "pipe.txt")
    (inbox.folder / "folder.txt").mkdir()
    inbox.ready()

    assert inbox.ready() == []


def test_a_taken_file_is_in_done_under_its_report(inbox):
    """After `done` the folder is empty and the file lies in done/ with its report's id in front."""
    (inbox.folder / "a.txt").write_text("x")
    inbox.done(inbox.folder / "a.txt", "f" * 64)
    inbox.ready()

    assert inbox.ready() == []
    assert (inbox.folder / "done" / "ffffffffffff-a.txt").read_text() == "x"


def test_a_refused_file_lies_beside_its_reason(inbox):
    """After `reject` the file and the reason can be read in rejected/."""
    (inbox.folder / "a.txt").write_text("x")
    inbox.reject(inbox.folder / "a.txt", "空 (empty)")

    assert (inbox.folder / "rejected" / "a.txt").exists()
    assert "empty" in (inbox.folder / "rejected" / "a.txt.reason.txt").read_text(encoding="utf-8")


def test_a_file_over_the_limit_is_refused_without_being_read_whole(inbox):
    """A sparse file of a terabyte is refused at once."""
    with (inbox.folder / "huge.bin").open("wb") as file:
        file.truncate(2**40)

    with pytest.raises(Rejected, match=r"huge\.bin"):
        inbox.read(inbox.folder / "huge.bin")


def test_another_replica_may_have_been_faster(inbox):
    """A file that is gone when it is to be moved is no failure."""
    inbox.done(inbox.folder / "gone.txt", "f" * 64)

    assert not list((inbox.folder / "done").iterdir())


def test_a_file_that_cannot_be_moved_is_not_taken_for_ever(inbox):
    """Where done/ cannot be written the file is remembered until it changes."""
    path = inbox.folder / "a.txt"
    path.write_text("x")
    inbox.ready()
    (inbox.folder / "done").rmdir()
    (inbox.folder / "done").write_text("in the way")

    with pytest.raises(OSError, match="done"):
        inbox.done(path, "f" * 64)
    assert inbox.ready() == []
    path.write_text("new words")
    inbox.ready()
    assert "a.txt" in names(inbox.ready())
