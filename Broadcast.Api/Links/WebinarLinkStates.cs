using Broadcast.Api.Data;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Links;

/// <summary>What is known of one webinar's links, for everyone who comes to the door. Never changes; a change makes another.</summary>
internal sealed class WebinarLinkStates(IEnumerable<IssuedLink> issued, IEnumerable<StageRole> revokedRoles, DateTimeOffset readAt)
{
    private readonly Dictionary<string, bool> isRevoked = issued.ToDictionary(link => link.Id, link => link.RevokedAt is not null);
    private readonly HashSet<StageRole> revoked = [.. revokedRoles];

    public DateTimeOffset ReadAt => readAt;

    public bool IsRevoked(StageLink link) => isRevoked.TryGetValue(link.LinkId, out var itIs) ? itIs : revoked.Contains(link.Role);
}
