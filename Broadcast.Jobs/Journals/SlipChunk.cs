using System.Text.Json.Serialization;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Journals;

/// <summary>A chunk as a slip names it.</summary>
/// <param name="Name"><c>EPOCH-CHUNK.rtpj</c>.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record SlipChunk(string Name, long Bytes, string Sha256)
{
    /// <summary>More than any setting allows.</summary>
    private const long MostBytes = 2_000_000_000;

    private const int HashDigits = 64;

    /// <exception cref="FormatException">The name is none: see <see cref="IsValid"/>.</exception>
    [JsonIgnore]
    public JournalChunkName ChunkName => JournalChunkName.TryParse(Name, out var name) ? name : throw new FormatException($"'{Name}' is not a chunk's name.");

    /// <summary>Whether it can be a chunk of an epoch. By its form the name leads out of no folder.</summary>
    public bool IsValid(int epoch) =>
        Name is not null && JournalChunkName.TryParse(Name, out var name) && name.ToString() == Name && name.Epoch == epoch
        && Bytes is >= 0 and <= MostBytes
        && Sha256 is { Length: HashDigits } && Sha256.All(char.IsAsciiHexDigitLower);
}
