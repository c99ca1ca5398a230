using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What other nodes send one pipe: the id by which it is known, and the key that opens it.</summary>
/// <param name="pipe">Whose it is.</param>
/// <param name="address">As the other end is told.</param>
/// <param name="receiver">Owned from here on.</param>
internal sealed class PipeInlet(NodePipeTransport pipe, PipeAddress address, SrtpReceiver receiver) : IDisposable
{
    public NodePipeTransport Pipe => pipe;
    public PipeAddress Address => address;
    public SrtpReceiver Receiver => receiver;

    /// <summary>Whether anything authentic has come by it.</summary>
    public bool IsUsed { get; set; }

    public void Dispose() => receiver.Dispose();
}
