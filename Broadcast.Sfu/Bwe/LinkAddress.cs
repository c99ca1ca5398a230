using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Bwe;

/// <summary>By what viewers of one household or office are told from others: their IPv4 address, or the first 64 bits of that of IPv6.</summary>
internal readonly record struct LinkAddress(ulong High, ulong Low)
{
    public static LinkAddress Of(in TransportTuple tuple) => new(tuple.AddressHigh, tuple.IsIPv4 ? tuple.AddressLow : 0);
}
