using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>Somebody who was removed from a webinar and is kept out of it: what is known to know them by.</summary>
internal sealed class Removal
{
    public required string Id { get; init; }
    public required WebinarId WebinarId { get; init; }
    /// <summary>Whoever takes the same seat has the same id.</summary>
    public required ParticipantId ParticipantId { get; init; }
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
}
