"""For web servers: `wsgi:app`."""

import config
from portal.app import create_app

app = create_app(config.load())
