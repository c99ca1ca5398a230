using System.Text;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Pipeline.Steps;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Packaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Jobs.Tests;

/// <summary>Stands for the steps that need FFmpeg: writes small files, fails on command, and counts how often each step worked.</summary>
internal sealed class ScriptedMedia
{
    public const string VideoContent = "0123456789abcdefghij";
    public static readonly TimeSpan VideoDuration = TimeSpan.FromSeconds(12.5);

    public List<RecordingStep> Runs { get; } = [];

    /// <summary>Called when a step is about to work, with how often it was called before.</summary>
    public Func<RecordingStep, int, IProgress<double>, CancellationToken, Task> OnRun { get; init; } = (_, _, _, _) => Task.CompletedTask;

    /// <summary>For <see cref="OnRun"/>: stops in a step until that is cancelled or may go on.</summary>
    /// <param name="goOn">Never if null.</param>
    /// <param name="before">Stops only if the step was called so often before; every time if null.</param>
    public static Func<RecordingStep, int, IProgress<double>, CancellationToken, Task> HangIn(RecordingStep hanging, TaskCompletionSource begun, Task? goOn = null, int? before = null) =>
        async (step, calls, _, ct) =>
        {
            if (step != hanging || (before ?? calls) != calls)
                return;
            begun.TrySetResult();
            await (goOn ?? Task.Delay(Timeout.Infinite, ct)).WaitAsync(ct);
        };

    public void ReplaceIn(IServiceCollection services)
    {
        services.RemoveAll<IPipelineStep>();
        services.AddSingleton<IPipelineStep>(new ScriptedStep(this, RecordingStep.Finalize, _ => WorkState.Empty with { Manifest = Manifest }));
        services.AddSingleton<IPipelineStep>(new ScriptedStep(this, RecordingStep.Compose, work => work.State with { Video = Video(work) }));
        services.AddSingleton<IPipelineStep>(new ScriptedStep(this, RecordingStep.Package, work => work.State with { Package = Package(work) }));
        services.AddSingleton<IPipelineStep, UploadStep>();
        services.AddSingleton<IPipelineStep, VerifyStep>();
    }

    private static RecordingManifest Manifest => new()
    {
        RecordingId = new("r1"),
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = VideoDuration,
        Tracks = [],
        Participants = [],
        Events = [],
        Files = [],
        Damage = [],
        PacketsShed = 0,
        EndedCleanly = true,
    };

    private static MediaFile Video(RecordingWork work) => Write(work, "recording.mp4", VideoContent, "video/mp4", VideoDuration);

    private static PackagedFile[] Package(RecordingWork work) =>
    [
        new(RecordingFileKind.Video, work.State.Video!),
        new(RecordingFileKind.Poster, Write(work, "poster.jpg", "poster", "image/jpeg", TimeSpan.Zero)),
    ];

    private static MediaFile Write(RecordingWork work, string name, string content, string contentType, TimeSpan duration)
    {
        var path = Path.Combine(work.Directory, name);
        File.WriteAllText(path, content, Encoding.ASCII);
        return new MediaFile(path, contentType, content.Length, duration);
    }

    private sealed class ScriptedStep(ScriptedMedia media, RecordingStep step, Func<RecordingWork, WorkState> make) : IPipelineStep
    {
        public RecordingStep Step => step;

        public bool IsDone(RecordingWork work) => step switch
        {
            RecordingStep.Finalize => work.State.Manifest is not null,
            RecordingStep.Compose => work.State.Video is not null,
            _ => work.State.Package is not null,
        };

        public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken ct)
        {
            var before = media.Runs.Count(run => run == step);
            media.Runs.Add(step);
            await media.OnRun(step, before, progress, ct);
            await work.SaveAsync(make(work), ct);
        }
    }
}
