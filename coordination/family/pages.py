"""The counter of the family's door: the office's pages, and those that the family opens by its number."""

from flask import Blueprint
from werkzeug.wrappers import Response

pages = Blueprint("family", __name__)

Answer = str | Response | tuple[str, int]
"""What a page of this counter answers with."""
