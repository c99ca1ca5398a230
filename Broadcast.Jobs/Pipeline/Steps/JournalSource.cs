using System.Globalization;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>
/// Where the journal lies that a video is made of: where it was recorded or, where journals go through the store and not all of it was
/// recorded here, in the recording's work folder.
/// </summary>
internal sealed class JournalSource(
    RecorderNode recorder, JournalFetch fetch, JournalParts parts, GatheredLive live, RecordingUpdates updates, DiskSpace disk, IOptions<JournalOptions> options,
    TimeProvider time)
{
    /// <summary>Waiting for less than that is nothing to be told of.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);

    /// <summary>There is room for what is made of it, too.</summary>
    /// <param name="progress">0 to 100.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="JournalAwaited">Not all of it is there, and it is not yet time to go on without.</exception>
    public async Task<string> RequireAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var here = recorder.JournalDirectory(work.RecordingId);
        if (!options.Value.ThroughStore)
            return RequireHere(here);
        var found = await fetch.FindAsync(work.RecordingId, cancellationToken);
        if (!found.IsWhole)
            await WaitAsync(work, found, cancellationToken);
        var folder = found.LocalBytes is null ? await BringAsync(work, found, progress, cancellationToken) : RequireHere(here);
        await parts.SetUsedAsync(work.RecordingId, found.BytesByEpoch, cancellationToken);
        return folder;
    }

    private string RequireHere(string directory)
    {
        if (!Directory.Exists(directory))
            throw new FileNotFoundException("Nothing was recorded: there is no journal.");
        disk.RequireFor(directory);
        return directory;
    }

    private async Task<string> BringAsync(RecordingWork work, FoundJournal found, IProgress<double> progress, CancellationToken cancellationToken)
    {
        disk.RequireFor(found.Bytes);
        var folder = Path.Combine(work.Directory, "journal");
        await fetch.BringAsync(work.RecordingId, found, folder, progress, cancellationToken);
        if (found.IsFromSeveral)
            await live.StoreAsync(work.RecordingId, folder, Path.Combine(work.Directory, "live"), cancellationToken);
        return folder;
    }

    /// <summary>Returns when it is time to go on with what there is, and says so.</summary>
    private async Task WaitAsync(RecordingWork work, FoundJournal found, CancellationToken cancellationToken)
    {
        if (work.State.WaitsSince is null)
            await work.SaveAsync(work.State with { WaitsSince = time.GetUtcNow() }, cancellationToken);
        var waited = time.GetUtcNow() - work.State.WaitsSince!.Value;
        if (waited < options.Value.Patience)
            throw new JournalAwaited(options.Value.LookInterval, waited < Usual ? null : "The video waits for a part of the recording from a machine that does not answer.");
        if (found.IsEmpty)
            throw new FileNotFoundException("Nothing was recorded, or the machine that recorded it does not answer: no part of the journal has come to the store");
        await updates.NoteAsync(
            work.RecordingId,
            string.Create(CultureInfo.InvariantCulture, $"{found.Missing.Count} of {found.Missing.Count + found.Slips.Count} parts of the journal did not come as a whole from the machines that recorded them. The video is made of what there is, and again when they come."),
            cancellationToken);
    }
}
