using System.Globalization;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Journals;

/// <summary>Where a recording's journal lies in the store.</summary>
internal static class JournalKeys
{
    private const string SlipExtension = ".slip.json";

    public static string PrefixOf(RecordingId recordingId) => $"{StoreKeys.PrefixOf(recordingId)}journal/";

    public static ObjectKey Of(RecordingId recordingId, JournalChunkName chunk) => ObjectKey.Parse(PrefixOf(recordingId) + chunk);

    public static ObjectKey SlipOf(RecordingId recordingId, int epoch) => ObjectKey.Parse(PrefixOf(recordingId) + SlipName(epoch));

    /// <summary>In the store and beside the chunks on the disk.</summary>
    public static string SlipName(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{epoch}{SlipExtension}");

    /// <returns>False for what is no epoch's slip.</returns>
    public static bool TryParseSlipName(string name, out int epoch)
    {
        epoch = 0;
        return name.EndsWith(SlipExtension, StringComparison.Ordinal)
            && int.TryParse(name[..^SlipExtension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out epoch)
            && name == SlipName(epoch);
    }
}
