using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Tests;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

// The victim of KilledProcessTests and RecordingLeasesTests: takes a recording as far as it is told and stays there.
var dataDirectory = args[0];
if (args[1] == nameof(RecordingState.Recording))
{
    await using var recording = await JobsApp.StartAsync(dataDirectory, new ScriptedMedia(), ("Recorder:Node", "first"));
    recording.Get<RecorderNode>().Open(new("r1")).OnEvent(new Instant(1), new WebinarStarted(new("w1")).ToJson());
    await recording.Pipeline.StartAsync(new("r1"), new("w1"), TimeProvider.System.GetUtcNow(), CancellationToken.None);
    Console.WriteLine(nameof(RecordingState.Recording));
    await Task.Delay(Timeout.Infinite);
}
// Of KilledProcessTests it fails in the step as often as it is told.
var (step, failures) = (Enum.Parse<RecordingStep>(args[1]), int.Parse(args[2]));
var settings = args[3..].Select(setting => setting.Split('=', 2)).Select(parts => (parts[0], parts[1])).ToArray();
var media = new ScriptedMedia
{
    OnRun = async (running, before, _, ct) =>
    {
        if (running != step)
            return;
        if (before < failures)
            throw new IOException("Not yet.");
        Console.WriteLine(running);
        await Task.Delay(Timeout.Infinite, ct);
    },
};
await using var app = await JobsApp.StartAsync(dataDirectory, media, settings);
await app.Pipeline.StartAsync(new("r1"), new("w1"), DateTimeOffset.UnixEpoch, CancellationToken.None);
await app.Pipeline.CompleteAsync(new("r1"), DateTimeOffset.UnixEpoch.AddMinutes(1), CancellationToken.None);
await Task.Delay(Timeout.Infinite);
