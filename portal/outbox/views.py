"""The letters that were kept, for staff to read."""

from flask import Blueprint

blueprint = Blueprint("outbox", __name__)
