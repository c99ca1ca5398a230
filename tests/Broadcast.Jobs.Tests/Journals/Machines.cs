using Broadcast.Jobs.Journals.Uploading;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Pipeline.Steps;
using Broadcast.Jobs.Tests.ObjectStores;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Stage;

namespace Broadcast.Jobs.Tests.Journals;

/// <summary>Recording machines and job workers, each with a disk of its own, on one catalogue and one store. What a recording machine does with its journals it does when told.</summary>
internal sealed class Machines(S3ObjectStoreTests.Radosgw? store = null) : IDisposable
{
    private readonly TempDirectory disks = new();

    /// <summary>The store's, if it is one of files.</summary>
    public string ObjectsOf(string recordingId) => disks.File($"objects/recordings/{recordingId}");

    public string JournalOf(string machine, string recordingId) => disks.File($"{machine}/journals/{recordingId}");

    public Task<JobsApp> StartRecorderAsync(string name) => StartAsync(name, ("Jobs:Concurrency", "0"), ("Journal:LookInterval", "00:10:00"));

    public Task<JobsApp> StartWorkerAsync(params (string Key, string Value)[] settings) =>
        StartAsync("worker", [("Journal:LookInterval", "00:00:00.100"), .. settings]);

    /// <summary>One look at what is to be stored.</summary>
    /// <returns>Why not all of it could be; null if it could.</returns>
    public static Task<Exception?> LookAsync(JobsApp machine) => machine.Get<JournalUpload>().LookAsync(default);

    /// <summary>A part of a recording that ends in order.</summary>
    public static async Task RecordAsync(JobsApp machine, string recordingId, int opening)
    {
        var recorder = machine.Get<RecorderNode>();
        Speech.Into(recorder.Open(new(recordingId), opening), SaidOf(opening));
        await recorder.WhenClosedAsync(new(recordingId), default);
        recorder.Release(new(recordingId));
        // What can be watched at once is not what is tried here.
        var live = machine.Get<LiveRecordings>();
        Directory.CreateDirectory(live.DirectoryOf(new(recordingId)));
        live.MarkStored(new(recordingId));
    }

    /// <summary>Looks until the machine's disk has nothing of the recording.</summary>
    public async Task UntilGoneAsync(JobsApp machine, string name, string recordingId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (; Directory.Exists(JournalOf(name, recordingId)); await Task.Delay(50, patience.Token))
            await LookAsync(machine);
    }

    /// <summary>A part of a recording whose machine dies in the middle of it.</summary>
    public static async Task RecordAndDieAsync(JobsApp machine, string recordingId, int opening)
    {
        Speech.Into(machine.Get<RecorderNode>().Open(new(recordingId), opening), SaidOf(opening), close: false);
        await machine.DisposeAsync();
    }

    /// <summary>What the worker makes of the recording's journal, once it has it.</summary>
    public static async Task<RecordingManifest> FinalizeAsync(JobsApp worker, string recordingId)
    {
        var work = await RecordingWork.OpenAsync((await worker.FindAsync(recordingId))!, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), default);
        try
        {
            await worker.Get<IEnumerable<IPipelineStep>>().OfType<FinalizeStep>().Single().RunAsync(work, new Progress<double>(), default);
            return work.State.Manifest!;
        }
        finally
        {
            Directory.Delete(work.Directory, recursive: true);
        }
    }

    public void Dispose() => disks.Dispose();

    private static StageEvent SaidOf(int opening) => opening == 0
        ? new WebinarStarted(new("w1"), TimeProvider.System.GetUtcNow())
        : new RecordingContinued(TimeProvider.System.GetUtcNow());

    private Task<JobsApp> StartAsync(string name, params (string Key, string Value)[] settings) => JobsApp.StartAsync(disks.File(name), settings:
    [
        ("Database:File", disks.File("broadcast.db")), ("Recorder:Node", name), ("Recorder:QueueDirectory", ""), ("Recorder:ChunkSeconds", "1"),
        ("Journal:ThroughStore", "true"), .. StoreSettings(), .. settings,
    ]);

    private IEnumerable<(string Key, string Value)> StoreSettings()
    {
        if (store is null)
            return [("Storage:Directory", disks.File("objects"))];
        var s3 = store.Options();
        return
        [
            ("Storage:Kind", $"{StorageKind.S3}"), ("Storage:S3:Endpoint", s3.Endpoint!.AbsoluteUri), ("Storage:S3:Bucket", s3.Bucket!),
            ("Storage:S3:AccessKey", s3.AccessKey!), ("Storage:S3:SecretKey", s3.SecretKey!),
        ];
    }
}
