using System.Collections.Concurrent;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Keeps the processing and the deletion of one recording from overlapping in this process; deletion goes first.</summary>
internal sealed class RecordingLocks : IDisposable
{
    // An entry stays for the life of the process: a few hundred bytes for each recording processed.
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    /// <summary>Waits for its turn. Whoever holds the lock gives up when its token says so.</summary>
    public Task<Held> EnterAsync(string recordingId, CancellationToken ct) => EntryOf(recordingId).EnterAsync(ct);

    /// <summary>Asks the holder to give up and waits until it has; whoever comes later waits behind.</summary>
    public Task<Held> TakeOverAsync(string recordingId, CancellationToken ct)
    {
        var entry = EntryOf(recordingId);
        var entering = entry.EnterAsync(ct);
        if (!entering.IsCompleted)
            entry.CancelHolder();
        return entering;
    }

    public void Dispose()
    {
        foreach (var entry in entries.Values)
            entry.Dispose();
    }

    private Entry EntryOf(string recordingId) => entries.GetOrAdd(recordingId, _ => new Entry());

    /// <summary>The lock, held until it is disposed.</summary>
    public sealed class Held : IDisposable
    {
        private readonly Entry entry;
        private readonly CancellationTokenSource giveUp;

        internal Held(Entry entry, CancellationTokenSource giveUp)
        {
            this.entry = entry;
            this.giveUp = giveUp;
            Token = giveUp.Token;
        }

        public CancellationToken Token { get; }

        public void Dispose() => entry.Leave(giveUp);
    }

    internal sealed class Entry : IDisposable
    {
        private readonly SemaphoreSlim turn = new(1, 1);
        private readonly Lock guard = new();
        private CancellationTokenSource? holder;

        public async Task<Held> EnterAsync(CancellationToken ct)
        {
            await turn.WaitAsync(ct);
            lock (guard)
                holder = CancellationTokenSource.CreateLinkedTokenSource(ct);
            return new Held(this, holder);
        }

        public void CancelHolder()
        {
            lock (guard)
                holder?.Cancel();
        }

        public void Leave(CancellationTokenSource giveUp)
        {
            lock (guard)
                holder = null;
            giveUp.Dispose();
            turn.Release();
        }

        public void Dispose() => turn.Dispose();
    }
}
