using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>What disks and kills do to a journal. Each says how many packets must be missing for it; null if that cannot be known.</summary>
internal static class JournalDamage
{
    private const int PageBytes = 4_096;

    /// <summary>The last write never came whole. What is last is missed by nobody, unless something came after it.</summary>
    public static int? TearTail(string journal)
    {
        Resize(journal, -700);
        return null;
    }

    public static int? FlipBit(string journal) => Change(journal, 0.5, 1, bytes => bytes[0] ^= 0x10);

    /// <summary>A bit of the first record of a type.</summary>
    public static Func<string, int?> FlipBitOf(JournalRecordType type) => journal =>
    {
        var chunk = File.ReadAllBytes(Chunks(journal)[0]);
        var at = 0;
        while (JournalRecordHeader.TryRead(chunk.AsSpan(at), out var header) && header.Type != type)
            at += header.RecordLength;
        chunk[at + JournalRecordHeader.Size] ^= 0x10;
        File.WriteAllBytes(Chunks(journal)[0], chunk);
        return 0;
    };

    public static int? ZeroPage(string journal) => Change(journal, 0.6, PageBytes, Array.Clear);

    public static int? ZeroTail(string journal)
    {
        Resize(journal, 100_000);
        return 0;
    }

    private static void Resize(string journal, long by)
    {
        using var file = File.OpenWrite(Chunks(journal)[^1]);
        file.SetLength(file.Length + by);
    }

    private static int Change(string journal, double where, int length, Action<byte[]> change)
    {
        var chunk = File.ReadAllBytes(Chunks(journal)[0]);
        var from = (int)(where * chunk.Length);
        var packets = PacketsIn(chunk, from, from + length);
        var bytes = chunk[from..(from + length)];
        change(bytes);
        bytes.CopyTo(chunk, from);
        File.WriteAllBytes(Chunks(journal)[0], chunk);
        return packets;
    }

    /// <summary>Records of RTP that have a byte between two places of a chunk.</summary>
    private static int PacketsIn(byte[] chunk, int from, int to)
    {
        var packets = 0;
        for (var at = 0; at < to && JournalRecordHeader.TryRead(chunk.AsSpan(at), out var header); at += header.RecordLength)
            if (header.Type == JournalRecordType.Rtp && at + header.RecordLength > from)
                packets++;
        return packets;
    }

    private static List<string> Chunks(string journal) =>
        [.. JournalChunkName.List(journal).Select(name => Path.Combine(journal, name.ToString()))];
}
