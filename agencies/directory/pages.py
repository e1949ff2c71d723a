"""Where the pages of the directory (adresář) are announced; each aspect has its own room beside."""

from flask import Blueprint

pages = Blueprint("directory", __name__)
