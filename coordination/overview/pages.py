"""Where the pages over several features are announced; each aspect has its own room beside."""

from flask import Blueprint

pages = Blueprint("overview", __name__)
