"""A zip's bytes come in, its members go out as bytes, under limits of number and size."""

import io
import zipfile
import zlib

from services.parser.formats.limits import MAX_PARTS, MAX_UNZIPPED, damaged, refuse_over
from shared.errors import Rejected

_CHUNK = 256 * 1024


class Zip:
    """An Office file's members. Raises Rejected "damaged", "encrypted" or "too_large"."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise damaged("zip", error) from error
        members = self._zip.infolist()
        if len(members) > MAX_PARTS:
            refuse_over("zip 成员", "members of the zip", MAX_PARTS, len(members))
        self._members = {m.filename.lstrip("/"): m for m in members}
        self._left = MAX_UNZIPPED

    @property
    def names(self) -> frozenset[str]:
        """The members' names, without a leading slash."""
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        """A member's bytes; the declared size is checked first, the real one as it unpacks."""
        member = self._members.get(name)
        if member is None:
            raise damaged("Office", KeyError(name))
        if member.flag_bits & 1:
            raise Rejected("encrypted", "zip 成员设有密码 (a member of the zip is encrypted)")
        if member.file_size > self._left:
            refuse_over("解压后字节", "bytes when unpacked", MAX_UNZIPPED, member.file_size)
        try:
            return self._unpack(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise damaged("zip", error) from error

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        pieces = []
        with self._zip.open(member) as stream:
            while piece := stream.read(_CHUNK):
                self._left -= len(piece)
                if self._left < 0:  # a lying header: more comes out than was declared
                    refuse_over("解压后字节", "bytes when unpacked", MAX_UNZIPPED)
                pieces.append(piece)
        return b"".join(pieces)
