using System.Collections.Concurrent;
using Broadcast.Jobs.Database;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Keeps two runs of one recording's processing, and its deletion, from overlapping, over all processes on one database. In this process
/// deletion goes first.
/// </summary>
internal sealed class RecordingLocks(ApplicationDatabase database) : IDisposable
{
    // An entry stays for the life of the process: a few hundred bytes for each recording processed.
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    /// <summary>Waits for its turn. Whoever holds the lock gives up when its token says so.</summary>
    public Task<Held> EnterAsync(string recordingId, CancellationToken cancellationToken) =>
        BeforeAllAsync(recordingId, EntryOf(recordingId).EnterAsync(cancellationToken), cancellationToken);

    /// <summary>Asks the holder to give up and waits until it has; whoever comes later waits behind.</summary>
    public Task<Held> TakeOverAsync(string recordingId, CancellationToken cancellationToken)
    {
        var entry = EntryOf(recordingId);
        var entering = entry.EnterAsync(cancellationToken);
        if (!entering.IsCompleted)
            entry.CancelHolder();
        return BeforeAllAsync(recordingId, entering, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var entry in entries.Values)
            entry.Dispose();
    }

    /// <summary>Whoever is first in this process waits for the others.</summary>
    private async Task<Held> BeforeAllAsync(string recordingId, Task<Held> entering, CancellationToken cancellationToken)
    {
        var held = await entering;
        try
        {
            held.BeforeOthers = await database.LockAsync($"recording {recordingId}", held.Token);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
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

        /// <summary>The lock before other processes, if there are any.</summary>
        internal IDisposable? BeforeOthers { get; set; }

        public void Dispose()
        {
            BeforeOthers?.Dispose();
            entry.Leave(giveUp);
        }
    }

    internal sealed class Entry : IDisposable
    {
        private readonly SemaphoreSlim turn = new(1, 1);
        private readonly Lock guard = new();
        private CancellationTokenSource? holder;

        public async Task<Held> EnterAsync(CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            lock (guard)
                holder = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
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
