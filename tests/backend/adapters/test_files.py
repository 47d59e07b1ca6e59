"""Files under one root: what is put comes back, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from backend.adapters.digests import sha256_of
from backend.adapters.files import FileStore
from backend.errors import PartUnavailableError
from backend.operator_errors import StoreAddressError
from tests.object_store import running_store


@pytest.fixture(params=["folder", "object store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """A folder, and a bucket of a real S3-compatible server."""
    if request.param == "folder":
        return FileStore(str(tmp_path / "root"))
    return FileStore(request.getfixturevalue("bucket"))


@pytest.fixture
def bucket(s3: Any) -> Any:
    s3.mkdir("bucket")
    yield "s3://bucket/prefix"
    s3.rm("bucket", recursive=True)


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
    assert store.names("x") == ["x/file"]


def test_a_failed_write_leaves_what_was_there_and_nothing_else(store: FileStore, local: Path, tmp_path: Path) -> None:
    store.put("x/file", local)
    with pytest.raises(FileNotFoundError):
        store.put("x/file", tmp_path / "missing")
    with store.open("x/file") as handle:
        assert handle.read() == local.read_bytes()
    assert store.names("x") == ["x/file"]


def test_a_folder_is_deleted_with_all_in_it_and_deleting_twice_is_no_error(store: FileStore, local: Path) -> None:
    store.put("run/one", local)
    store.put("run/deep/two", local)
    store.put("other", local)
    assert store.names("run") == ["run/deep/two", "run/one"]
    store.delete("run")
    store.delete("run")
    assert not store.exists("run/one")
    assert not store.exists("run/deep/two")
    assert store.names("run") == []
    assert store.exists("other")


def test_a_missing_file_is_an_os_error(store: FileStore) -> None:
    with pytest.raises(OSError, match=r"nowhere|does not exist|Not Found"), store.open("nowhere"):
        pass


def test_what_another_process_wrote_or_removed_is_seen_at_once(bucket: str, s3: Any, local: Path) -> None:
    store = FileStore(bucket)
    assert store.names("run") == []
    assert not store.exists("run/one")
    s3.pipe_file("bucket/prefix/run/one", b"1")
    assert store.names("run") == ["run/one"]
    assert store.exists("run/one")
    s3.rm("bucket/prefix/run/one")
    assert store.names("run") == []
    assert not store.exists("run/one")


def test_a_store_made_before_a_fork_works_after_it(bucket: str, local: Path) -> None:
    store = FileStore(bucket)
    store.put("parent", local)
    child = os.fork()
    if child == 0:
        # pytest must not go on twice, whatever happens here.
        try:
            store.put("child", local)
            os._exit(0 if store.exists("parent") else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.names("") == ["/child", "/parent"]


def test_only_a_folder_knows_its_free_space(tmp_path: Path, bucket: str) -> None:
    free = FileStore(str(tmp_path / "new")).free_bytes()
    assert free is not None
    assert free > 0
    assert FileStore(bucket).free_bytes() is None


def test_a_bucket_that_is_not_there_is_named(bucket: str) -> None:
    FileStore(bucket).check()
    with pytest.raises(StoreAddressError, match=r"bucket 'elsewhere'.* is not there"):
        FileStore("s3://elsewhere/prefix").check()


def test_a_store_that_goes_while_it_is_read_is_a_part_that_is_away(
    s3: Any, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_store() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        type(s3).clear_instance_cache()
        type(s3)().mkdir("leaving")
        store = FileStore("s3://leaving/data")
        store.put("file", local)
        handle = store.open("file")
    with pytest.raises(PartUnavailableError, match="The object store is away"):
        handle.read()
    handle.close()


@pytest.mark.parametrize("address", ["ftp://host/files", "memory://bucket", "simplecache::s3://bucket/prefix"])
def test_an_address_of_another_scheme_is_refused(address: str) -> None:
    with pytest.raises(StoreAddressError, match="s3://bucket/prefix or gs://bucket/prefix"):
        FileStore(address)


def test_a_google_address_without_its_client_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(StoreAddressError, match=r"gs://bucket/prefix.*pip install 'exoplanet-playground\[gcs\]'"):
        FileStore("gs://bucket/prefix")


def test_a_message_does_not_repeat_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(StoreAddressError) as refused:
        FileStore("gs://user:password@bucket/prefix")
    assert "password" not in str(refused.value)
