using System.Collections.Concurrent;
using Broadcast.Jobs.Database;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Keeps two runs of one recording's processing, and its deletion, from overlapping, over all processes on one database. In this process
/// deletion goes first.
/// </summary>
internal sealed class RecordingLocks(ApplicationDatabase database) : IDisposable
{
    // An entry stays for the life of the process: a few hundred bytes for each recording processed.
    private readonly ConcurrentDictionary<RecordingId, Entry> entries = new();

    /// <summary>Enters if nobody else works on the recording. Whoever holds the lock gives up when its token says so.</summary>
    /// <returns>Null if somebody else does, in whichever process.</returns>
    public async Task<Held?> TryEnterAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        if (EntryOf(recordingId).TryEnter(cancellationToken) is not { } held)
            return null;
        return await WithOthersAsync(held, database.TryLockAsync(NameOf(recordingId), held.Token));
    }

    /// <summary>Asks the holder in this process to give up and waits until nobody has the lock.</summary>
    public async Task<Held> TakeOverAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var entry = EntryOf(recordingId);
        var entering = entry.EnterAsync(cancellationToken);
        if (!entering.IsCompleted)
            entry.CancelHolder();
        var held = await entering;
        return (await WithOthersAsync(held, database.LockAsync(NameOf(recordingId), held.Token)!))!;
    }

    public void Dispose()
    {
        foreach (var entry in entries.Values)
            entry.Dispose();
    }

    /// <summary>Whoever holds it in this process asks the other processes.</summary>
    /// <param name="locking">Ends with null if another process has it.</param>
    private static async Task<Held?> WithOthersAsync(Held held, Task<IDisposable?> locking)
    {
        try
        {
            held.BeforeOthers = await locking;
        }
        catch
        {
            held.Dispose();
            throw;
        }
        if (held.BeforeOthers is not null)
            return held;
        held.Dispose();
        return null;
    }

    private static string NameOf(RecordingId recordingId) => $"recording {recordingId}";

    private Entry EntryOf(RecordingId recordingId) => entries.GetOrAdd(recordingId, _ => new Entry());

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

        /// <summary>The lock before other processes; null while it is asked for.</summary>
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
            return Hold(cancellationToken);
        }

        public Held? TryEnter(CancellationToken cancellationToken) => turn.Wait(0, cancellationToken) ? Hold(cancellationToken) : null;

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

        private Held Hold(CancellationToken cancellationToken)
        {
            lock (guard)
                holder = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            return new Held(this, holder);
        }
    }
}
