using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>A presenter who sits down.</summary>
/// <param name="IsResumed">They kept the media that they had before.</param>
internal sealed record Presenter(ParticipantId Id, string DisplayName, AudienceId Audience, bool IsResumed);
