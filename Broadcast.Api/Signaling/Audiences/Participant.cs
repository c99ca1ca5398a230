using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Someone in a webinar by a connection of this process. Who takes a seat again is a new object with the same id.</summary>
internal sealed class Participant(ParticipantId id, Guest guest, string displayName)
{
    public ParticipantId Id { get; } = id;
    public StageLink Link { get; } = guest.Link;
    public StageRole Role => Link.Role;
    public string DisplayName { get; } = displayName;

    /// <summary>Null for a participant inside this process, such as the demo's test picture.</summary>
    public string? ConnectionId { get; } = guest.ConnectionId;
    public Visitor? Visitor { get; } = guest.Visitor;

    /// <summary>Who takes the seat again may keep what was held there.</summary>
    public HeldMedia Media { get; set; } = new();

    /// <summary>What their browser reported. Who takes the seat again goes on with it.</summary>
    public QualityTimeline Quality { get; set; } = new();

    /// <summary>Their connection is lost. Belongs to <see cref="Seats"/>.</summary>
    public bool IsAway { get; set; }

    /// <summary>Runs from the loss of the connection; at its end the participant is removed.</summary>
    public ITimer? Grace { get; set; }

    /// <summary>Where the trouble comes from that they have now.</summary>
    public QualityBlame Blame(DateTimeOffset now) =>
        IsAway ? QualityBlame.Nobody
        : Role == StageRole.Viewer && Media.IsHeldBack ? QualityBlame.OwnNetwork
        : Quality.Blame(now);

    public Attendant ToAttendant(DateTimeOffset now) => new(Id, DisplayName, Role, Link.LinkId, Visitor, Blame(now));
}
