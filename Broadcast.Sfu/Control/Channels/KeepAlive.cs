namespace Broadcast.Sfu.Control.Channels;

/// <summary>How soon either end of a control connection learns that the other is gone without a word.</summary>
internal static class KeepAlive
{
    /// <summary>Between two pings.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Without an answer the connection is lost.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
}
