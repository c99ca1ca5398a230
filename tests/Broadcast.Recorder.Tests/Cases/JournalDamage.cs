using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>What disks and kills do to a journal.</summary>
internal static class JournalDamage
{
    public const int PageBytes = 4_096;

    /// <summary>The last write never came whole.</summary>
    public static void TearTail(string journal)
    {
        var last = Chunks(journal)[^1];
        using var file = File.OpenWrite(last);
        file.SetLength(file.Length - 700);
    }

    public static void FlipBit(string journal) => Change(journal, 0.5, 1, bytes => bytes[0] ^= 0x10);

    public static void ZeroPage(string journal) => Change(journal, 0.6, PageBytes, Array.Clear);

    public static void ZeroTail(string journal)
    {
        using var file = File.OpenWrite(Chunks(journal)[^1]);
        file.SetLength(file.Length + 100_000);
    }

    private static void Change(string journal, double where, int length, Action<byte[]> change)
    {
        using var file = File.Open(Chunks(journal)[0], FileMode.Open);
        file.Position = (long)(where * file.Length);
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        change(bytes);
        file.Position -= length;
        file.Write(bytes);
    }

    private static List<string> Chunks(string journal) =>
        [.. JournalChunkName.List(journal).Select(name => Path.Combine(journal, name.ToString()))];
}
