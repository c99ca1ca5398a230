using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Ice;

/// <summary>What a binding message did, so that the owner can keep its tables of tuples and usernames.</summary>
public readonly record struct IceBindingResult
{
    /// <summary>False: the message was dropped or answered with an error, for <see cref="Reason"/>.</summary>
    public bool Accepted { get; init; }
    public DropReason Reason { get; init; }
    /// <summary>It was looked at, and it is no check of the client's.</summary>
    public bool IsForeign { get; init; }
    /// <summary>The tuple that had to make room, if any.</summary>
    public TransportTuple? RemovedTuple { get; init; }
    public bool StateChanged { get; init; }
    public bool SelectedTupleChanged { get; init; }
    /// <summary>The credentials from before a restart that this message, using the new ones, made invalid.</summary>
    public IceCredentials? Retired { get; init; }
}
