using System.Globalization;
using Broadcast.Jobs.Settings;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Looks whether there is room before work begins, so that a recording does not fail for it after an hour.</summary>
internal sealed class DiskSpace(IOptions<JobsOptions> options)
{
    /// <summary>Tracks, rendered segments, the video, and its ladder: each about as large as the journal, or smaller.</summary>
    private const int Copies = 4;

    private const long Always = 200_000_000;
    private const double Megabyte = 1e6;

    /// <exception cref="IOException">With a sentence that says how much is needed.</exception>
    public void RequireFor(string journalDirectory) =>
        Require(Copies * (Directory.Exists(journalDirectory) ? new DirectoryInfo(journalDirectory).EnumerateFiles().Sum(file => file.Length) : 0));

    /// <summary>Of a journal that is still to be brought here.</summary>
    /// <exception cref="IOException">With a sentence that says how much is needed.</exception>
    public void RequireFor(long journalBytes) => Require((Copies + 1) * journalBytes);

    private void Require(long bytes)
    {
        var needed = Math.Max(options.Value.LeastFreeBytes, Always + bytes);
        var free = new DriveInfo(Path.GetFullPath(options.Value.WorkDirectory)).AvailableFreeSpace;
        if (free < needed)
            throw new IOException(string.Create(CultureInfo.InvariantCulture,
                $"There is too little room on the disk: {needed / Megabyte:0} MB are needed, {free / Megabyte:0} MB are free"));
    }
}
