"""Where the pages of evaluation are announced."""

from flask import Blueprint
from werkzeug.wrappers import Response

pages = Blueprint("evaluation", __name__)

Answer = str | Response | tuple[str, int]
