"""The press: a value in (`Printable`), a PDF out (`render`). It knows no slice and no database.

Laying out a page takes WeasyPrint some 70 ms, so it is done once for many certificates, as a
printer does: a *plate* is a laid-out design as finished PDF objects, with placeholders for the
texts of a person; *pressing* replaces these texts, the QR and the metadata, in less than 1 ms.

- `printable` is what a certificate is made of; `composition` decides the size and place of every
  word (`fitting`, `fixed_text` of the design, `wording` of the statement, `person`).
- `template_builder` builds a plate from the WeasyPrint layout (`weasy_layout`), in the process of
  `typesetter_process`; `plate` and `page` press a certificate.
- `signature_placeholder` is the room for the signature that `pdf` fills, with a `timestamp` if an
  authority is set; `embedding` attaches files; `qr` draws codes; `artwork` is what is not type.
"""
