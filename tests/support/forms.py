"""A form on a page, filled in the way a person does it: only the fields that are there, only the choices offered."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from tests.support.markup import name_of, words

Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Sending:
    """What a browser would send."""

    method: str
    action: str
    values: Values


class NotOnThePage(AssertionError):
    """The test wanted to use something that a person would not find."""


def find_form(soup: BeautifulSoup, which: str) -> tuple[Tag, Tag | None]:
    """The form whose button reads `which` (with that button), or which this CSS selector finds."""
    for button in soup.find_all(["button", "input"]):
        if button.get("type", "submit") in {"submit", "image"} and name_of(button, soup) == which:
            return _form_of(button, soup), button
    form = soup.select_one(which) if which.startswith(("form", "#", ".", "[")) else None
    if form is None or form.name != "form":
        buttons = [name_of(button, soup) for button in soup.find_all("button")]
        raise NotOnThePage(f"no form with a button {which!r}; the buttons are {buttons}")
    return form, form.select_one("button:not([type]), button[type=submit]")


def _form_of(button: Tag, soup: BeautifulSoup) -> Tag:
    form = soup.find("form", id=str(button["form"])) if button.get("form") else button.find_parent("form")
    if not isinstance(form, Tag):
        raise NotOnThePage(f"the button {words(button)!r} belongs to no form")
    return form


def fill_in(soup: BeautifulSoup, which: str, fields: dict[str, Any]) -> Sending:
    """Fill `fields` into the form and press its button."""
    form, button = find_form(soup, which)
    controls = _controls(form, soup)
    values = _defaults(controls)
    names = {str(control["name"]) for control in controls}
    for name, value in fields.items():
        if name not in names:
            raise NotOnThePage(f"the form has no field {name!r}; it has {sorted(names)}")
        values[name] = _chosen(name, value, [control for control in controls if control["name"] == name])
    if button is not None and button.get("name"):
        values[str(button["name"])] = [str(button.get("value", ""))]
    attributes = button.attrs if button is not None else {}
    method = str(attributes.get("formmethod") or form.get("method") or "get").lower()
    return Sending(method, str(attributes.get("formaction") or form.get("action") or ""), values)


def _controls(form: Tag, soup: BeautifulSoup) -> list[Tag]:
    inside = [tag for tag in form.find_all(["input", "select", "textarea"]) if not tag.get("form")]
    attached = soup.find_all(["input", "select", "textarea"], attrs={"form": form["id"]}) if form.get("id") else []
    named = [tag for tag in (*inside, *attached) if tag.get("name") and not tag.has_attr("disabled")]
    return [tag for tag in named if tag.get("type") not in {"submit", "button", "image", "reset"}]


def _defaults(controls: list[Tag]) -> Values:
    values: Values = {}
    for control in controls:
        found = _default(control)
        if found:
            values.setdefault(str(control["name"]), []).extend(found)
    return values


def _default(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not control.has_attr("multiple"):
            chosen = options[:1]
        return [_value(option) for option in chosen]
    if control.get("type") in {"checkbox", "radio"}:
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [] if control.get("type") == "file" else [str(control.get("value", ""))]


def _value(option: Tag) -> str:
    return str(option["value"]) if option.has_attr("value") else words(option)


def _chosen(name: str, value: Any, controls: list[Tag]) -> list[Any]:
    """The value as the control can give it; a choice that is not offered cannot be made."""
    kind = "select" if controls[0].name == "select" else str(controls[0].get("type", "text"))
    if kind == "file":
        return value if isinstance(value, list) else [value]
    offered = _offered(kind, controls)
    if kind == "checkbox" and isinstance(value, bool):
        return offered if value else []
    wanted = [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)]
    missing = [each for each in wanted if offered and each not in offered]
    if missing:
        raise NotOnThePage(f"{name!r} offers {offered}, not {missing}")
    return wanted


def _offered(kind: str, controls: list[Tag]) -> list[str]:
    if kind == "select":
        return [_value(option) for option in controls[0].find_all("option") if not option.has_attr("disabled")]
    if kind in {"checkbox", "radio"}:
        return [str(control.get("value", "on")) for control in controls]
    return []
