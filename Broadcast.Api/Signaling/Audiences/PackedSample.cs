using System.Runtime.InteropServices;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>A <see cref="QualitySample"/> in 16 bytes: shares in steps of 1/255, what is too large as the largest.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct PackedSample
{
    private const ushort Unknown = ushort.MaxValue;
    private const byte HeldBack = 0x80;

    private readonly uint seconds;
    private readonly ushort kilobits;
    private readonly ushort height;
    private readonly ushort roundTripMs;
    private readonly byte lost;
    private readonly byte frozen;
    private readonly byte concealed;
    private readonly byte dropped;
    private readonly byte blame;
    private readonly byte busy;

    public PackedSample(QualitySample sample)
    {
        seconds = (uint)sample.At.ToUnixTimeSeconds();
        kilobits = (ushort)Math.Clamp(sample.Bitrate / 1_000, 0, ushort.MaxValue);
        height = (ushort)Math.Clamp(sample.Height, 0, ushort.MaxValue);
        roundTripMs = sample.RoundTripMs is { } known ? (ushort)Math.Clamp(known, 0, Unknown - 1) : Unknown;
        lost = ByteOf(sample.Lost);
        frozen = ByteOf(sample.Frozen);
        concealed = ByteOf(sample.Concealed);
        dropped = ByteOf(sample.Dropped);
        blame = (byte)((byte)sample.Blame | (sample.HeldBack ? HeldBack : 0));
        busy = ByteOf(sample.Busy);
    }

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(seconds);

    public QualityBlame Blame => (QualityBlame)(blame & ~HeldBack);

    public QualitySample Unpack() => new(
        At, kilobits * 1_000d, height, ShareOf(lost), roundTripMs == Unknown ? null : roundTripMs,
        ShareOf(frozen), ShareOf(concealed), ShareOf(dropped), ShareOf(busy), (blame & HeldBack) != 0, Blame);

    private static byte ByteOf(double share) => (byte)Math.Round(Math.Clamp(share, 0, 1) * byte.MaxValue);

    private static double ShareOf(byte packed) => Math.Round(packed / (double)byte.MaxValue, 3);
}
