namespace Broadcast.Jobs.Pipeline;

/// <summary>The answer to a request to delete a recording.</summary>
public enum DeleteResult
{
    Deleted,
    NotFound,
    StillRecording,

    /// <summary>A legal hold forbids it.</summary>
    OnHold,
}
