using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Tests;

// The victim of KilledProcessTests: takes a recording as far as the step it is told, fails there as often as it is told, and stays.
var (dataDirectory, step, failures) = (args[0], Enum.Parse<RecordingStep>(args[1]), int.Parse(args[2]));
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
await app.Pipeline.StartAsync("r1", "w1", DateTimeOffset.UnixEpoch, CancellationToken.None);
await app.Pipeline.CompleteAsync("r1", DateTimeOffset.UnixEpoch.AddMinutes(1), CancellationToken.None);
await Task.Delay(Timeout.Infinite);
