namespace Broadcast.Sfu.Bwe;

/// <summary>What is remembered of a packet that was sent.</summary>
/// <param name="SentUs">On the sender's clock, in units of 64 µs rounded down.</param>
/// <param name="Bytes">Rounded up to an even number.</param>
internal readonly record struct SentPacket(long SentUs, int Bytes, bool IsProbe);
