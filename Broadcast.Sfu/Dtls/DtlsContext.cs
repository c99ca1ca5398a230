using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Dtls;

/// <summary>What all sessions of a worker share: certificate, ciphers and SRTP profiles (an SSL_CTX). May be shared by threads.</summary>
public sealed class DtlsContext : IDisposable
{
    public DtlsContext(DtlsCertificate certificate, DtlsOptions options) => throw new NotSupportedException();

    public IReadOnlyList<DtlsFingerprint> Fingerprints => throw new NotSupportedException();

    /// <param name="localRole">Client or server, as negotiated.</param>
    /// <param name="remoteFingerprints">The remote's certificate must match one of these.</param>
    public DtlsSession CreateSession(DtlsRole localRole, IReadOnlyList<DtlsFingerprint> remoteFingerprints) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
