namespace Broadcast.Sfu.Srtp;

/// <summary>Sizes that follow from a profile, in bytes.</summary>
public static class SrtpProfileExtensions
{
    public const int KeyLength = 16;

    /// <summary>What <see cref="SrtpSender"/> and <see cref="SrtpSender.ProtectRtcp"/> add at most, over all profiles.</summary>
    public const int MaxOverhead = 20;

    /// <summary>Of the master salt, and of the session salts derived from it.</summary>
    public static int SaltLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    public static int TagLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 16 : 10;
}
