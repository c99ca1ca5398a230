using Broadcast.Recorder.Journal;
using Microsoft.Win32.SafeHandles;

namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>A disk that is full or stands still when it is told to.</summary>
internal sealed class FaultyDisk : JournalDisk, IDisposable
{
    private readonly ManualResetEventSlim moves = new(initialState: true);
    private readonly SemaphoreSlim refused = new(0);
    private readonly SemaphoreSlim stuck = new(0);

    /// <summary>Bytes that still fit.</summary>
    public long Space { get; set; } = long.MaxValue;

    public int Syncs { get; private set; }

    public void Stop() => moves.Reset();

    public void Go() => moves.Set();

    public Task WhenRefusedAsync() => refused.WaitAsync();

    public Task WhenStuckAsync() => stuck.WaitAsync();

    public override void Write(SafeFileHandle chunk, ReadOnlySpan<byte> bytes, long offset)
    {
        if (!moves.IsSet)
            stuck.Release();
        moves.Wait();
        // A disk fills up in the middle of a write.
        var fitting = (int)Math.Min(bytes.Length, Space);
        base.Write(chunk, bytes[..fitting], offset);
        Space -= fitting;
        if (fitting == bytes.Length)
            return;
        refused.Release();
        throw new IOException("No space left on device : '/journals/test/0-0.rtpj'");
    }

    public override void Sync(SafeFileHandle chunk) => Syncs++;

    public override long FreeBytes(string directory) => Space;

    public void Dispose()
    {
        Go();
        moves.Dispose();
        refused.Dispose();
        stuck.Dispose();
    }
}
