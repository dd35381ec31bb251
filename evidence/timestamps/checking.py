"""The answer: is this a token over this digest, signed by an authority that we trust for time?

A token is kept as the raw reply, the DER of a TimeStampResp, so that ``openssl ts -verify -in`` reads the same file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from core.digests import named
from evidence.timestamps.asking import IDENTIFIERS


class TokenRefused(Exception):
    """The reply is no token over this digest by a trusted authority; the message says why, in English."""


@dataclass(frozen=True)
class Stamp:
    """What a sound token says. ``root`` is the PEM of the trusted certificate that it leads to."""

    gen_time: datetime
    authority: str
    serial: int
    root: str


def read_roots(pem: bytes) -> list[x509.Certificate]:
    """The trusted certificates of a PEM file; ValueError when there is none."""
    return x509.load_pem_x509_certificates(pem)


def verify_token(token: bytes, digest: str, roots: Iterable[x509.Certificate]) -> datetime:
    """When the authority saw ``digest`` ("sha256:…"), by a kept token. Raises TokenRefused."""
    return check_reply(token, digest, roots).gen_time


def check_reply(
    reply: bytes,
    digest: str,
    roots: Iterable[x509.Certificate],
    *,
    nonce: int | None = None,
    policy: str = "",
) -> Stamp:
    """Check a reply whole: granted, imprint, nonce and policy asked for, signature, certificate for time, trusted root.

    The certificates count as of the moment that the token names, so a token outlives the authority's certificate.
    Raises TokenRefused.
    """
    try:
        response = decode_timestamp_response(reply)
        if response.status != 0:
            raise TokenRefused(f"the authority did not grant it: status {response.status}")
        said = response.tst_info
        name, raw = named(digest)
        if said.message_imprint.hash_algorithm.dotted_string != IDENTIFIERS[name]:
            raise TokenRefused("it is over another kind of digest")
        if said.message_imprint.message != raw:
            raise TokenRefused("it is over another digest")
        if nonce is not None and said.nonce != nonce:
            raise TokenRefused("it does not answer this question: the nonce differs")
        if policy and (said.policy is None or said.policy.dotted_string != policy):
            raise TokenRefused("it was given under another policy")
        root = _trusted(response, raw, list(roots))
        return Stamp(
            gen_time=said.gen_time.astimezone(UTC),
            authority=_signer(response),
            serial=said.serial_number,
            root=root.public_bytes(Encoding.PEM).decode(),
        )
    except (ValueError, KeyError, TypeError, OverflowError) as problem:
        raise TokenRefused(f"it cannot be read: {type(problem).__name__}") from None


def _trusted(response: TimeStampResponse, raw: bytes, roots: list[x509.Certificate]) -> x509.Certificate:
    """The root that the token's signature leads to."""
    why = "no trusted certificate is configured"
    for root in roots:
        try:
            VerifierBuilder(roots=[root]).build().verify(response, raw)
        except VerificationError as problem:
            why = str(problem)
        else:
            return root
    raise TokenRefused(f"its signature is not by a trusted authority: {why}")


def _signer(response: TimeStampResponse) -> str:
    """The name in the certificate that signed."""
    signed = response.signed_data
    (info,) = signed.signer_infos
    for one in map(x509.load_der_x509_certificate, signed.certificates):
        if one.issuer == info.issuer and one.serial_number == info.serial_number:
            named = one.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            return str(named[0].value if named else one.subject.rfc4514_string())[:200]
    raise TokenRefused("the certificate that signed it is not in it")
