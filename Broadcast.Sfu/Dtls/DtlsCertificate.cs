using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Dtls;

/// <summary>
/// A self-signed P-256 certificate, made when the process starts and shared by its transports. Peers know it by its fingerprint
/// (RFC 8122), not by its name or dates.
/// </summary>
public sealed class DtlsCertificate
{
    private const int ValidYears = 10;

    private readonly byte[] certificate;
    private readonly byte[] privateKey;

    /// <param name="certificate">In DER.</param>
    /// <param name="privateKey">In DER, in the type's own structure.</param>
    /// <param name="keyType">Such as <see cref="OpenSsl.KeyTypeEc"/>.</param>
    internal DtlsCertificate(byte[] certificate, byte[] privateKey, int keyType)
    {
        KeyType = keyType;
        this.certificate = certificate;
        this.privateKey = privateKey;
        Fingerprints = [DtlsFingerprints.Compute("sha-256", certificate)];
    }

    /// <summary>SHA-256 of the certificate, as announced to peers.</summary>
    public IReadOnlyList<DtlsFingerprint> Fingerprints { get; }

    internal int KeyType { get; }
    internal ReadOnlySpan<byte> Certificate => certificate;
    internal ReadOnlySpan<byte> PrivateKey => privateKey;

    /// <param name="now">The host's wall clock; the certificate is valid from the day before, for clients whose clock is behind.</param>
    public static DtlsCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broadcast", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(ValidYears));
        return new DtlsCertificate(certificate.RawData, key.ExportECPrivateKey(), OpenSsl.KeyTypeEc);
    }
}
