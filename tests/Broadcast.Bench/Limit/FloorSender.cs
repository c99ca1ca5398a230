using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;
using SocketAddress = Broadcast.Sfu.Io.SocketAddress;

namespace Broadcast.Bench.Limit;

/// <summary>
/// The least that must be done for a viewer: a header of its own, AES-128-GCM under a key of its own, one segmented message per frame.
/// No state, no statistics, no decision, no timers: what an engine adds to this is its price.
/// </summary>
internal sealed unsafe class FloorSender : IDisposable
{
    private const int ViewersPerCall = 32;
    private const int MaxPackets = 8;
    private const int HeaderLength = 12;
    private const int MaxMessageLength = MaxPackets * (TestStream.MaxPacketLength + AesGcmContext.TagLength);

    private readonly UdpSocket socket;
    private readonly Viewer[] viewers;
    private readonly byte[] frame = Pinned<byte>(MaxPackets * TestStream.MaxPacketLength);
    private readonly byte[] slab = Pinned<byte>(ViewersPerCall * MaxMessageLength);
    private readonly byte[] addresses;
    private readonly Libc.MessageHeader[] headers = Pinned<Libc.MessageHeader>(ViewersPerCall);
    private readonly Libc.IoVector[] vectors = Pinned<Libc.IoVector>(ViewersPerCall);
    private readonly Libc.ControlMessage[] controls = Pinned<Libc.ControlMessage>(ViewersPerCall);
    private int packets;
    private int packetLength;

    public FloorSender(IPAddress address, ushort[] ports)
    {
        socket = UdpSocket.Open(new IPEndPoint(IPAddress.IPv6Any, 0), new SocketBuffers(4 << 20, 4 << 20));
        viewers = [.. ports.Select(_ => new Viewer(EvpCipherHandle.Aes128Gcm(RandomNumberGenerator.GetBytes(16), encrypts: true)))];
        addresses = Pinned<byte>(ports.Length * SocketAddress.MaxLength);
        for (var i = 0; i < ports.Length; i++)
            SocketAddress.Write(TransportTuple.From(new IPEndPoint(address, ports[i])), isIPv4: false, Pointer(addresses) + i * SocketAddress.MaxLength);
    }

    /// <summary>From the next frame's first packet on, viewers get the numbers that the publisher gave; without it, numbers of their own.</summary>
    public void Follow(ushort sequenceNumber)
    {
        if (packets != 0)
            return;
        foreach (var viewer in viewers)
            viewer.Sequence = (viewer.Sequence & ~0xFFFFL) + 0x1_0000 + sequenceNumber - 1;
    }

    /// <summary>Takes one packet of the frame; all are sent as long as the first, which is the longest.</summary>
    public void Take(ReadOnlySpan<byte> packet)
    {
        if (packets == 0)
            packetLength = packet.Length;
        packet.CopyTo(frame.AsSpan(packets++ * TestStream.MaxPacketLength));
    }

    public void SendFrame()
    {
        for (var first = 0; first < viewers.Length; first += ViewersPerCall)
        {
            var count = Math.Min(ViewersPerCall, viewers.Length - first);
            for (var i = 0; i < count; i++)
                Prepare(i, first + i);
            Send(count);
        }
        packets = 0;
    }

    public void Dispose()
    {
        foreach (var viewer in viewers)
            viewer.Cipher.Dispose();
        socket.Dispose();
    }

    private void Prepare(int slot, int viewer)
    {
        var start = Pointer(slab) + slot * MaxMessageLength;
        var output = start;
        for (var i = 0; i < packets; i++)
            output += Seal(viewers[viewer], Pointer(frame) + i * TestStream.MaxPacketLength, output);
        vectors[slot] = new Libc.IoVector { Base = start, Length = (nuint)(output - start) };
        controls[slot] = new Libc.ControlMessage
        {
            Header = new() { Length = Libc.ControlMessage.HeaderLength + sizeof(ushort), Level = LinuxConstants.LevelUdp, Type = LinuxConstants.UdpSegment },
            Value = (ulong)(packetLength + AesGcmContext.TagLength),
        };
        headers[slot] = new Libc.MessageHeader
        {
            Name = Pointer(addresses) + viewer * SocketAddress.MaxLength, NameLength = SocketAddress.MaxLength,
            Vectors = Pointer(vectors) + slot, VectorCount = 1,
            Control = (byte*)(Pointer(controls) + slot), ControlLength = (nuint)sizeof(Libc.ControlMessage),
        };
    }

    private int Seal(Viewer viewer, byte* packet, byte* output)
    {
        var nonce = stackalloc byte[AesGcmContext.NonceLength];
        int written;
        Unsafe.CopyBlockUnaligned(output, packet, HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(output + 2, 2), (ushort)++viewer.Sequence);
        Unsafe.WriteUnaligned(nonce, viewer.Sequence);
        var context = viewer.Cipher.DangerousGetHandle();
        LibCrypto.CipherSetIv(context, 0, 0, null, nonce, -1);
        LibCrypto.CipherUpdate(context, null, &written, output, HeaderLength);
        LibCrypto.CipherUpdate(context, output + HeaderLength, &written, packet + HeaderLength, packetLength - HeaderLength);
        LibCrypto.CipherFinal(context, nonce, &written);
        LibCrypto.CipherControl(context, LibCrypto.GetTag, AesGcmContext.TagLength, output + packetLength);
        return packetLength + AesGcmContext.TagLength;
    }

    private void Send(int count)
    {
        for (var sent = 0; sent < count;)
            sent += Math.Max(1, Libc.SendMessages(socket, Pointer(headers) + sent, (uint)(count - sent), 0));
    }

    private static T[] Pinned<T>(int length) where T : unmanaged => GC.AllocateArray<T>(length, pinned: true);

    private static T* Pointer<T>(T[] pinned) where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private sealed class Viewer(EvpCipherHandle cipher)
    {
        public EvpCipherHandle Cipher { get; } = cipher;
        public long Sequence { get; set; }
    }
}
