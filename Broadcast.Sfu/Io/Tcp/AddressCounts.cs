using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>How many of something each remote address has. Of IPv6 a host has a whole network of 64 bits (RFC 4291 §2.5.1), so that counts as one.</summary>
internal sealed class AddressCounts
{
    private readonly Dictionary<(ulong High, ulong Low), int> counts = [];

    public int this[in TransportTuple from] => counts.GetValueOrDefault(KeyOf(from));

    public void Add(in TransportTuple from) => counts[KeyOf(from)] = this[from] + 1;

    /// <param name="from">Was added.</param>
    public void Remove(in TransportTuple from)
    {
        var left = this[from] - 1;
        if (left == 0)
            counts.Remove(KeyOf(from));
        else
            counts[KeyOf(from)] = left;
    }

    private static (ulong High, ulong Low) KeyOf(in TransportTuple from) => (from.AddressHigh, from.IsIPv4 ? from.AddressLow : 0);
}
