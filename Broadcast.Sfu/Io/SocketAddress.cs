using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>struct sockaddr_in and sockaddr_in6, written from and read into a <see cref="TransportTuple"/>.</summary>
internal static unsafe class SocketAddress
{
    /// <summary>Room for either form.</summary>
    public const int MaxLength = 28;

    private const int Inet4Length = 16;

    /// <param name="to">Its address must be IPv4 if <paramref name="isIPv4"/>.</param>
    /// <param name="isIPv4">Whether the socket is of family AF_INET; a dual-stack socket takes IPv4 as mapped.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Length of the address.</returns>
    public static uint Write(in TransportTuple to, bool isIPv4, byte* destination)
    {
        if (isIPv4)
        {
            Unsafe.WriteUnaligned(destination, (ushort)LinuxConstants.AddressFamilyInet);
            Unsafe.WriteUnaligned(destination + 2, BinaryPrimitives.ReverseEndianness(to.Port));
            Unsafe.WriteUnaligned(destination + 4, BinaryPrimitives.ReverseEndianness(to.IPv4Address));
            Unsafe.WriteUnaligned(destination + 8, 0UL);
            return Inet4Length;
        }
        Unsafe.WriteUnaligned(destination, (ushort)LinuxConstants.AddressFamilyInet6);
        Unsafe.WriteUnaligned(destination + 2, BinaryPrimitives.ReverseEndianness(to.Port));
        Unsafe.WriteUnaligned(destination + 4, 0U);
        Unsafe.WriteUnaligned(destination + 8, BinaryPrimitives.ReverseEndianness(to.AddressHigh));
        Unsafe.WriteUnaligned(destination + 16, BinaryPrimitives.ReverseEndianness(to.AddressLow));
        Unsafe.WriteUnaligned(destination + 24, 0U);
        return MaxLength;
    }

    public static TransportTuple Read(byte* source, ushort localSocket, TransportProtocol protocol = TransportProtocol.Udp)
    {
        var port = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(source + 2));
        if (Unsafe.ReadUnaligned<ushort>(source) == LinuxConstants.AddressFamilyInet)
            return TransportTuple.FromIPv4(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(source + 4)), port, localSocket, protocol);
        return new TransportTuple(
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(source + 8)),
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(source + 16)),
            port, localSocket, protocol);
    }
}
