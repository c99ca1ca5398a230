namespace Broadcast.Bench.Join;

/// <summary>What one crowd cost and saw.</summary>
/// <param name="Times">How long it waited.</param>
/// <param name="CpuMsPerJoin">Of the server, forwarding taken off.</param>
/// <param name="BareHandshakeMs">CPU time of a <see cref="BareHandshake"/> just before and after.</param>
/// <param name="CpuMsPerJoinWithMedia">Forwarding included.</param>
/// <param name="KeyFrameRequests">That reached the presenter meanwhile.</param>
/// <param name="WatchersLost">Packets lost by those who watched already.</param>
/// <param name="GeneratorLost">Packets that the generator itself could not take.</param>
internal sealed record JoinRow(JoinTimes Times, double CpuMsPerJoin, double BareHandshakeMs, double CpuMsPerJoinWithMedia, long KeyFrameRequests, long WatchersLost, long GeneratorLost)
{
    public double RatioToBareHandshake => CpuMsPerJoin / BareHandshakeMs;
}
