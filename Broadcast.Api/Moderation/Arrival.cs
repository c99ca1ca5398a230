using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Moderation;

/// <summary>Somebody at the door of a webinar.</summary>
/// <param name="Visitor">Null for a participant inside this process.</param>
internal sealed record Arrival(ParticipantId ParticipantId, string DisplayName, string LinkId, Visitor? Visitor)
{
    /// <param name="newcomerHold"><see cref="ModerationOptions.NewcomerHold"/>.</param>
    public bool IsKeptOutBy(Removal removal, DateTimeOffset now, TimeSpan newcomerHold)
    {
        if (ParticipantId == removal.ParticipantId || removal.VisitorId is not null && Visitor?.Id == removal.VisitorId)
            return true;
        var isNewcomer = Visitor is not null && Visitor.Since >= removal.RemovedAt && LinkId == removal.LinkId && Visitor.IsFrom(removal.Address);
        return isNewcomer
            && (string.Equals(DisplayName, removal.DisplayName, StringComparison.OrdinalIgnoreCase) || removal.WasAlone && now < removal.RemovedAt + newcomerHold);
    }
}
