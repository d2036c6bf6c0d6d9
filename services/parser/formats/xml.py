"""The bytes of an Office file's XML part come in, a tree goes out, with nothing expanded and nothing fetched."""

from lxml import etree

from services.parser.formats.limits import damaged, too_deep


def parse_xml(content: bytes) -> etree._Element:
    """XML as a tree; Office files have no document type, so one is refused as hostile."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise too_deep() from error
        raise damaged("XML", error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged("XML", ValueError("DOCTYPE"))
    return root
