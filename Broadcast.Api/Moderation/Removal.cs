namespace Broadcast.Api.Moderation;

/// <summary>Somebody who was removed from a webinar and is kept out of it: what is known to know them by.</summary>
internal sealed class Removal
{
    public required string Id { get; init; }
    public required string WebinarId { get; init; }
    /// <summary>Whoever takes the same seat has the same id.</summary>
    public required string ParticipantId { get; init; }
    public required string DisplayName { get; init; }
    /// <summary>Of the browser; null if it had no cookie.</summary>
    public string? VisitorId { get; init; }
    /// <summary>Null, as is the address, if they had left when they were removed.</summary>
    public string? LinkId { get; init; }
    public string? Address { get; init; }
    /// <summary>Whether nobody else had come by that link from that address: then newcomers are held for a while.</summary>
    public bool WasAlone { get; init; }
    public required DateTimeOffset RemovedAt { get; init; }
    public required string RemovedBy { get; init; }
    /// <summary>When they were let in again; null while they are kept out.</summary>
    public DateTimeOffset? LiftedAt { get; set; }

    /// <param name="newcomerHold"><see cref="ModerationOptions.NewcomerHold"/>.</param>
    public bool KeepsOut(Arrival arrival, DateTimeOffset now, TimeSpan newcomerHold)
    {
        if (arrival.ParticipantId == ParticipantId || VisitorId is not null && arrival.Visitor?.Id == VisitorId)
            return true;
        var isNewcomer = arrival.Visitor is { } visitor && visitor.Since >= RemovedAt && arrival.LinkId == LinkId && visitor.IsFrom(Address);
        return isNewcomer
            && (string.Equals(arrival.DisplayName, DisplayName, StringComparison.OrdinalIgnoreCase) || WasAlone && now < RemovedAt + newcomerHold);
    }
}

/// <summary>Somebody at the door of a webinar.</summary>
/// <param name="Visitor">Null for a participant inside this process.</param>
internal sealed record Arrival(string ParticipantId, string DisplayName, string LinkId, Visitor? Visitor);
