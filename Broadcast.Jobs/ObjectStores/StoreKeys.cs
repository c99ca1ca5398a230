using System.Globalization;
using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>The layout of the object store: everything of a recording lies under one prefix.</summary>
internal static class StoreKeys
{
    public static string PrefixOf(RecordingId recordingId) => $"recordings/{recordingId}/";

    public static ObjectKey Of(RecordingId recordingId, string fileName) => ObjectKey.Parse(PrefixOf(recordingId) + fileName);

    /// <returns>Null for a key of something else.</returns>
    public static RecordingId? RecordingOf(ObjectKey key) =>
        key.ToString().Split('/') is ["recordings", var recordingId, ..] && IId.IsValid(recordingId) ? new RecordingId(recordingId) : null;

    /// <summary>Of one rendering.</summary>
    public static string PrefixOf(RecordingId recordingId, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(recordingId)}v{version}/");
}
