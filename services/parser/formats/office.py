"""An Office file's bytes come in, its parts go out as XML trees: what docx and xlsx have in common."""

import posixpath

from lxml import etree

from services.parser.formats.xml import parse_xml
from services.parser.formats.zipped import Zip


def local(element: etree._Element) -> str:
    """An element's name without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """An attribute by its local name, in whatever namespace."""
    if (plain := element.get(name)) is not None:
        return str(plain)
    for key, value in element.attrib.items():
        if str(key).endswith("}" + name):
            return str(value)
    return default


def find(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        ending = "}" + name
        for child in element:
            if child.tag == name or child.tag.endswith(ending):
                element = child
                break
        else:
            return None
    return element


class Package:
    """The parts of an Office file and the relations between them."""

    def __init__(self, content: bytes) -> None:
        self._zip = Zip(content)

    def xml(self, part: str) -> etree._Element:
        """A part's tree. Raises Rejected "damaged" where it is missing or no XML."""
        return parse_xml(self._zip.read(part))

    def bytes(self, part: str) -> bytes:
        """A part's bytes."""
        return self._zip.read(part)

    def optional(self, part: str | None) -> etree._Element | None:
        """A part's tree, or None where the file has no such part."""
        return self.xml(part) if part and part in self._zip.names else None

    def related(self, part: str = "") -> dict[str, tuple[str, str]]:
        """What a part refers to: id -> (last word of the relation's type, part name)."""
        folder, name = posixpath.split(part)
        root = self.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in root if root is not None else ():
            target = attribute(relation, "Target")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[attribute(relation, "Id")] = (attribute(relation, "Type").rpartition("/")[2], target)
        return found

    def related_by_kind(self, part: str = "") -> dict[str, str]:
        """As `related`, by the last word of the type: `styles` -> `word/styles.xml`."""
        return dict(self.related(part).values())
