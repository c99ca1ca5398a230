using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Primitives;

/// <summary>How the bytes of a tuple travel.</summary>
public enum TransportProtocol : byte
{
    Udp,
    Tcp,
}

/// <summary>
/// Where a datagram came from or goes to: remote address and port, protocol, and the local socket of the worker.
/// A value without references, so that it can be a dictionary key on the hot path. IPv4 is held as IPv4-mapped IPv6.
/// </summary>
/// <param name="AddressHigh">Upper 8 bytes of the address, network order read as big-endian.</param>
/// <param name="AddressLow">Lower 8 bytes.</param>
/// <param name="Port">Remote port.</param>
/// <param name="LocalSocket">Index of the worker's socket (0 is the worker's own UDP port) or of the TCP connection.</param>
public readonly record struct TransportTuple(ulong AddressHigh, ulong AddressLow, ushort Port, ushort LocalSocket, TransportProtocol Protocol)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public bool IsIPv4 => AddressHigh == 0 && (AddressLow & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>The IPv4 address in host order; meaningful when <see cref="IsIPv4"/>.</summary>
    public uint IPv4Address => (uint)AddressLow;

    /// <summary>As candidates and statistics name it.</summary>
    public string ProtocolName => Protocol == TransportProtocol.Udp ? "udp" : "tcp";

    public static TransportTuple FromIPv4(uint address, ushort port, ushort localSocket = 0, TransportProtocol protocol = TransportProtocol.Udp) =>
        new(0, MappedPrefix | address, port, localSocket, protocol);

    /// <summary>For settings and tests; allocates.</summary>
    public static TransportTuple From(IPEndPoint endPoint, ushort localSocket = 0, TransportProtocol protocol = TransportProtocol.Udp)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new TransportTuple(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            (ushort)endPoint.Port, localSocket, protocol);
    }

    /// <summary>For logs and statistics; allocates.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, AddressHigh);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], AddressLow);
        var address = new IPAddress(bytes);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Port);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int GetHashCode() =>
        (int)((AddressHigh ^ AddressLow * 0x9E37_79B9_7F4A_7C15UL ^ ((ulong)Port << 32 | (uint)LocalSocket << 8 | (byte)Protocol) * 0xC2B2_AE3D_27D4_EB4FUL) >> 32);

    public override string ToString() => $"{ProtocolName}:{ToEndPoint()}";
}
