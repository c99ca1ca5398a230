using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>The stage of a webinar whose media outlives this process, as it is stored for whichever process goes on with it.</summary>
internal sealed class StageRow
{
    public required WebinarId WebinarId { get; init; }

    /// <summary>A <c>StoredStage</c> in JSON.</summary>
    public required string Content { get; set; }
}
