using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Journal;

/// <summary>The recordings that this process makes, from their first packet until they are finished, over pauses and lost workers. Safe for all threads.</summary>
internal sealed partial class JournalOwners : IDisposable
{
    private readonly NodeIdentity self;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<string, JournalOwner> owned = [];
    private readonly ITimer timer;

    public JournalOwners(NodeIdentity self, TimeProvider clock, ILogger logger)
    {
        (this.self, this.clock, this.logger) = (self, clock, logger);
        timer = clock.CreateTimer(_ => Renew(), null, RecordingLease.Renewal, RecordingLease.Renewal);
    }

    /// <returns>False if another process makes the recording.</returns>
    public bool TryTake(string directory) => TryTake(directory, atOnce: false);

    /// <summary>Also from a process of another name that is not seen to live, however lately it was there.</summary>
    /// <returns>False if another process makes the recording.</returns>
    public bool TryTakeAtOnce(string directory) => TryTake(directory, atOnce: true);

    public void Release(string directory)
    {
        lock (gate)
        {
            if (owned.Remove(directory, out var owner))
                owner.Release();
        }
    }

    public bool Owns(string directory)
    {
        lock (gate)
            return owned.ContainsKey(directory);
    }

    /// <summary>Whether another process makes the recording.</summary>
    public bool IsHeldElsewhere(string directory)
    {
        lock (gate)
            return !owned.ContainsKey(directory) && JournalOwner.IsHeld(directory, self, clock);
    }

    /// <summary>Leaves all behind.</summary>
    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            foreach (var owner in owned.Values)
                owner.Dispose();
            owned.Clear();
        }
    }

    private bool TryTake(string directory, bool atOnce)
    {
        lock (gate)
        {
            if (owned.ContainsKey(directory))
                return true;
            if (JournalOwner.TryTake(directory, self, clock, atOnce) is not { } owner)
                return false;
            owned.Add(directory, owner);
            return true;
        }
    }

    private void Renew()
    {
        lock (gate)
        {
            foreach (var (directory, owner) in owned)
                TryRenew(directory, owner);
        }
    }

    private void TryRenew(string directory, JournalOwner owner)
    {
        try
        {
            owner.Renew(clock);
        }
        catch (IOException failure)
        {
            LogNotRenewed(failure, directory);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "That the recording in {Directory} goes on could not be written down.")]
    private partial void LogNotRenewed(Exception failure, string directory);
}
