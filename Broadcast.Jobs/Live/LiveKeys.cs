using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Live;

/// <summary>Where what can be watched of a running recording lies in the store.</summary>
internal static class LiveKeys
{
    /// <summary>Stands for all of them in a signed link.</summary>
    public static ObjectKey FolderOf(RecordingId recordingId) => StoreKeys.Of(recordingId, "live");

    public static ObjectKey Of(RecordingId recordingId, string name) => StoreKeys.Of(recordingId, $"live/{name}");
}
