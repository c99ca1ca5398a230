using Broadcast.Api.Data;

namespace Broadcast.Api.Links;

/// <summary>A link as its organizer sees it.</summary>
/// <param name="Url">Absolute.</param>
internal sealed record LinkView(
    string Id,
    StageRole Role,
    string? Label,
    string Url,
    DateTimeOffset CreatedAt,
    string? CreatedBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt)
{
    public static LinkView Of(IssuedLink link, LinkUrls urls) => new(
        link.Id, link.Role, link.Label, urls.Of(link), link.CreatedAt, link.CreatedBy, link.ExpiresAt, link.RevokedAt);
}

/// <summary>The links of a webinar.</summary>
/// <param name="Presenter">The URL for presenters to be passed on.</param>
/// <param name="Audience">The URL for the audience to be passed on.</param>
/// <param name="Issued">All that were ever made, newest first.</param>
internal sealed record WebinarLinks(string Presenter, string Audience, IReadOnlyList<LinkView> Issued);
