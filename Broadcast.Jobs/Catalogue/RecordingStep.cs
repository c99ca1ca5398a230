namespace Broadcast.Jobs.Catalogue;

/// <summary>The steps of processing, in order. Publishing follows the last one in the same breath and has no name of its own.</summary>
public enum RecordingStep
{
    Finalize,
    Compose,
    Package,
    Upload,
    Verify,
}
