namespace Broadcast.Sfu.Codecs;

/// <summary>A set of <see cref="DecodeTarget"/>s, one bit for each.</summary>
public readonly record struct DecodeTargets(ushort Bits)
{
    private const int OneOfEachSpatial = 0x1111;
    private const int AllTemporal = 0xF;

    public static readonly DecodeTargets None = new(0);
    public static readonly DecodeTargets All = new(0xFFFF);

    public bool Contains(DecodeTarget target) => (Bits >> target.Index & 1) != 0;

    /// <summary>Those of at least this temporal layer, whatever their spatial one.</summary>
    public static DecodeTargets FromTemporal(int temporal) => new((ushort)(OneOfEachSpatial * (AllTemporal << temporal & AllTemporal)));

    /// <summary>Those of exactly this temporal layer.</summary>
    public static DecodeTargets OfTemporal(int temporal) => new((ushort)(OneOfEachSpatial << temporal));

    /// <summary>Those of at least this spatial layer.</summary>
    public static DecodeTargets FromSpatial(int spatial) => new((ushort)(0xFFFF << 4 * spatial));

    /// <summary>Those of exactly this spatial layer.</summary>
    public static DecodeTargets OfSpatial(int spatial) => new((ushort)(AllTemporal << 4 * spatial));

    public static DecodeTargets operator |(DecodeTargets a, DecodeTargets b) => new((ushort)(a.Bits | b.Bits));
    public static DecodeTargets operator &(DecodeTargets a, DecodeTargets b) => new((ushort)(a.Bits & b.Bits));

    /// <summary>Those of <paramref name="a"/> that are not of <paramref name="b"/>.</summary>
    public static DecodeTargets operator -(DecodeTargets a, DecodeTargets b) => new((ushort)(a.Bits & ~b.Bits));
}
