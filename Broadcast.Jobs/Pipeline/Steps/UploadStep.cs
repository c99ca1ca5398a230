using System.Globalization;
using System.Security.Cryptography;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Packaging;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Puts the finished files into the object store.</summary>
internal sealed class UploadStep(IObjectStore store) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Upload;

    /// <returns>False: only the store knows, and it is asked.</returns>
    public bool IsDone(RecordingWork work) => false;

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var media = MediaOf(work).ToList();
        var files = work.State.Files ?? await DescribeAsync(work, media, cancellationToken);
        var total = Math.Max(1, files.Sum(file => file.Bytes));
        long before = 0;
        foreach (var (file, path) in files.Zip(media, (file, entry) => (file, entry.File.Path)))
        {
            await PutAsync(file, path, new ByteProgress(progress, before, total), cancellationToken);
            before += file.Bytes;
        }
    }

    private async Task PutAsync(RecordingFile file, string path, ByteProgress progress, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Parse(file.StoreKey);
        // Of an object that is there, the next step reads every byte.
        if (await store.HeadAsync(key, cancellationToken) is { } stored && stored.Bytes == file.Bytes)
            return;
        await store.PutAsync(key, new UploadSource(path, file.ContentType, file.Bytes, file.Sha256), progress, cancellationToken);
    }

    private static IEnumerable<(RecordingFileKind Kind, MediaFile File)> MediaOf(RecordingWork work)
    {
        var package = work.State.Package ?? throw new InvalidOperationException("There is nothing to store.");
        return package.Select(each => (each.Kind, each.File));
    }

    private static async Task<IReadOnlyList<RecordingFile>> DescribeAsync(
        RecordingWork work, List<(RecordingFileKind Kind, MediaFile File)> media, CancellationToken cancellationToken)
    {
        var files = new List<RecordingFile>();
        foreach (var (kind, file) in media)
            files.Add(await DescribeAsync(work, kind, file, cancellationToken));
        await work.SaveAsync(work.State with { Files = files }, cancellationToken);
        return files;
    }

    private static async Task<RecordingFile> DescribeAsync(RecordingWork work, RecordingFileKind kind, MediaFile file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file.Path);
        var stored = Path.GetFileName(file.Path);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"recording-{work.StartedAt.UtcDateTime:yyyy-MM-dd-HHmm}{(kind == RecordingFileKind.Track ? $"-track-{stored}" : Path.GetExtension(stored))}");
        return new RecordingFile
        {
            StoreKey = StoreKeys.PrefixOf(work.RecordingId, work.Version) + stored,
            RecordingId = work.RecordingId,
            Name = name,
            Kind = kind,
            ContentType = file.ContentType,
            Bytes = content.Length,
            Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)),
        };
    }

    private sealed class ByteProgress(IProgress<double> progress, long before, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report(100.0 * (before + value) / total);
    }
}
