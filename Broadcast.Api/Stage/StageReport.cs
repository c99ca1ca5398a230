using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage;

/// <summary>How a webinar goes, for its organizer.</summary>
/// <param name="Unattended">Null unless it is live and no presenter has been there for a while.</param>
/// <param name="Recording">Null while none is wanted.</param>
internal sealed record StageReport(int Viewers, UnattendedView? Unattended, RecordingStatus? Recording)
{
    public static readonly StageReport Nobody = new(0, null, null);
}
