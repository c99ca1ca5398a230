using System.Security.Cryptography;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Dtls;

/// <summary>What a DTLS-SRTP handshake agreed on (RFC 5764 §4.2): the key this side sends with and the key the remote sends with. Wiped on dispose.</summary>
public sealed record DtlsSrtpKeys(SrtpProfile Profile, SrtpMasterKey Local, SrtpMasterKey Remote) : IDisposable
{
    private const int MaxMaterialLength = 2 * (16 + 14);

    public void Dispose()
    {
        Local.Dispose();
        Remote.Dispose();
    }

    /// <summary>The exported material is client key, server key, client salt, server salt.</summary>
    /// <returns>Null if no profile was agreed on.</returns>
    internal static DtlsSrtpKeys? Export(SslHandle ssl, DtlsRole localRole)
    {
        if (ssl.SelectedSrtpProfile() is not { } profile)
            return null;
        const int KeyLength = SrtpProfileExtensions.KeyLength;
        var saltLength = profile.SaltLength();
        Span<byte> material = stackalloc byte[MaxMaterialLength];
        material = material[..(2 * (KeyLength + saltLength))];
        if (!ssl.TryExport("EXTRACTOR-dtls_srtp"u8, material))
            return null;
        var salts = material[(2 * KeyLength)..];
        var client = new SrtpMasterKey(profile, material[..KeyLength], salts[..saltLength]);
        var server = new SrtpMasterKey(profile, material[KeyLength..(2 * KeyLength)], salts[saltLength..]);
        CryptographicOperations.ZeroMemory(material);
        return localRole == DtlsRole.Client ? new DtlsSrtpKeys(profile, client, server) : new DtlsSrtpKeys(profile, server, client);
    }
}
