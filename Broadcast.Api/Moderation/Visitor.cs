using System.Net;
using Broadcast.Api.Limits;

namespace Broadcast.Api.Moderation;

/// <summary>The browser that somebody comes with, as far as it can be told apart from others.</summary>
/// <param name="Id">Of the browser's cookie; null without one.</param>
/// <param name="Since">When the browser was first seen; now if it has no cookie.</param>
/// <param name="Address">Its IP address; null if it has none.</param>
internal sealed record Visitor(string? Id, DateTimeOffset Since, string? Address)
{
    /// <summary>Whether it comes from the same address, as limits count them.</summary>
    public bool IsFrom(string? address) => Of(Address) == Of(address);

    private static ClientAddress Of(string? address) => ClientAddress.Of(IPAddress.TryParse(address, out var parsed) ? parsed : null);
}
