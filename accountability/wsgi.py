"""The door for a WSGI server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accountability.settings.prod")

_WRITTEN_AS = {"", "utf-8", "utf8", "us-ascii", "ascii"}
_REFUSAL = "Yêu cầu không đọc được: hệ thống chỉ nhận nội dung viết bằng UTF-8.\n".encode()

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]


def only_utf8(inner: Application) -> Application:
    """Turn away a declared character set other than UTF-8 before a request is made of it.

    Django takes any codec that Python knows, "zlib" and "hex" among them, and fails while it builds the request, where
    no middleware stands yet.
    """

    def guarded(environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if str(parameters.get("charset", "")).strip().lower() in _WRITTEN_AS:
            return inner(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [_REFUSAL]

    return guarded


application = only_utf8(get_wsgi_application())
