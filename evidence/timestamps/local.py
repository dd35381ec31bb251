"""An authority of our own for tests and the demonstration: a real HTTP server on 127.0.0.1 around ``openssl ts -reply``.

It proves nothing about time, whoever runs the portal holds its key, and its certificate says so. Without openssl there
is none, and everything stays visibly unstamped.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Anning DEMO: proves no time 仅供演示"
POLICY = "1.3.6.1.4.1.99999.1.1"
MOST_ASKED = 4096  # bytes of a request
YEARS = timedelta(days=3650)

_CONFIGURATION = """
[tsa]
default_tsa = local
[local]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = {policy}
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
crypto_device = builtin
"""


def is_demonstration(certificate: x509.Certificate) -> bool:
    """Whether a certificate is of such an authority, by the name that it gives itself."""
    return "Anning DEMO" in certificate.subject.rfc4514_string()


def available() -> bool:
    return shutil.which("openssl") is not None


def roots_file(folder: Path) -> Path:
    """The certificate to trust, made with the keys on first use."""
    if not (folder / "root.pem").exists():
        _make(folder)
    return folder / "root.pem"


def _name(role: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} {role}")])


def _certificate(
    name: x509.Name, key: ec.EllipticCurvePublicKey, issuer: x509.Name, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now = datetime.now(UTC)
    is_root = name == issuer
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(not is_root, False, False, False, False, is_root, is_root, False, False),
            critical=True,
        )
    )
    if not is_root:
        stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamps, critical=True)
    return builder.sign(signer, hashes.SHA256())


def _make(folder: Path) -> None:
    """Keys of mode 0600 and certificates. The folder appears whole: another process that was first keeps its own."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    root, stamps = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    of_root, of_stamps = _name("CA"), _name("TSA")
    authority = _certificate(of_stamps, stamps.public_key(), of_root, root)
    (part / "authority.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    certificate = _certificate(of_root, root.public_key(), of_root, root)
    (part / "root.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (part / "serial").write_text(secrets.token_hex(8).upper())
    key = stamps.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(
        os.open(part / "authority.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
    ) as file:
        file.write(key)  # the root's key is kept nowhere: nothing else is ever signed with it
    configuration = _CONFIGURATION.format(folder=folder.resolve(), policy=POLICY)
    (part / "openssl.cnf").write_text(configuration)
    try:
        part.rename(folder)
    except OSError:
        shutil.rmtree(part)


def reply_to(request: bytes, folder: Path) -> bytes:
    """The reply to one request, by openssl; a refusal of openssl's is a reply as well."""
    roots_file(folder)
    with tempfile.TemporaryDirectory() as scratch, open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # openssl counts in a file
        query, reply = Path(scratch) / "query", Path(scratch) / "reply"
        query.write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", str(folder / "openssl.cnf")]
        command += ["-queryfile", str(query), "-out", str(reply)]
        subprocess.run(command, check=True, capture_output=True, timeout=20)
        return reply.read_bytes()


@contextmanager
def local_authority(folder: Path) -> Iterator[str]:
    """Run it while the block lasts; yields its address."""

    class Desk(BaseHTTPRequestHandler):
        timeout = 20

        def do_POST(self) -> None:
            size = self.headers.get("Content-Length", "")
            if not size.isdigit() or int(size) > MOST_ASKED:
                self.send_error(413)
                return
            try:
                reply = reply_to(self.rfile.read(int(size)), folder)
            except (OSError, subprocess.SubprocessError):
                self.send_error(500)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
