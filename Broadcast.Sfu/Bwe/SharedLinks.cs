namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Who of a worker's viewers may be behind one link: while they are few all of them, for then it may be the node's own; and of those who come
/// later who has the same address, as a household or an office has.
/// </summary>
internal sealed class SharedLinks
{
    private readonly SharedLink ofNode = new();
    private readonly Dictionary<LinkAddress, SharedLink> ofAddresses = [];

    /// <returns>Null if too many have the address.</returns>
    public LinkMember? Join(LinkAddress address)
    {
        if (ofNode.Join(address) is { } member)
            return member;
        if (!ofAddresses.TryGetValue(address, out var link))
            ofAddresses.Add(address, link = new SharedLink());
        return link.Join(address);
    }

    public void Leave(LinkMember member)
    {
        member.Link.Leave(member);
        if (member.Link != ofNode && member.Link.Count == 0)
            ofAddresses.Remove(member.Address);
    }
}
