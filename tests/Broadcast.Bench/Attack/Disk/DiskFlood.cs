using System.Diagnostics;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Attack.Disk;

/// <summary>A presenter's link to a webinar that is recorded, and a stream forty times as fat as it should be. Measured: MB that are stored of it.</summary>
internal sealed class DiskFlood : IAttack
{
    private const int Haste = 40;

    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);

    public string Name => "a presenter fills the disk";
    public string Before => "133 GB/h";
    public string Limit => $"{Targets.StoredMegabytesPerSecond} MB/s";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var webinar = await field.Organizer.CreateWebinarAsync("Flooded", record: true);
        await using var presenter = await StageClient.ConnectAsync(field.Host, await field.Organizer.LinkAsync(webinar, "presenter"), SourceAddress.Hostile);
        await presenter.JoinAsync("Mallory");
        using var media = new PresenterPeer(SourceAddress.Hostile) { Haste = Haste };
        var transportId = await presenter.OpenAsync(media);
        await presenter.ProduceAsync(transportId, "camera", TestStreamParameters.Video);
        var recording = (await field.Organizer.GetAsync($"/api/webinars/{webinar}")).GetProperty("recording").GetProperty("id").GetString()!;
        // What may come at once is over by then.
        await Task.Delay(Burst);
        var (clock, sentBefore, burst) = (Stopwatch.StartNew(), media.BytesSent, StoredMegabytes(field.DataDirectory, recording));
        await Task.Delay(field.Span(20));
        var megabytes = StoredMegabytes(field.DataDirectory, recording);
        var perSecond = (megabytes - burst) / clock.Elapsed.TotalSeconds;
        var sentPerSecond = (media.BytesSent - sentBefore) / 1e6 / clock.Elapsed.TotalSeconds;
        await field.Organizer.PostAsync($"/api/webinars/{webinar}/end", new { });
        return new AttackOutcome(megabytes, $"{megabytes:0.0} MB, {perSecond:0.0} MB/s of {sentPerSecond:0.0} sent", perSecond <= Targets.StoredMegabytesPerSecond);
    }

    /// <summary>Journal, and what is made of it while it grows.</summary>
    private static double StoredMegabytes(string directory, string recording) =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.FullName.Contains(recording, StringComparison.Ordinal)).Sum(Length) / 1e6;

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
