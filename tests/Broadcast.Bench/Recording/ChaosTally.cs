using System.IO.MemoryMappedFiles;

namespace Broadcast.Bench.Recording;

/// <summary>Two counters in a file that both processes map: they say the truth even when one of them is killed.</summary>
internal sealed class ChaosTally : IDisposable
{
    private const int Size = 2 * sizeof(long);

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public ChaosTally(string path)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, Size);
        view = file.CreateViewAccessor();
    }

    /// <summary>Packets that came out of the socket.</summary>
    public long Received
    {
        get => view.ReadInt64(0);
        set => view.Write(0, value);
    }

    /// <summary>Packets that the journal has taken.</summary>
    public long Handed
    {
        get => view.ReadInt64(sizeof(long));
        set => view.Write(sizeof(long), value);
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
