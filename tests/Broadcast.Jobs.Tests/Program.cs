using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Tests;

// The victim of KilledProcessTests: takes a recording as far as the step it is told and stays there.
var (dataDirectory, step) = (args[0], Enum.Parse<RecordingStep>(args[1]));
var media = new ScriptedMedia
{
    OnRun = async (running, _, _, ct) =>
    {
        if (running != step)
            return;
        Console.WriteLine(running);
        await Task.Delay(Timeout.Infinite, ct);
    },
};
await using var app = await JobsApp.StartAsync(dataDirectory, media);
await app.Pipeline.StartAsync("r1", "w1", DateTimeOffset.UnixEpoch, CancellationToken.None);
await app.Pipeline.CompleteAsync("r1", DateTimeOffset.UnixEpoch.AddMinutes(1), CancellationToken.None);
await Task.Delay(Timeout.Infinite);
