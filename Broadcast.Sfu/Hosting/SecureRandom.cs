using System.Security.Cryptography;

namespace Broadcast.Sfu.Hosting;

/// <summary>The operating system's generator in the shape that the core takes; for ICE credentials it must not be predictable.</summary>
internal sealed class SecureRandom : Random
{
    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    public override int Next(int maxValue) => maxValue == 0 ? 0 : RandomNumberGenerator.GetInt32(maxValue);

    public override int Next(int minValue, int maxValue) =>
        minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);

    public override long NextInt64() => NextInt64(0, long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <summary>Off uniform by less than one part in 2^63.</summary>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        Span<byte> bytes = stackalloc byte[16];
        NextBytes(bytes);
        var range = (UInt128)((Int128)maxValue - minValue);
        return range == 0 ? minValue : (long)(minValue + (Int128)(BitConverter.ToUInt128(bytes) % range));
    }

    public override double NextDouble() => Sample();

    public override float NextSingle() => (RandomNumberGenerator.GetInt32(1 << 24)) / (float)(1 << 24);

    protected override double Sample()
    {
        Span<byte> bytes = stackalloc byte[8];
        NextBytes(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) / (double)(1UL << 53);
    }
}
