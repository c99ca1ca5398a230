using System.Globalization;

namespace Broadcast.Recorder.Journal;

/// <summary>A chunk's place in its recording, as its file name says: <c>EPOCH-CHUNK.rtpj</c>.</summary>
public readonly record struct JournalChunkName(int Epoch, int Chunk) : IComparable<JournalChunkName>
{
    public const string Extension = ".rtpj";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Chunk}{Extension}");

    /// <returns>False for a file that is no chunk.</returns>
    public static bool TryParse(string fileName, out JournalChunkName name)
    {
        name = default;
        if (!fileName.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        var parts = fileName[..^Extension.Length].Split('-');
        if (parts.Length != 2 || !TryParseNumber(parts[0], out var epoch) || !TryParseNumber(parts[1], out var chunk))
            return false;
        name = new JournalChunkName(epoch, chunk);
        return true;
    }

    /// <summary>The chunks in a directory, oldest first; none if there is no such directory.</summary>
    public static IReadOnlyList<JournalChunkName> List(string directory)
    {
        if (!Directory.Exists(directory))
            return [];
        var names = new List<JournalChunkName>();
        foreach (var path in Directory.EnumerateFiles(directory))
            if (TryParse(Path.GetFileName(path), out var name))
                names.Add(name);
        names.Sort();
        return names;
    }

    public int CompareTo(JournalChunkName other) => (Epoch, Chunk).CompareTo((other.Epoch, other.Chunk));
    public static bool operator <(JournalChunkName a, JournalChunkName b) => a.CompareTo(b) < 0;
    public static bool operator >(JournalChunkName a, JournalChunkName b) => a.CompareTo(b) > 0;
    public static bool operator <=(JournalChunkName a, JournalChunkName b) => a.CompareTo(b) <= 0;
    public static bool operator >=(JournalChunkName a, JournalChunkName b) => a.CompareTo(b) >= 0;

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
