using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Authenticates and decrypts what arrives on one transport: SRTP and SRTCP under one master key (RFC 3711, RFC 7714). Used by one thread.
/// </summary>
public sealed class SrtpReceiver : IDisposable
{
    /// <param name="masterKey">Read during construction only; the caller disposes it.</param>
    public SrtpReceiver(SrtpMasterKey masterKey) => throw new NotSupportedException();

    /// <summary>Decrypts one SRTP packet in place.</summary>
    /// <param name="packet">Undefined afterwards if this fails.</param>
    /// <param name="length">Bytes of the RTP packet at the start of <paramref name="packet"/>.</param>
    /// <param name="reason">Why it failed.</param>
    public bool TryUnprotect(Span<byte> packet, out int length, out DropReason reason) => throw new NotSupportedException();

    /// <summary>Decrypts one SRTCP packet in place.</summary>
    /// <inheritdoc cref="TryUnprotect"/>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length, out DropReason reason) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
