"""The files inside a certificate's PDF, with which it proves itself."""

from __future__ import annotations

from typing import Final

from declare.core.proof import Proof
from declare.press.printable import Attachment

CONTENT: Final = "sertifikat.cwt"
PROOF: Final = "bukti.tlog-proof"


def enclosed(token: bytes, proof: Proof) -> tuple[Attachment, ...]:
    """Return the attachments of a PDF: the token that the QR holds, and the proof of the entry."""
    return (
        Attachment(CONTENT, token, "Isi sertifikat yang ditandatangani", "application/cwt"),
        Attachment(PROOF, proof.text().encode(), "Bukti tercatat dalam buku ikrar", "text/plain"),
    )
