using Broadcast.Api.Data;

namespace Broadcast.Api.Signaling.Messages;

public sealed record WebinarChange(WebinarState State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public static WebinarChange Of(JoinedWebinar webinar) => new(webinar.State, webinar.StartedAt, webinar.EndedAt);
}

public sealed record ProducerRemoval(string ProducerId);

public sealed record ViewerCountChange(int Count);

/// <param name="Reason">In words, from the media node.</param>
/// <param name="GoesOnForMs">
/// How long the transport goes on, so that another one can take over without a break before it is closed by its holder; null if it is closed.
/// </param>
public sealed record TransportLoss(string TransportId, string Reason, long? GoesOnForMs = null);

public sealed record StageResetNotice(string Reason);
