namespace Broadcast.Bench.Recording;

/// <summary>Leaves not a byte on a disk for some seconds.</summary>
internal static class FullDisk
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task KeepAsync(string directory, CancellationToken ct)
    {
        var filler = Path.Combine(directory, "filler");
        await using (var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            // Again and again: what the victim frees meanwhile is taken too.
            for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Time;)
            {
                await FillAsync(file, ct);
                await Task.Delay(20, ct);
            }
        }
        File.Delete(filler);
    }

    private static async Task FillAsync(FileStream file, CancellationToken ct)
    {
        for (var block = 1 << 20; block >= 1; block /= 16)
        {
            try
            {
                for (var zeros = new byte[block]; ;)
                    await file.WriteAsync(zeros, ct);
            }
            catch (IOException)
            {
                // No room for a block of this size.
            }
        }
    }
}
