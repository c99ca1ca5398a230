using System.Globalization;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>The profiles of H.264 that <c>profile-level-id</c> tells apart (RFC 6184 §8.1, table 5).</summary>
public enum H264Profile
{
    ConstrainedBaseline,
    Baseline,
    Main,
    ConstrainedHigh,
    High,
}

/// <summary>Reads <c>profile-level-id</c>: six hex digits of profile_idc, profile-iop and level_idc.</summary>
public static class H264ProfileLevelId
{
    /// <summary>What an absent parameter means.</summary>
    public const string Default = "420010";

    private const int ConstraintSet0 = 0x80;
    private const int ConstraintSet1 = 0x40;
    private const int ConstraintSets4And5 = 0x0C;

    /// <returns>False if it is not six hex digits or names a profile that no browser has.</returns>
    public static bool TryParse(string text, out H264Profile profile, out byte level)
    {
        profile = default;
        level = 0;
        if (text.Length != 6 || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        level = (byte)value;
        return TryReadProfile((byte)(value >> 16), (byte)(value >> 8), out profile);
    }

    private static bool TryReadProfile(byte profileIdc, byte iop, out H264Profile profile)
    {
        (profile, var known) = profileIdc switch
        {
            0x42 when (iop & ConstraintSet1) != 0 => (H264Profile.ConstrainedBaseline, true),
            0x42 => (H264Profile.Baseline, true),
            0x4D when (iop & ConstraintSet0) != 0 => (H264Profile.ConstrainedBaseline, true),
            0x4D => (H264Profile.Main, true),
            0x64 when (iop & ConstraintSets4And5) == ConstraintSets4And5 => (H264Profile.ConstrainedHigh, true),
            0x64 => (H264Profile.High, true),
            _ => (default, false),
        };
        return known;
    }
}
