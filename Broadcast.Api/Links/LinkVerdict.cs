namespace Broadcast.Api.Links;

/// <summary>What became of checking a link token.</summary>
internal enum LinkVerdict
{
    Valid,
    /// <summary>Signed by us, but its time is over.</summary>
    Expired,
    /// <summary>Signed by us, but taken back.</summary>
    Revoked,
    /// <summary>Not signed by us: forged, cut off or mistyped.</summary>
    Invalid,
}
