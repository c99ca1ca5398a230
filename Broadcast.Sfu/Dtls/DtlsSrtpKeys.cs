using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Dtls;

/// <summary>What a DTLS-SRTP handshake agreed on (RFC 5764 §4.2): the key this side sends with and the key the remote sends with. Wiped on dispose.</summary>
public sealed record DtlsSrtpKeys(SrtpProfile Profile, SrtpMasterKey Local, SrtpMasterKey Remote) : IDisposable
{
    public void Dispose()
    {
        Local.Dispose();
        Remote.Dispose();
    }
}
