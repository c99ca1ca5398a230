using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Journals;

/// <summary>
/// Goes with an epoch into the object store once all of it is there: the names, sizes and SHA-256 of its chunks. Beside the chunks on the
/// recording machine's disk it grows with them and says which are stored and were read back.
/// </summary>
/// <param name="Node">On which machine the epoch was recorded, by the name of <c>Recorder:Node</c>.</param>
/// <param name="Chunks">In order.</param>
internal sealed record JournalSlip(string Format, RecordingId RecordingId, int Epoch, string Node, IReadOnlyList<SlipChunk> Chunks)
{
    /// <summary>Of <see cref="Format"/>.</summary>
    public const string Current = "rtpj-slip-1";

    /// <summary>A longer one is none: 100 GB in chunks of 1 MB take a tenth.</summary>
    public const int MostBytes = 16 << 20;

    [JsonIgnore]
    public long Bytes => Chunks.Sum(chunk => chunk.Bytes);

    public static JournalSlip Empty(RecordingId recordingId, int epoch, string node) => new(Current, recordingId, epoch, node, []);

    /// <summary>Whether it names these chunks and no other.</summary>
    public bool Names(IEnumerable<JournalChunkName> chunks) => Chunks.Select(chunk => chunk.Name).SequenceEqual(chunks.Select(name => name.ToString()));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <returns>Null for what is no slip of that epoch: malformed, of another recording or epoch, with a chunk twice, out of order or of another epoch.</returns>
    public static JournalSlip? TryParse(ReadOnlySpan<byte> json, RecordingId recordingId, int epoch)
    {
        try
        {
            return json.Length <= MostBytes && JsonSerializer.Deserialize<JournalSlip>(json, JsonSerializerOptions.Web) is { } slip && slip.IsOf(recordingId, epoch)
                ? slip
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsOf(RecordingId recordingId, int epoch) =>
        Format == Current && RecordingId == recordingId && Epoch == epoch && Node is not null && Chunks is not null
        && Chunks.All(chunk => chunk is not null && chunk.IsValid(epoch))
        && Chunks.Zip(Chunks.Skip(1)).All(pair => pair.First.ChunkName < pair.Second.ChunkName);
}
