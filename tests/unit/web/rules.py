"""What holds on every page: nothing inline, nothing unknown, every id once, every control with a name of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from homing.web.render import HERE
from tests.unit.web.markup import Page

SOURCES = "".join(path.read_text() for path in sorted((HERE / "templates").rglob("*.html")))
TAGS = frozenset(name.lower() for name in re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", SOURCES))
ALONE = frozenset(["open", "checked", "selected", "multiple", "required", "hidden", "defer", "crossorigin"])
ATTRIBUTES = frozenset(name.lower() for name in re.findall(r"""([a-zA-Z][a-zA-Z0-9-]*)=["']""", SOURCES)) | ALONE
_OURS = re.compile(r"(?:/|#)[A-Za-z0-9/._#-]*", re.ASCII)
_TEL = re.compile(r"tel:\+?[0-9]+", re.ASCII)


def broken(page: Page) -> list[str]:
    """Every rule that this page breaks, in plain words; none of them quotes the page's content."""
    return [
        *page.faults,
        *_unknown(page),
        *_addresses(page),
        *_scripts(page),
        *_ids(page),
        *_controls(page),
    ]


def _unknown(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag not in TAGS:
            yield "an element that no template of ours has"
        for name in element.attributes:
            if name not in ATTRIBUTES and not name.startswith("data-"):
                yield f"an attribute of {element.tag} that no template of ours has"
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"a style or a script in an attribute of {element.tag}"


def _addresses(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name in ("href", "action", "src"):
            value = element.get(name)
            ours = _OURS.fullmatch(value) and not value.startswith("//")
            call = element.tag == "a" and _TEL.fullmatch(value)
            if element.has(name) and not (ours or call):
                yield f"{element.tag} leads to an address that is not ours"


def _scripts(page: Page) -> Iterator[str]:
    for element in page.root.all("script", "style"):
        if element.tag == "style" or not element.get("src").startswith("/static/") or element.children:
            yield "a script or a style stands in the page itself"
    for element in page.root.all("form"):
        if element.get("method").lower() != "post" or not element.get("action"):
            yield "a form does not post, or not to one place"
        if element.within("form"):
            yield "a form stands in a form"


def _ids(page: Page) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.elements if element.has("id"))
    yield from (f"the id {name} stands twice" for name, n in ids.items() if n > 1)
    for element in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list"):
            for wanted in element.get(name).split():
                if wanted not in ids:
                    yield f"{name} of {element.tag} leads nowhere"


def _controls(page: Page) -> Iterator[str]:
    labels = {element.get("for") for element in page.root.all("label")}
    for element in page.root.all("input", "select", "textarea"):
        if element.get("type") == "hidden":
            continue
        named = element.get("id") in labels or element.within("label") or element.get("aria-label")
        if not named:
            yield f"{element.tag} {element.get('name')} has no label"
        if element.get("type") == "radio" and not element.within("fieldset"):
            yield f"the choice {element.get('name')} has no group"
    for element in page.root.all("button", "a", "summary", "legend", "h1", "h2", "h3", "th"):
        if not (element.text.strip() or element.get("aria-label") or element.get("aria-hidden") == "true"):
            yield f"{element.tag} {element.get('class')} says nothing"
    if len(list(page.root.all("h1"))) != 1 or len(list(page.root.all("main"))) != 1:
        yield "there is not one main heading and one main part"
