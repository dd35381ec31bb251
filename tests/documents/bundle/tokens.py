"""A small time-stamp authority made of nothing: real RFC 3161 replies, without openssl and without a clock."""

import hashlib
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from documents.bundle import Token
from documents.bundle.verify import MESSAGE_DIGEST, SHA256, SIGNED_DATA, TST_INFO, der

AT = datetime(2026, 3, 5, 8, 21, 7, tzinfo=UTC)
CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
ECDSA_SHA256 = bytes.fromhex("2a8648ce3d040302")


def tlv(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + body


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    usage: x509.ObjectIdentifier | None,
) -> x509.Certificate:
    def named(one: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(77 if usage else 1)
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=usage is None, path_length=None), critical=True)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(signer, hashes.SHA256())


class Authority:
    """An authority with a root of its own; ``usage`` is what its certificate says it is for.

    ``intruder`` is one whose certificate was not given by the root but by the key of a certificate that may issue none.
    """

    def __init__(
        self, usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING, *, intruder: bool = False
    ) -> None:
        self._root_key, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = _certificate("示例根", self._root_key, "示例根", self._root_key, None)
        self.certificate = _certificate("示例时间戳", self._key, "示例根", self._root_key, usage)
        self.others: list[x509.Certificate] = []
        if intruder:
            web = ec.generate_private_key(ec.SECP256R1())
            self.others = [
                _certificate("某网站", web, "示例根", self._root_key, ExtendedKeyUsageOID.SERVER_AUTH)
            ]
            self.certificate = _certificate("示例时间戳", self._key, "某网站", web, usage)

    @property
    def root_pem(self) -> bytes:
        return self.root.public_bytes(serialization.Encoding.PEM)

    def stamp(self, manifest: bytes, at: datetime = AT) -> Token:
        return Token(reply=self.reply(hashlib.sha256(manifest).digest(), at), root=self.root_pem)

    def reply(self, imprint: bytes, at: datetime = AT) -> bytes:
        algorithm = tlv(0x30, tlv(0x06, SHA256), tlv(0x05))
        info = tlv(
            0x30,
            tlv(0x02, b"\1"),
            tlv(0x06, b"\x2a\x03"),
            tlv(0x30, algorithm, tlv(0x04, imprint)),
            tlv(0x02, b"\x09"),
            tlv(0x18, at.strftime("%Y%m%d%H%M%SZ").encode()),
        )
        attributes = tlv(
            0x31,
            tlv(0x30, tlv(0x06, CONTENT_TYPE), tlv(0x31, tlv(0x06, TST_INFO))),
            tlv(0x30, tlv(0x06, MESSAGE_DIGEST), tlv(0x31, tlv(0x04, hashlib.sha256(info).digest()))),
        )
        chain = (self.certificate, *self.others)
        whole = b"".join(one.public_bytes(serialization.Encoding.DER) for one in chain)
        issuer = self.certificate.issuer.public_bytes()
        signer = tlv(
            0x30,
            tlv(0x02, b"\1"),
            tlv(0x30, issuer, tlv(0x02, b"\x4d")),
            algorithm,
            b"\xa0" + attributes[1:],
            tlv(0x30, tlv(0x06, ECDSA_SHA256)),
            tlv(0x04, self._key.sign(attributes, ec.ECDSA(hashes.SHA256()))),
        )
        signed = tlv(
            0x30,
            tlv(0x02, b"\3"),
            tlv(0x31, algorithm),
            tlv(0x30, tlv(0x06, TST_INFO), tlv(0xA0, tlv(0x04, info))),
            tlv(0xA0, whole),
            tlv(0x31, signer),
        )
        token = tlv(0x30, tlv(0x06, SIGNED_DATA), tlv(0xA0, signed))
        made = tlv(0x30, tlv(0x30, tlv(0x02, b"\0")), token)
        assert len(der(made)) == 1
        return made


AUTHORITY = Authority()
