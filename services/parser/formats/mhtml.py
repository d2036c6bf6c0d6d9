"""A page saved as one file (MIME, also Word's "web page" under the name .doc) comes in, its text goes out."""

from email import message_from_bytes
from email.errors import MessageError

from services.parser.document import Document
from services.parser.formats import html
from services.parser.formats.limits import damaged
from services.parser.formats.programs import Programs

_MAX_PARTS = 2_000


def convert(content: bytes, programs: Programs) -> Document:
    """The text of the first page in the file. Raises Rejected "damaged" and what a page raises."""
    try:
        message = message_from_bytes(content)
        for _, part in zip(range(_MAX_PARTS), message.walk(), strict=False):
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes):
                    return html.convert(page, programs, part.get_content_charset() or "")
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise damaged("MHTML", error) from error
    raise damaged("MHTML")
