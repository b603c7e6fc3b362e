"""The authority of an instance, as OpenSSL sees it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12

from declare.core.authority import AuthorityError, Chain, make


def test_it_vouches_for_its_signer_and_no_other(tmp_path: Path) -> None:
    archive = make("Sertifikat Ikrar")
    chain, other = Chain.read(archive), Chain.read(make("Sertifikat Ikrar"))
    root = tmp_path / "root.pem"
    root.write_bytes(chain.roots())
    for signer, trusted in ((chain.signer, True), (other.signer, False)):
        leaf = tmp_path / "leaf.pem"
        leaf.write_bytes(signer.public_bytes(Encoding.PEM))
        command = ["openssl", "verify", "-x509_strict", "-CAfile", root, leaf]
        asked = subprocess.run(command, capture_output=True, check=False)
        assert (asked.returncode == 0) == trusted
    assert [each.subject for each in other.authorities] != [chain.authorities[0].subject]


def test_what_its_certificates_say() -> None:
    chain = Chain.read(make("Sertifikat Ikrar"))
    (root,) = chain.authorities
    for one, is_root in ((chain.signer, False), (root, True)):
        assert isinstance(one.public_key(), ec.EllipticCurvePublicKey)
        assert one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is is_root
        usage = one.extensions.get_extension_for_class(x509.KeyUsage).value
        assert (usage.digital_signature, usage.key_cert_sign) == (not is_root, is_root)
        with pytest.raises(x509.ExtensionNotFound):
            one.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        assert one.not_valid_after_utc.year == 9999
    assert chain.signer.subject.rfc4514_string().startswith("CN=Sertifikat Ikrar ")


@pytest.mark.parametrize("archive", [b"", b"x", make("Sertifikat Ikrar")[:-1]])
def test_what_is_no_archive(archive: bytes) -> None:
    with pytest.raises(AuthorityError, match=r"^form$"):
        Chain.read(archive)


def test_an_archive_without_a_certificate() -> None:
    root = Chain.read(make("x")).authorities[0]
    archive = pkcs12.serialize_key_and_certificates(b"x", None, None, [root], NoEncryption())
    with pytest.raises(AuthorityError, match=r"^certificate$"):
        Chain.read(archive)
