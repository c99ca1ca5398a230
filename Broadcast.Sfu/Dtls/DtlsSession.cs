using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Dtls;

/// <summary>
/// One DTLS 1.2 association (RFC 6347) that exists to agree on SRTP keys (RFC 5764). Fed with datagrams and timeouts; what it
/// wants sent goes into the batch it is given, to the tuple it is given. Used by one thread.
/// </summary>
public sealed class DtlsSession : IDisposable
{
    internal DtlsSession() => throw new NotSupportedException();

    public DtlsRole LocalRole => throw new NotSupportedException();
    public DtlsState State => throw new NotSupportedException();

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextTimeout => throw new NotSupportedException();

    /// <summary>Begins; as a client this sends the first flight. Call once, when ICE has a selected tuple.</summary>
    public void Start(Instant now, in TransportTuple to, SendBatch output) => throw new NotSupportedException();

    /// <summary>Takes one datagram whose first byte is 20–63 (RFC 7983).</summary>
    public bool Handle(Instant now, ReadOnlySpan<byte> datagram, in TransportTuple to, SendBatch output, out DropReason reason) =>
        throw new NotSupportedException();

    public void HandleTimeout(Instant now, in TransportTuple to, SendBatch output) => throw new NotSupportedException();

    /// <summary>The keys, once, after <see cref="State"/> became connected. The caller disposes them.</summary>
    public bool TryTakeSrtpKeys(out DtlsSrtpKeys? keys) => throw new NotSupportedException();

    /// <summary>Frees OpenSSL's state early, for example when SRTP of the remote proved that it has finished too.</summary>
    public void ReleaseHandshakeState() => throw new NotSupportedException();

    /// <summary>Sends close_notify, if there still is a state to send it with, and closes.</summary>
    public void Close(in TransportTuple to, SendBatch output) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
