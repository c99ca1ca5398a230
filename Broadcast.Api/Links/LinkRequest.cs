using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Links;

/// <param name="ExpiresInMinutes">One minute to a year.</param>
public sealed record LinkRequest(StageRole Role, [property: Range(1, 366 * 24 * 60)] int ExpiresInMinutes);

public sealed record LinkView(string Url, DateTimeOffset ExpiresAt);

/// <summary>The two links of a webinar, as absolute URLs.</summary>
public sealed record WebinarLinks(string Presenter, string Audience);
