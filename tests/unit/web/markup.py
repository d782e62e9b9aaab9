"""Reading a page as a browser does: its elements, its visible text, and what each of its forms would send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"link", "meta", "input", "br", "hr", "img", "circle", "path", "rect", "line"})
UNSEEN = frozenset({"template", "script", "style", "title"})
_WHEN = re.compile(r"\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?", re.ASCII)

Pairs = list[tuple[str, str]]


@dataclass(eq=False)
class Element:
    """One element. ``attributes`` as written (a value of None: the attribute stands alone)."""

    tag: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; empty if absent."""
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        """Whether the attribute is there."""
        return name in self.attributes

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element beneath, templates left out, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element) and child.tag != "template":
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def within(self, *tags: str) -> bool:
        """Whether it stands in one of these."""
        return self.parent is not None and (self.parent.tag in tags or self.parent.within(*tags))

    @property
    def text(self) -> str:
        """All text beneath."""
        return "".join(self.texts())

    def texts(self) -> Iterator[str]:
        """Every piece of text beneath that may be seen."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield from child.texts()


@dataclass
class Page:
    """A whole page."""

    root: Element
    faults: list[str]
    """Tags that do not match, and attributes told twice."""

    @property
    def elements(self) -> list[Element]:
        """Every element, templates left out."""
        return list(self.root.all())

    @property
    def text(self) -> str:
        """What a person can read."""
        return self.root.text

    @property
    def title(self) -> str:
        """The title."""
        return next(element.text for element in self.root.all("title"))

    def form(self, action: str) -> Element:
        """The one form that leads there."""
        (found,) = [form for form in self.root.all("form") if form.get("action") == action]
        return found


def read(text: str) -> Page:
    """Parse a page. Line ends and NUL are treated as the HTML standard says (13.2.3.5, 13.2.5)."""
    reader = _Reader()
    reader.feed(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    if len(reader.open) > 1:
        reader.faults.append(f"left open: {[element.tag for element in reader.open[1:]]}")
    return Page(reader.open[0], reader.faults)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"an attribute of {tag} stands twice")
        values = {name: None if value is None else value.replace("\0", "\ufffd") for name, value in attrs}
        element = Element(tag, values, self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"a stray end of {tag} in {self.open[-1].tag}")

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        here.children.append(data.replace("\0", "\ufffd" if here.tag in ("textarea", "title") else ""))


def sent_by(form: Element, button: tuple[str, str] | None = None) -> Pairs:
    """The fields that a browser would send with this form, if this button (its name and value) is pressed."""
    pairs: Pairs = []
    for control in form.all("input", "select", "textarea", "button"):
        name = control.get("name")
        if not name or control.has("disabled"):
            continue
        if control.tag == "button":
            if button == (name, control.get("value")) and control.get("type") in ("", "submit") and button not in pairs:
                pairs.append(button)
        elif control.tag == "textarea":
            pairs.append((name, _line_ends(_area(control))))
        elif control.tag == "select":
            pairs.append((name, _selected(control)))
        elif control.get("type") not in ("checkbox", "radio") or control.has("checked"):
            pairs.append((name, _value(control)))
    if button is not None and button not in pairs:
        raise AssertionError("there is no such button in the form")
    return pairs


def _value(control: Element) -> str:
    """The value of an input after its sanitisation (HTML standard, 4.10.5.1)."""
    kind, value = control.get("type") or "text", control.get("value")
    if kind in ("text", "search", "password"):
        return value.replace("\n", "").replace("\r", "")
    if kind == "datetime-local":
        return value if _WHEN.fullmatch(value) else ""
    if kind in ("checkbox", "radio"):
        return value if control.has("value") else "on"
    return _line_ends(value)


def _area(control: Element) -> str:
    text = "".join(child for child in control.children if isinstance(child, str))
    return text.removeprefix("\n")


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def _selected(control: Element) -> str:
    options = list(control.all("option"))
    chosen = [option for option in options if option.has("selected")] or options[:1]
    return chosen[-1].get("value")
