"""What a request may carry: everything a view can use, and nothing else."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.api.bodies import DEEPEST_JSON, read_json
from backend.errors import MalformedRequestError

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc"), inner, max_size=4),
    max_leaves=20,
)

MALFORMED = {
    "not JSON": b"{'session_id': 1}",
    "cut off": b'{"a": [1, 2',
    "trailing": b'{"a": 1} {"b": 2}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": [-Infinity]}',
    "overflow": b'{"a": 1e999}',
    "endless integer": b'{"a": ' + b"9" * 5_000 + b"}",
    "long integer": b'{"a": 9223372036854775808}',
    "Latin-1": '{"a": "größer"}'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "deep": b'{"a":' + b"[" * 100 + b"]" * 100 + b"}",
    "deeper": b'{"a":' + b"[" * 200_000,
    "NUL": b'{"a": "x\\u0000y"}',
    "NUL in a name": b'{"a\\u0000": 1}',
    "raw NUL": b'{"a": "x\0y"}',
    "half a character": b'{"a": ["\\uD83D"]}',
    "empty": b"",
    "blank": b"  \n",
    "list": b'[{"a": 1}]',
    "text": b'"{\\"a\\": 1}"',
    "null": b"null",
    "number": b"3",
}


@given(JSON_VALUES)
def test_every_finite_json_value_is_read_as_it_is(value: Any) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        json.dumps(read_json(raw), allow_nan=False).encode()
    except MalformedRequestError as error:
        assert error.message.endswith(".")


def test_whole_characters_outside_the_basic_plane_are_no_halves() -> None:
    assert read_json(b'"\\uD83E\\uDE90 \\\\u0000"') == "\U0001fa90 \\u0000"


@pytest.mark.parametrize(("depth", "is_taken"), [(DEEPEST_JSON, True), (DEEPEST_JSON + 1, False)])
def test_depth_is_counted(depth: int, is_taken: bool) -> None:
    raw = b"[" * depth + b"]" * depth
    if is_taken:
        read_json(raw)
    else:
        with pytest.raises(MalformedRequestError, match="deep"):
            read_json(raw)


@pytest.mark.parametrize("kind", MALFORMED)
@pytest.mark.parametrize("method", ["post", "patch"])
def test_a_malformed_body_is_answered_400(bare: Any, kind: str, method: str) -> None:
    answer = getattr(bare, method)("/echo", data=MALFORMED[kind], content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_request"), answer.json
    assert answer.json["data"] is None
    assert len(answer.json["error"]) > 20


def test_many_short_rows_are_not_deep(bare: Any) -> None:
    rows = [{"koi_period": 1.5, "name": "\\u0000 written out"}] * 500
    answer = bare.post("/echo", json={"rows": rows})
    assert answer.json["json"] == {"rows": rows}


def test_a_byte_order_mark_is_overlooked(bare: Any) -> None:
    answer = bare.post("/echo", data=b'\xef\xbb\xbf{"a": 1}', content_type="application/json")
    assert answer.json["json"] == {"a": 1}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_another_kind_of_body_is_answered_415_naming_what_is_taken(bare: Any, kind: str) -> None:
    answer = bare.post("/echo", data=b'{"a": 1}', content_type=kind)
    assert (answer.status_code, answer.json["code"]) == (415, "wrong_kind_of_file")
    assert "application/json" in answer.json["error"]


def test_an_upload_takes_no_json(bare: Any) -> None:
    answer = bare.post("/api/upload", json={"file": "a,b"})
    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json["error"]


def test_no_body_at_all_is_left_to_the_view(bare: Any) -> None:
    assert bare.post("/echo").status_code == 200


@pytest.mark.parametrize("path", ["/predict", "/api/upload"])
def test_files_are_taken_where_they_belong(bare: Any, path: str) -> None:
    answer = bare.post(path, data={"session_id": "s", "file": (io.BytesIO(b"a,b\n"), "a.csv")})
    assert answer.json == {"json": None, "form": {"session_id": "s"}, "files": {"file": 4}}


def test_a_form_field_with_nul_is_malformed(bare: Any) -> None:
    answer = bare.post("/predict", data={"session_id": "a\0b", "file": (io.BytesIO(b"a,b\n"), "a.csv")})
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_request")


@pytest.mark.parametrize("address", ["/echo%00", "/echo?session_id=a%00b", "/echo/%2500?x=%00"])
def test_nul_in_the_address_is_malformed(bare: Any, address: str) -> None:
    answer = bare.get(address)
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_request")


def large_form(size: int) -> dict[str, Any]:
    """A multipart body made by hand: werkzeug's client leaves its own temporary file open for large ones."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    return {"data": head + bytes(size) + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


class TestSize:
    def test_json_over_the_limit_is_refused_naming_the_limit(self, bare: Any) -> None:
        answer = bare.post("/echo", json={"a": "x" * 1_100_000})
        assert (answer.status_code, answer.json["code"]) == (413, "too_large")
        assert "1 MB" in answer.json["error"]

    def test_an_upload_may_be_larger_than_json_but_not_than_its_own_limit(self, bare: Any) -> None:
        fits = bare.post("/api/upload", **large_form(2 * 1024 * 1024))
        assert fits.json["files"] == {"file": 2 * 1024 * 1024}
        too_large = bare.post("/api/upload", **large_form(2_300_000))
        assert (too_large.status_code, too_large.json["code"]) == (413, "too_large")
        assert "2 MB" in too_large.json["error"]

    def test_each_call_has_its_own_limit(self, bare: Any) -> None:
        answer = bare.post("/predict", **large_form(3_000_000))
        assert answer.json["files"] == {"file": 3_000_000}

    def test_a_promised_length_over_the_limit_is_refused_unread(self, bare: Any) -> None:
        class Untouchable(io.RawIOBase):
            def read(self, size: int = -1) -> bytes:
                raise AssertionError("The body was read")

        answer = bare.post(
            "/echo",
            content_type="application/json",
            environ_overrides={"wsgi.input": Untouchable(), "CONTENT_LENGTH": "99999999999"},
        )
        assert answer.status_code == 413

    @pytest.mark.parametrize(("raw", "status"), [(b'{"a": 1}', 200), (b'{"a": 1}' + b" " * 1_200_000, 413)])
    def test_a_body_of_unknown_length_is_counted_as_it_comes(self, bare: Any, raw: bytes, status: int) -> None:
        answer = bare.post(
            "/echo",
            content_type="application/json",
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input": io.BytesIO(raw), "wsgi.input_terminated": True},
        )
        assert answer.status_code == status
