using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>Sends nothing, and remembers what it was that it did not send.</summary>
internal sealed class Discard : IDatagramSink
{
    public int Datagrams { get; private set; }

    /// <summary>RTP sequence number of the last datagram.</summary>
    public ushort LastSequence { get; private set; }

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
        {
            Datagrams += message.Segments;
            LastSequence = BinaryPrimitives.ReadUInt16BigEndian(slab.AsSpan(message.Offset + (message.Segments - 1) * message.SegmentSize + 2));
        }
    }
}
