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

    /// <summary>Null before their first report.</summary>
    public ToldQuality? Quality { get; set; }

    /// <summary>Their connection is lost. Belongs to <see cref="Seats"/>.</summary>
    public bool IsAway { get; set; }

    /// <summary>Runs from the loss of the connection; at its end the participant is removed.</summary>
    public ITimer? Grace { get; set; }

    public Attendant ToAttendant() => new(Id, DisplayName, Role, Link.LinkId, Visitor);
}
