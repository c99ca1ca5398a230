using System.Buffers.Binary;
using System.Net;

namespace Broadcast.Api.Limits;

/// <summary>
/// What counts as one address: one of IPv4, or the network of 64 bits that a host of IPv6 has (RFC 4291 §2.5.1).
/// </summary>
internal readonly record struct ClientAddress(ulong Bits, bool IsIPv6)
{
    /// <param name="address">As the server sees it, behind a known proxy as the proxy says; null counts as one address.</param>
    public static ClientAddress Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length))
            return default;
        return length == sizeof(uint)
            ? new ClientAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsIPv6: false)
            : new ClientAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsIPv6: true);
    }
}
