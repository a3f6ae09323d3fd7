"""The portal, put together: reads like a table of contents."""

import logging
from pathlib import Path

from flask import Flask
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

import config
import portal.tables  # noqa: F401 - every table is known before the first query
from portal import booking, calendars, desk, directory, helpdesk, house, members, outbox, reminders  # noqa: F401
from portal.booking import views as booking_views
from portal.booking.approval import views as approval_views
from portal.booking.attendance import views as attendance_views
from portal.booking.behalf import views as behalf_views
from portal.booking.closures import views as closure_views
from portal.booking.door import views as door_views
from portal.booking.groups import views as group_views
from portal.booking.houses import views as houses_views
from portal.booking.rooms import views as room_views
from portal.booking.series import views as series_views
from portal.booking.waitlist import views as waitlist_views
from portal.calendars import views as calendar_views
from portal.db import keys
from portal.db.base import db
from portal.db.engine import engine_options, prepare
from portal.desk import views as desk_views
from portal.desk.letters import views as letter_views
from portal.directory import views as directory_views
from portal.helpdesk import queries as helpdesk_queries
from portal.helpdesk import views as helpdesk_views
from portal.house import views as house_views
from portal.house.manage import views as manage_views
from portal.kernel.words import N_
from portal.members import sessions
from portal.members import views as member_views
from portal.outbox import delivery
from portal.reminders import queries as reminder_queries
from portal.reminders import views as reminder_views
from portal.web import access, csrf, errors, formats, headers, health, language, logs, navigation, pages, static_files, style_page
from portal.web.navigation import Way, Ways

REQUESTS = Way("requests", "message-circle", N_("Requests"), "helpdesk.index")
ROOMS = Way("rooms", "calendar-days", N_("Rooms"), "booking.day")
PEOPLE = Way("people", "users", N_("People"), "directory.index")
CALENDARS = Way("calendars", "calendar-plus", N_("Calendar feeds"), "calendars.index")
WAYS = Ways(
    member=(Way("home", "house", N_("Home"), "desk.home"), ROOMS, REQUESTS, PEOPLE),
    staff=(
        Way("desk", "concierge-bell", N_("Desk"), "desk.show"),
        ROOMS,
        Way("requests", "message-circle", N_("Requests"), "helpdesk.queue", helpdesk_queries.waiting_count, N_("waiting")),
        Way("notes", "notebook-pen", N_("Notes"), "reminders.queue", reminder_queries.open_count, N_("to write")),
        PEOPLE,
    ),
    account=(
        Way("bookings", "calendar-check", N_("My bookings"), "booking.index"),
        CALENDARS,
        Way("me", "badge-check", N_("Your card"), "directory.me"),
        Way("remembered", "book-open", N_("What we remember about you"), "directory.remembered"),
        Way("sessions", "monitor", N_("Where you are signed in"), "members.devices"),
    ),
    staff_account=(Way("letters", "mail", N_("Letters that went out"), "outbox.index"),),
    manager_account=(Way("manage", "settings", N_("Set up the house"), "manage.index"),),
    foot=(Way("house", "map-pin", N_("Hours and address"), "house.show"), CALENDARS),
)
BLUEPRINTS = (
    health.blueprint,
    style_page.blueprint,
    letter_views.blueprint,
    member_views.blueprint,
    house_views.blueprint,
    manage_views.blueprint,
    booking_views.blueprint,
    behalf_views.blueprint,
    attendance_views.blueprint,
    series_views.blueprint,
    door_views.blueprint,
    room_views.blueprint,
    group_views.blueprint,
    houses_views.blueprint,
    closure_views.blueprint,
    waitlist_views.blueprint,
    approval_views.blueprint,
    directory_views.blueprint,
    helpdesk_views.blueprint,
    reminder_views.blueprint,
    calendar_views.blueprint,
    desk_views.blueprint,
)
LARGEST_BODY = 12 * 1024 * 1024
LARGEST_FORM = 512 * 1024
MOST_PARTS = 200


def create_app(settings: config.Settings) -> Flask:
    """The application for these settings; leaves no connection open. Raises SettingsError without the keys of its database."""
    app = Flask("portal", root_path=str(Path(__file__).parents[1]))
    _configure(app, settings)
    logs.install(settings.log_level)
    _database(app, settings)
    keys.install(app, settings)
    delivery.install(app, settings)
    Htmx(app)
    language.install(app)
    formats.install(app)
    static_files.install(app, keep=not app.debug)
    csrf.install(app)
    sessions.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.install(app, WAYS)
    app.jinja_env.globals["told"] = pages.told
    headers.strict(app, over_tls=settings.over_tls)
    errors.install(app)
    access.protect(app)
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    """Flask's own settings, from ours."""
    app.config.update(
        GROVE=settings,
        SECRET_KEY=settings.secret_key,
        SERVER_NAME=None,
        TRUSTED_HOSTS=[settings.host.partition(":")[0], *(("127.0.0.1", "localhost") if settings.demo else ())],
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
        PREFERRED_URL_SCHEME="https" if settings.over_tls else "http",
        SESSION_COOKIE_NAME="__Host-grove" if settings.over_tls else "grove",
        SESSION_COOKIE_SECURE=settings.over_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _database(app: Flask, settings: config.Settings) -> None:
    """Flask-SQLAlchemy on the engine that the settings name."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


logging.getLogger("alembic").setLevel(logging.WARNING)
