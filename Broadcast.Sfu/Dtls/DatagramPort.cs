using System.Runtime.CompilerServices;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Dtls;

/// <summary>What one call into OpenSSL may read and what it wrote: lives on the caller's stack for as long as the call.</summary>
internal unsafe struct DatagramPort(byte* input, int inputLength, byte* output, int outputCapacity)
{
    private int outputLength;

    /// <summary>Bytes of the datagram not yet read; a datagram is read once, whole or cut.</summary>
    public int InputLength { get; private set; } = inputLength;

    public int TakeInput(byte* buffer, int length)
    {
        var taken = Math.Min(length, InputLength);
        Unsafe.CopyBlockUnaligned(buffer, input, (uint)taken);
        InputLength = 0;
        return taken;
    }

    /// <summary>Keeps one datagram behind its length; what does not fit is lost, as a network may lose it.</summary>
    public void AddOutput(byte* buffer, int length)
    {
        if (length <= 0 || length > ushort.MaxValue || outputLength + sizeof(ushort) + length > outputCapacity)
            return;
        Unsafe.WriteUnaligned(output + outputLength, (ushort)length);
        Unsafe.CopyBlockUnaligned(output + outputLength + sizeof(ushort), buffer, (uint)length);
        outputLength += sizeof(ushort) + length;
    }

    /// <param name="allowance">Bytes to send at most.</param>
    /// <returns>Bytes sent.</returns>
    public readonly int SendOutput(in TransportTuple to, SendBatch batch, int allowance)
    {
        var sent = 0;
        for (var offset = 0; offset < outputLength;)
        {
            int length = Unsafe.ReadUnaligned<ushort>(output + offset);
            offset += sizeof(ushort);
            if (sent + length <= allowance)
            {
                batch.Add(to, new ReadOnlySpan<byte>(output + offset, length));
                sent += length;
            }
            offset += length;
        }
        return sent;
    }
}
