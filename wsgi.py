"""The door for gunicorn and for `flask --app wsgi`."""

from config import Config
from declare.app import create_app

app = create_app(Config.from_env())
