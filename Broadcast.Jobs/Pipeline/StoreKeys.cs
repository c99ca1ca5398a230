using System.Globalization;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The layout of the object store: everything of a recording lies under one prefix.</summary>
internal static class StoreKeys
{
    public static string PrefixOf(string recordingId) => $"recordings/{recordingId}/";

    public static ObjectKey Of(string recordingId, string fileName) => ObjectKey.Parse(PrefixOf(recordingId) + fileName);

    /// <returns>Empty for a key of something else.</returns>
    public static string RecordingOf(ObjectKey key) => key.ToString().Split('/') is ["recordings", var recordingId, ..] ? recordingId : "";

    /// <summary>Of one rendering.</summary>
    public static string PrefixOf(string recordingId, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(recordingId)}v{version}/");
}
