"""An authority and the certificates that it issues, made for tests of signatures: `cryptography` alone, EC keys."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PHRASE = "keep it 祕密"
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def named(common: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "TW"), (NameOID.ORGANIZATION_NAME, "經濟部"), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(*part) for part in parts])


def usage(*names: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in names for name in USAGES})


@dataclass(frozen=True)
class Owner:
    """Somebody with a certificate and its key."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    def pem(self, path: Path) -> Path:
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def key_file(self, path: Path) -> Path:
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(self.key.private_bytes(*form))
        return path

    def p12(self, path: Path, phrase: str = PHRASE) -> Path:
        locked = serialization.BestAvailableEncryption(phrase.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(b"office", self.key, self.certificate, self.above, locked)
        )
        return path


class Authority(Owner):
    """Somebody who issues certificates."""

    @classmethod
    def root(cls, common: str = "Root of Government", *, end: datetime = NOW + 900 * DAY) -> "Authority":
        key, name, use = ec.generate_private_key(ec.SECP256R1()), named(common), usage("key_cert_sign", "crl_sign")
        return cls(_certificate(name, key, name, key, use, end=end, is_authority=True), key)

    def authority(self, common: str) -> "Authority":
        key = ec.generate_private_key(ec.SECP256R1())
        use = usage("key_cert_sign", "crl_sign")
        made = _certificate(named(common), key, self.certificate.subject, self.key, use, is_authority=True)
        return Authority(made, key, (self.certificate,))

    def issue(
        self,
        common: str = "Chair 主任委員",
        use: x509.KeyUsage | None = None,
        *,
        begin: datetime = NOW - 30 * DAY,
        end: datetime = NOW + 300 * DAY,
        purpose: x509.ObjectIdentifier | None = None,
        key: Key | None = None,
    ) -> Owner:
        own = key or ec.generate_private_key(ec.SECP256R1())
        use = use or usage("digital_signature", "content_commitment")
        made = _certificate(
            named(common), own, self.certificate.subject, self.key, use, begin=begin, end=end, purpose=purpose
        )
        return Owner(made, own, (self.certificate,))

    def stamper(self) -> Owner:
        key, use = rsa.generate_private_key(65537, 2048), usage("digital_signature")
        return self.issue("Time stamps", use, purpose=ExtendedKeyUsageOID.TIME_STAMPING, key=key)

    def revocations(self, path: Path, *revoked: tuple[Owner, datetime]) -> Path:
        """Write the list of revoked certificates of today."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        made = made.last_update(NOW - DAY).next_update(NOW + 30 * DAY).add_extension(x509.CRLNumber(1), False)
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        made = made.add_extension(above, False)
        for owner, at in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(owner.certificate.serial_number).revocation_date(at)
            made = made.add_revoked_certificate(
                entry.add_extension(x509.CRLReason(x509.ReasonFlags.superseded), False).build()
            )
        path.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
        return path


def _certificate(
    subject: x509.Name,
    key: Key,
    issuer: x509.Name,
    signed_with: Key,
    use: x509.KeyUsage,
    *,
    begin: datetime = NOW - 900 * DAY,
    end: datetime = NOW + 900 * DAY,
    is_authority: bool = False,
    purpose: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(begin).not_valid_after(end)
    made = made.add_extension(x509.BasicConstraints(is_authority, None), critical=True).add_extension(
        use, critical=True
    )
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_with.public_key())
    made = made.add_extension(above, critical=False)
    if purpose is not None:
        made = made.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return made.sign(signed_with, hashes.SHA256())
