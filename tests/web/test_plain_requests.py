"""Requests as a WSGI server hands them over, before Django has made a request of them."""

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from accountability.wsgi import application


def _status(method: str, content_type: str) -> int:
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/dang-nhap/",
        "QUERY_STRING": "next=%2F",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "10",
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(b"username=a"),
    }
    answered: list[str] = []
    for _part in application(environ, lambda status, headers, *_: answered.append(status)):
        pass
    return int(answered[0].split()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["zlib", "hex", "base64", "utf-16", "utf-7", "rot13", "undefined", "no-such"])
def test_a_strange_character_set_is_a_bad_request_and_not_a_fault(charset: str) -> None:
    assert _status("GET", f"text/html; charset={charset}") == 400
    assert _status("POST", f"application/x-www-form-urlencoded; charset={charset}") == 400


@pytest.mark.django_db
def test_utf_8_is_read() -> None:
    assert _status("GET", "text/html; charset=UTF-8") == 200
