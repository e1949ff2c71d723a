"""A real Chromium for pages that must be seen, and the house served to it on this machine."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from coordination.demonstration.commands import Discreet

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> Path | None:
    """Where Chromium is; None when this machine has none."""
    named = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return Path(named) if Path(named).exists() else None


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve the house on a port of this machine, a free one unless told; answers its address."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Discreet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium(path: Path) -> Iterator[Browser]:
    """One Chromium for as long as it is needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, width: int, *, script: bool = True) -> BrowserContext:
    """A window of this width in which nobody has signed in."""
    return browser.new_context(viewport={"width": width, "height": 900}, locale="cs-CZ", java_script_enabled=script)
