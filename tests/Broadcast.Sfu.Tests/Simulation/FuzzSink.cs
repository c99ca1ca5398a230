using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Where answers to hostile datagrams go: counted and gone.</summary>
public sealed class FuzzSink : IDatagramSink
{
    public long Datagrams { get; private set; }

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
            Datagrams += message.Segments;
    }
}
