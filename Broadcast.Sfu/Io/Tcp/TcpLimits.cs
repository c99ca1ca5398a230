namespace Broadcast.Sfu.Io.Tcp;

/// <summary>What a worker grants to those who connect by TCP.</summary>
public sealed record TcpLimits
{
    /// <summary>Connections at a time; further ones are refused.</summary>
    public int Connections { get; init; } = 2_000;

    /// <summary>Of those, from one address. Many viewers may be behind one address.</summary>
    public int ConnectionsPerAddress { get; init; } = 500;

    /// <summary>And of those, the ones that have not yet shown who they are.</summary>
    public int StrangersPerAddress { get; init; } = 64;

    /// <summary>A connection that has not shown by a valid connectivity check who it is within this is closed. Milliseconds.</summary>
    public int IntroductionMs { get; init; } = 5_000;

    /// <summary>Bytes that wait for a connection which takes them too slowly; what comes beyond them is dropped, frame by frame.</summary>
    public int QueueBytes { get; init; } = 262_144;
}
