"""HTTP for setting rooms up, and the photo that everybody sees."""

import secrets

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.booking import queries as rooms
from portal.booking.models import Room
from portal.booking.rooms import actions, pages, pictures, queries
from portal.booking.rooms.forms import RoomForm
from portal.house import queries as houses
from portal.kernel import clock
from portal.kernel.errors import NotFound, PortalError
from portal.members.sessions import current_member
from portal.web.access import Access, access
from portal.web.language import _
from portal.web.pages import go, page, tell

blueprint = Blueprint("rooms", __name__)

HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=31536000, immutable",
}


@blueprint.get("/manage/rooms")
@access(Access.MANAGER)
def index() -> ResponseReturnValue:
    """Every room, location by location."""
    return page("manage/rooms/index.html", shelves=[pages.shelf(place) for place in houses.locations()])


@blueprint.get("/manage/rooms/new")
@access(Access.MANAGER)
def new() -> ResponseReturnValue:
    """An empty form for a room of its own, or for one that others open into."""
    form = RoomForm(formdata=None, once=secrets.token_urlsafe(16), combined=request.args.get("combined", "")[:3])
    return page("manage/rooms/new.html", **pages.write(form, houses.location(request.args.get("location", ""))))


@blueprint.post("/manage/rooms")
@access(Access.MANAGER)
def create() -> ResponseReturnValue:
    """Open it."""
    form, place = RoomForm(), houses.location(request.form.get("location", ""))
    if not form.validate():
        return page("manage/rooms/new.html", status=422, **pages.write(form, place))
    try:
        room = actions.open_room(form.plan(), place, by=current_member(), at=clock.now(), once=(form.once.data or "")[:80])
    except PortalError as no:
        return page("manage/rooms/new.html", status=no.status, **pages.write(form, place, refusal=no))
    tell(_("%(room)s can be booked.", room=room.name))
    return go(url_for("rooms.edit", slug=room.slug))


@blueprint.get("/manage/rooms/<slug>")
@access(Access.MANAGER)
def edit(slug: str) -> ResponseReturnValue:
    """A room as it is set up."""
    room = queries.any_room(slug)
    return _edited(room, RoomForm.of(queries.plan_of(room), room))


@blueprint.post("/manage/rooms/<slug>")
@access(Access.MANAGER)
def change(slug: str) -> ResponseReturnValue:
    """Save it, or say what is in the way."""
    room, form = queries.any_room(slug), RoomForm()
    if not form.validate():
        return _edited(room, form, status=422)
    try:
        actions.change(room, form.plan(), by=current_member(), at=clock.now(), seen=form.edition)
    except PortalError as no:
        return _edited(room, form, refusal=no)
    tell(_("Saved. It holds from now on."))
    return go(url_for("rooms.edit", slug=slug))


@blueprint.post("/manage/rooms/<slug>/photo")
@access(Access.MANAGER)
def hang(slug: str) -> ResponseReturnValue:
    """Show a photo of it."""
    room = queries.any_room(slug)
    try:
        actions.hang(room, _sent(), by=current_member(), at=clock.now())
    except PortalError as no:
        return _edited(room, RoomForm.of(queries.plan_of(room), room), refusal=no)
    tell(_("The photo hangs."))
    return go(url_for("rooms.edit", slug=slug))


@blueprint.post("/manage/rooms/<slug>/photo/removal")
@access(Access.MANAGER)
def take_down(slug: str) -> ResponseReturnValue:
    """Show its leaf again."""
    actions.take_down(queries.any_room(slug), by=current_member(), at=clock.now())
    tell(_("The photo is down; its leaf is shown again."))
    return go(url_for("rooms.edit", slug=slug))


@blueprint.post("/manage/rooms/<slug>/retirement")
@access(Access.MANAGER)
def retire(slug: str) -> ResponseReturnValue:
    """Nobody can book it from now on."""
    room = queries.any_room(slug)
    try:
        actions.retire(room, by=current_member(), at=clock.now())
    except PortalError as no:
        return _edited(room, RoomForm.of(queries.plan_of(room), room), refusal=no)
    tell(_("%(room)s has retired. Nothing that was booked in it is lost.", room=room.name))
    return go(url_for("rooms.index"))


@blueprint.post("/manage/rooms/<slug>/return")
@access(Access.MANAGER)
def bring_back(slug: str) -> ResponseReturnValue:
    """It can be booked again."""
    room = queries.any_room(slug)
    try:
        actions.bring_back(room, by=current_member(), at=clock.now())
    except PortalError as no:
        return _edited(room, RoomForm.of(queries.plan_of(room), room), refusal=no)
    tell(_("%(room)s can be booked again.", room=room.name))
    return go(url_for("rooms.edit", slug=slug))


@blueprint.get("/rooms/<slug>/photo")
@access(Access.MEMBER)
def photo(slug: str) -> ResponseReturnValue:
    """The photo, as a file that can do nothing."""
    room = queries.any_room(slug) if current_member().is_manager else rooms.room(slug)
    path = pictures.path_of(room.photo, actions.folder())
    if path is None:
        raise NotFound
    said = {"Content-Disposition": f"attachment; filename={room.slug}.webp"}
    return Response(path.read_bytes(), mimetype="image/webp", headers={**said, **HARMLESS})


def _sent() -> bytes:
    """The file that was sent, or as much of it as shows that it is too heavy."""
    file = request.files.get("photo")
    if file is None:
        return b""
    with file.stream as stream:
        return stream.read(pictures.MOST_BYTES + 1)


def _edited(room: Room, form: RoomForm, *, status: int = 200, refusal: PortalError | None = None) -> Response:
    shown = pages.write(form, room.location, room, refusal)
    if refusal and shown["overtaken"]:
        # What was typed stays; saving it now is done knowing what else has changed.
        form.seen.data = str(room.edition)
    return page("manage/rooms/edit.html", status=refusal.status if refusal else status, **shown)
