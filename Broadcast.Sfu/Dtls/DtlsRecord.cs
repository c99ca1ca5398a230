using System.Buffers.Binary;

namespace Broadcast.Sfu.Dtls;

/// <summary>The header of a DTLS record (RFC 6347 §4.1).</summary>
internal static class DtlsRecord
{
    private const int HeaderLength = 13;
    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const byte ClientHello = 1;
    private const byte VersionMajor = 0xFE;

    /// <summary>Whether a datagram begins with a whole record of DTLS 1.0 or 1.2.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> datagram) =>
        datagram.Length > HeaderLength &&
        datagram[0] is >= ChangeCipherSpec and <= ApplicationData &&
        datagram[1] == VersionMajor &&
        BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]) <= datagram.Length - HeaderLength;

    /// <summary>Whether a datagram begins with the client's first message, which anybody can make.</summary>
    public static bool IsClientHello(ReadOnlySpan<byte> datagram) =>
        datagram.Length > HeaderLength && datagram[0] == Handshake && BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]) == 0 && datagram[HeaderLength] == ClientHello;
}
