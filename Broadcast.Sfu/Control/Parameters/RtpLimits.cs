namespace Broadcast.Sfu.Control.Parameters;

/// <summary>Bounds on what a client may describe; generous against every browser, tight against abuse.</summary>
public static class RtpLimits
{
    public const int MaxCodecs = 64;
    public const int MaxFeedbackPerCodec = 16;
    public const int MaxParametersPerCodec = 32;
    public const int MaxHeaderExtensions = 64;
    public const int MaxEncodings = 8;
    public const int MaxClockRate = 1_000_000;
    public const int MaxChannels = 8;
    public const int MaxNameLength = 64;
    public const int MaxTextLength = 256;
    /// <summary>RFC 8285 one-byte elements carry 16 bytes.</summary>
    public const int MaxMidLength = 16;
    public const int MaxRidLength = 16;
    public const int MaxCnameLength = 255;
    /// <summary>Of spatial and of temporal layers, counted from 0.</summary>
    public const int MaxLayer = MaxEncodings - 1;
}
