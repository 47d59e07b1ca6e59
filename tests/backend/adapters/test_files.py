"""Files under one root: what is put comes back, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import fsspec
import pytest

from backend.adapters.files import FileStore, sha256_of


@pytest.fixture(params=["folder", "object store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """A folder, and fsspec's memory file system in place of an object store."""
    if request.param == "folder":
        return FileStore(str(tmp_path / "root"))
    fsspec.filesystem("memory").store.clear()
    return FileStore("memory://bucket/prefix")


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "local.bin"
    path.write_bytes(b"planets" * 1000)
    return path


def test_what_is_put_comes_back_with_its_sha256(store: FileStore, local: Path) -> None:
    digest = store.put("a/b/c.bin", local)
    assert digest == hashlib.sha256(local.read_bytes()).hexdigest() == sha256_of(local)
    with store.open("a/b/c.bin") as handle:
        assert handle.read() == local.read_bytes()
    with store.local_copy("a/b/c.bin") as copy:
        assert sha256_of(copy) == digest


def test_putting_again_replaces_and_leaves_no_part_behind(store: FileStore, local: Path) -> None:
    store.put("x/file", local)
    local.write_bytes(b"new")
    store.put("x/file", local)
    with store.open("x/file") as handle:
        assert handle.read() == b"new"
    assert not store.exists("x/file.part")


def test_a_failed_write_leaves_what_was_there(store: FileStore, local: Path, tmp_path: Path) -> None:
    store.put("x/file", local)
    with pytest.raises(FileNotFoundError):
        store.put("x/file", tmp_path / "missing")
    with store.open("x/file") as handle:
        assert handle.read() == local.read_bytes()


def test_a_folder_is_deleted_with_all_in_it_and_deleting_twice_is_no_error(store: FileStore, local: Path) -> None:
    store.put("run/one", local)
    store.put("run/deep/two", local)
    store.put("other", local)
    store.delete("run")
    store.delete("run")
    assert not store.exists("run/one")
    assert not store.exists("run/deep/two")
    assert store.exists("other")


def test_a_missing_file_is_an_os_error(store: FileStore) -> None:
    with pytest.raises(OSError, match="nowhere"), store.open("nowhere"):
        pass


def test_only_a_folder_knows_its_free_space(tmp_path: Path) -> None:
    free = FileStore(str(tmp_path / "new")).free_bytes()
    assert free is not None
    assert free > 0
    assert FileStore("memory://bucket").free_bytes() is None
