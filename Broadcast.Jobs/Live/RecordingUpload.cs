using System.Security.Cryptography;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Formats;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Live;

/// <summary>
/// One recording's files on their way into the store, in the order in which they were made: what a playlist names is there before it.
/// A file that the store does not take is tried again for a while and then set aside; until it is there after all, the playlist in the
/// store stays as it is and plays up to that file. The local files stay until all are in the store.
/// </summary>
/// <param name="shares">Asked once, before the first file.</param>
/// <param name="patience">For how long a file holds up those after it.</param>
internal sealed partial class RecordingUpload(
    RecordingId recordingId, IObjectStore store, RecordingUpdates updates, LiveShares shares, TimeSpan patience, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly List<LiveFile> aside = [];
    private readonly Dictionary<string, long> stored = [];
    private Task<bool> last = Task.FromResult(true);
    private LiveShare? share;

    /// <summary>Puts a file into the store once those before it had their turn. Called by one thread.</summary>
    /// <returns>Whether it is there, gone with its recording, or stored by somebody else.</returns>
    public Task<bool> AddAsync(LiveFile file, CancellationToken cancellationToken) => last = PutAfterAsync(last, file, cancellationToken);

    /// <summary>What is in the store of it by now, in bytes.</summary>
    public long StoredBytes => stored.Values.Sum();

    /// <summary>Whether nothing is set aside, and the store has every file as large as it was put there. Asked when all had their turn.</summary>
    public async Task<bool> IsWholeInStoreAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, bytes) in stored)
            if (await store.HeadAsync(LiveKeys.Of(recordingId, name), cancellationToken) is not { } there || there.Bytes != bytes)
                return false;
        return aside.Count == 0;
    }

    private async Task<bool> PutAfterAsync(Task before, LiveFile file, CancellationToken cancellationToken)
    {
        await before;
        share ??= await shares.OfAsync(recordingId, cancellationToken);
        if (share != LiveShare.Ours)
            return share == LiveShare.Gathered;
        if (file.Grows && !await TryAsideAsync(cancellationToken))
            return false;
        if (await TryPutAsync(file, cancellationToken) is not { } refusal)
            return true;
        if (!file.Grows)
            aside.Add(file);
        await TellAsync(file, refusal, cancellationToken);
        return false;
    }

    /// <returns>Whether everything that was set aside is stored by now.</returns>
    private async Task<bool> TryAsideAsync(CancellationToken cancellationToken)
    {
        while (aside.Count > 0 && await TryOnceAsync(aside[0], cancellationToken) is null)
            aside.RemoveAt(0);
        return aside.Count == 0;
    }

    /// <returns>Why the store does not take it; null if it did.</returns>
    private async Task<Exception?> TryPutAsync(LiveFile file, CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        for (var waited = TimeSpan.Zero; ; waited += wait, wait = wait * 2 < LastRetry ? wait * 2 : LastRetry)
        {
            if (await TryOnceAsync(file, cancellationToken) is not { } refusal)
                return null;
            if (waited >= patience)
                return refusal;
            // A playlist that was replaced while it was read fails once; only what fails again is trouble.
            if (wait > FirstRetry)
                LogRefused(refusal, recordingId, file.Name, wait.TotalSeconds);
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <remarks>Whatever goes wrong here, a webinar may be running, and other recordings wait for nothing.</remarks>
    private async Task<Exception?> TryOnceAsync(LiveFile file, CancellationToken cancellationToken)
    {
        // Gone with its recording.
        if (!File.Exists(file.Path))
            return null;
        try
        {
            var source = await DescribeAsync(file, cancellationToken);
            await store.PutAsync(LiveKeys.Of(recordingId, file.Name), source, new Progress<long>(), cancellationToken);
            stored[file.Name] = source.Bytes;
            return null;
        }
        catch (Exception refusal) when (!cancellationToken.IsCancellationRequested)
        {
            return refusal;
        }
    }

    private async Task TellAsync(LiveFile file, Exception refusal, CancellationToken cancellationToken)
    {
        LogGivenUp(refusal, recordingId, file.Name);
        try
        {
            var reason = refusal.Message.TrimEnd('.', ' ');
            await updates.NoteAsync(
                recordingId, $"{file.Name} cannot be stored: {reason}. What can be watched at once ends before it; the video is not touched by this.", cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTold(failure, recordingId);
        }
    }

    private static async Task<UploadSource> DescribeAsync(LiveFile file, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        return new UploadSource(file.Path, file.ContentType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: {Name} could not be stored; trying again in {Seconds} s.")]
    private partial void LogRefused(Exception refusal, RecordingId recordingId, string name, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId}: {Name} is set aside, for the store does not take it.")]
    private partial void LogGivenUp(Exception refusal, RecordingId recordingId, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: that a file cannot be stored could not be written into its history.")]
    private partial void LogNotTold(Exception failure, RecordingId recordingId);
}
