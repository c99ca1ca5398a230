using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing;

/// <summary>What a datagram, a timer or a request is about, and what goes when handling it throws.</summary>
internal interface IHandled
{
    /// <summary>Closes because of something that nobody asked for, and says so.</summary>
    /// <param name="reason">In words, for whoever held it.</param>
    void CloseUnasked(Instant now, string reason, SendBatch output);
}
