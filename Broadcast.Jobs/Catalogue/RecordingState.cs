namespace Broadcast.Jobs.Catalogue;

/// <summary>Where a recording is in its life: recording → processing → ready, or failed until it is retried.</summary>
public enum RecordingState
{
    Recording,
    Processing,
    Ready,
    Failed,
}
