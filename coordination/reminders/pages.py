"""The counter at which the views of the reminders stand."""

from flask import Blueprint

pages = Blueprint("reminders", __name__)
