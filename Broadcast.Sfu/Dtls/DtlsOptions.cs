namespace Broadcast.Sfu.Dtls;

/// <summary>Limits of a <see cref="DtlsSession"/>.</summary>
public sealed class DtlsOptions
{
    /// <summary>Largest DTLS datagram sent, in bytes of UDP payload.</summary>
    public int Mtu { get; init; } = 1_200;

    /// <summary>A flight that is not answered is first repeated after this, then after twice as long, and so on. Milliseconds.</summary>
    public int RetransmissionMs { get; init; } = 100;

    /// <summary>
    /// How often a flight is repeated that the remote does not go on from; then it is only waited for. Times. What else the remote sends
    /// than its first message over again is one more each.
    /// </summary>
    public int MaxRepeats { get; init; } = 5;

    /// <summary>A handshake that takes longer has failed. Milliseconds.</summary>
    public int HandshakeTimeoutMs { get; init; } = 30_000;

    /// <summary>How long after the handshake its last flight can still be repeated; then OpenSSL's state is freed. Milliseconds.</summary>
    public int SettleMs { get; init; } = 10_000;
}
