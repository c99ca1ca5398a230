using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Dtls;

/// <summary>What all sessions share: certificate, ciphers and SRTP profiles (an SSL_CTX). May be shared by threads.</summary>
public sealed unsafe class DtlsContext : IDisposable
{
    /// <summary>Ours is an ECDSA certificate, so that RSA applies only to servers we are the client of.</summary>
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:" +
        "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305";

    private const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    private const ulong SslOptions =
        OpenSsl.OptionNoQueryMtu | OpenSsl.OptionNoTicket | OpenSsl.OptionServerPreference | OpenSsl.OptionNoRenegotiation;

    private readonly SslContextHandle context;
    private readonly DtlsCertificate certificate;
    private readonly DtlsOptions options;

    /// <exception cref="CryptographicException">OpenSSL is missing what DTLS-SRTP needs.</exception>
    public DtlsContext(DtlsCertificate certificate, DtlsOptions options)
        : this(certificate, options, NarrowProvider.LibraryContext)
    {
    }

    internal DtlsContext(DtlsCertificate certificate, DtlsOptions options, nint libraryContext)
    {
        context = new SslContextHandle(libraryContext);
        this.certificate = certificate;
        this.options = options;
        if (context.IsInvalid)
            throw new CryptographicException("libssl cannot create a DTLS context.");
        var pointer = context.DangerousGetHandle();
        OpenSsl.ContextSetOptions(pointer, SslOptions);
        OpenSsl.ContextSetVerify(pointer, OpenSsl.VerifyPeer | OpenSsl.VerifyFailIfNoCertificate, 0);
        OpenSsl.ContextSetVerifyCallback(pointer, &AcceptAnyCertificate, 0);
        var isConfigured =
            OpenSsl.ContextControl(pointer, OpenSsl.SetMinProtocol, OpenSsl.Dtls12, null) == 1 &&
            OpenSsl.ContextControl(pointer, OpenSsl.SetMaxProtocol, OpenSsl.Dtls12, null) == 1 &&
            OpenSsl.ContextSetCipherList(pointer, Ciphers) == 1 &&
            OpenSsl.ContextSetUseSrtp(pointer, SrtpProfiles) == 0 &&
            TrySetGroups(pointer) &&
            TryUseCertificate(pointer);
        // Sessions are never resumed: each has its own certificate to check.
        _ = OpenSsl.ContextControl(pointer, OpenSsl.SetSessionCacheMode, 0, null);
        if (!isConfigured)
            throw new CryptographicException("libssl refuses the settings of DTLS-SRTP.");
    }

    /// <summary>Of this side's certificate.</summary>
    public IReadOnlyList<DtlsFingerprint> Fingerprints => certificate.Fingerprints;

    /// <param name="localRole">Client or server, as negotiated.</param>
    /// <param name="remoteFingerprints">The remote's certificate must match one of these.</param>
    public DtlsSession CreateSession(DtlsRole localRole, IReadOnlyList<DtlsFingerprint> remoteFingerprints)
    {
        if (localRole == DtlsRole.Auto)
            throw new ArgumentOutOfRangeException(nameof(localRole), localRole, "The role is decided before a session begins.");
        return new DtlsSession(new SslHandle(context, localRole, options), localRole, remoteFingerprints, options);
    }

    public void Dispose() => context.Dispose();

    private static bool TrySetGroups(nint pointer)
    {
        fixed (byte* groups = "X25519:P-256:P-384:P-521\0"u8)
            return OpenSsl.ContextControl(pointer, OpenSsl.SetGroupsList, 0, groups) == 1;
    }

    private bool TryUseCertificate(nint pointer)
    {
        fixed (byte* der = certificate.Certificate, key = certificate.PrivateKey)
        {
            return OpenSsl.ContextUseCertificate(pointer, certificate.Certificate.Length, der) == 1
                && OpenSsl.ContextUsePrivateKey(certificate.KeyType, pointer, key, certificate.PrivateKey.Length) == 1;
        }
    }

    /// <summary>Certificates are self-signed; the session compares the fingerprint once the remote has proved that it holds the key.</summary>
    [UnmanagedCallersOnly]
    private static int AcceptAnyCertificate(nint store, nint argument) => 1;
}
