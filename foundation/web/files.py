"""Files at the counter: taken into memory and never onto the disk, given back as a download and nothing else."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, Response, current_app, make_response, request

LARGEST_REQUEST = 40 * 1024 * 1024
"""What a page that takes files reads, so that a file that is too large is refused on its form and nothing is lost."""
NOTHING_RUNS = "sandbox; default-src 'none'"

View = TypeVar("View", bound=Callable[..., Any])


class InMemory(Request):
    """A request whose files stay in memory: what somebody hands in must never lie unlocked on the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def takes_files(view: View) -> View:
    """A page whose form carries a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Read the files of every page into memory, and larger ones where a page takes files."""
    app.request_class = InMemory
    # Before every other look at the request: the guard against forgery reads the form already.
    app.url_value_preprocessor(_widen)


def _widen(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if getattr(current_app.view_functions.get(endpoint or ""), "takes_files", False):
        request.max_content_length = LARGEST_REQUEST


def attachment(content: bytes, media_type: str, file_name: str) -> Response:
    """A file to be saved, never shown: whatever it holds, nothing in it runs here."""
    answer = make_response(content)
    answer.content_type = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    return answer
