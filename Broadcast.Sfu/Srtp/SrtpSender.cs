namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Protects what leaves on one transport: RTP and RTCP under one master key (RFC 3711, RFC 7714). Used by one thread.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    /// <param name="masterKey">Read during construction only; the caller disposes it.</param>
    public SrtpSender(SrtpMasterKey masterKey) => throw new NotSupportedException();

    /// <summary>Encrypts and authenticates one RTP packet in place.</summary>
    /// <param name="buffer">The packet, followed by at least <see cref="SrtpProfileExtensions.MaxOverhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes to send; 0 if it must not be sent: no RTP, or (GCM) an index that was used before, as a nonce may never repeat.</returns>
    public int Protect(Span<byte> buffer, int length) => throw new NotSupportedException();

    /// <summary>Encrypts and authenticates one compound RTCP packet in place.</summary>
    /// <inheritdoc cref="Protect"/>
    public int ProtectRtcp(Span<byte> buffer, int length) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
