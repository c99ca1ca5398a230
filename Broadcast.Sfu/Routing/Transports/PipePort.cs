using System.Buffers.Binary;
using System.Security.Cryptography;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// The worker's UDP port for pipes to other nodes, which is open while there are any. A datagram begins with the id of the pipe that it is
/// for, and is for it whatever address it comes from.
/// </summary>
/// <param name="options">Where it is bound, and what other nodes are told.</param>
/// <param name="drops">Counts what is for none.</param>
/// <param name="sockets">Of the worker's thread.</param>
internal sealed class PipePort(WorkerOptions options, DropCounters drops, IWorkerSockets sockets)
{
    /// <summary>Bytes of the id at the start of each datagram, in network order.</summary>
    public const int IdLength = sizeof(uint);

    /// <summary>Of what follows the id: an RTCP packet, its authentication and its index.</summary>
    private const int ShortestPacket = 8;

    private readonly Dictionary<uint, PipeInlet> inlets = [];
    private ushort socket;
    private int port;

    /// <summary>Marks what is sent from here.</summary>
    public ushort Socket => socket;

    /// <summary>Whether a datagram that came by this socket is for one of the pipes.</summary>
    public bool Owns(ushort localSocket) => localSocket == socket && socket != 0;

    /// <returns>False if the port cannot be bound.</returns>
    public bool TryOpen() => socket != 0 || sockets.TryOpen(options.PipeListenIp, options.PipePort, out socket, out port);

    /// <summary>A new id and key, both random. The port is open.</summary>
    public PipeInlet Open(NodePipeTransport pipe)
    {
        Span<byte> secret = stackalloc byte[SrtpProfileExtensions.KeyLength + SrtpProfile.AeadAes128Gcm.SaltLength()];
        RandomNumberGenerator.Fill(secret);
        using var master = new SrtpMasterKey(SrtpProfile.AeadAes128Gcm, secret[..SrtpProfileExtensions.KeyLength], secret[SrtpProfileExtensions.KeyLength..]);
        var address = new PipeAddress(options.PipeAddress.ToString(), port, NewId(), Convert.ToBase64String(secret));
        CryptographicOperations.ZeroMemory(secret);
        var inlet = new PipeInlet(pipe, address, new SrtpReceiver(master, isFromNode: true));
        inlets.Add(address.Pipe, inlet);
        return inlet;
    }

    public void Close(PipeInlet inlet)
    {
        inlets.Remove(inlet.Address.Pipe);
        inlet.Dispose();
        if (inlets.Count > 0 || socket == 0)
            return;
        sockets.Close(socket);
        socket = 0;
    }

    /// <returns>Null, and it is counted, if the datagram is for no pipe.</returns>
    public PipeInlet? Find(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < IdLength + ShortestPacket)
            drops.Count(DropReason.PipeMalformed);
        else if (inlets.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(datagram), out var inlet))
            return inlet;
        else
            drops.Count(DropReason.PipeUnknown);
        return null;
    }

    private uint NewId()
    {
        Span<byte> id = stackalloc byte[IdLength];
        uint value;
        do
        {
            RandomNumberGenerator.Fill(id);
            value = BinaryPrimitives.ReadUInt32BigEndian(id);
        }
        while (value == 0 || inlets.ContainsKey(value));
        return value;
    }
}
