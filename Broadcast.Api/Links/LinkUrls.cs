using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Api.Webinars;

namespace Broadcast.Api.Links;

/// <summary>Makes the absolute URLs that people are sent.</summary>
public sealed class LinkUrls(LinkSigner signer, PublicAddress address, TimeProvider time)
{
    static readonly TimeSpan AfterPlannedStart = TimeSpan.FromHours(24);
    static readonly TimeSpan AtLeast = TimeSpan.FromDays(30);

    /// <returns>A URL valid until 24 h after the planned start, and for at least 30 days.</returns>
    public string Create(Webinar webinar, StageRole role)
    {
        var now = time.GetUtcNow();
        var expiresAt = now + AtLeast;
        // A webinar of an older version may be planned for the end of the calendar.
        if (webinar.StartsAt is { } startsAt && startsAt <= now.AddYears(Webinar.MaxYearsAhead) && startsAt + AfterPlannedStart > expiresAt)
            expiresAt = startsAt + AfterPlannedStart;
        return Create(webinar.Id, role, expiresAt);
    }

    public string Create(string webinarId, StageRole role, DateTimeOffset expiresAt)
    {
        var token = signer.Sign(new StageLink(webinarId, role, expiresAt, NewId.Create()));
        return address.Of(role == StageRole.Presenter ? $"/studio/{token}" : $"/watch/{token}");
    }
}
