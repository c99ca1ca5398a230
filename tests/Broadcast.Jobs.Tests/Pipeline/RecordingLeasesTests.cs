using System.Diagnostics;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>Two processes on one directory and one database.</summary>
[Trait("Category", "Integration")]
public sealed class RecordingLeasesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public async Task A_second_process_leaves_the_first_one_s_recordings_alone_until_that_is_dead(string nameOfSecond)
    {
        using var first = await BeginInAnotherProcessAsync();
        try
        {
            await using var second = await JobsApp.StartAsync(
                data.Path, new ScriptedMedia(), ("Recorder:Node", nameOfSecond), ("Jobs:CatchUpInterval", "00:00:00.050"));
            var recorder = second.Get<RecorderNode>();
            Assert.Empty(recorder.UnfinishedRecordings);
            Assert.True(recorder.IsMadeElsewhere(new("r1")));
            Assert.Throws<InvalidOperationException>(() => recorder.Open(new("r1")));
            // Whoever looks often enough has looked after the start, too.
            await second.Get<RecordingEndings>().CatchUpAsync(CancellationToken.None);
            Assert.Equal(RecordingState.Recording, (await second.FindAsync("r1"))!.State);

            first.Kill();
            await first.WaitForExitAsync();
            if (nameOfSecond != "first")
                await LetLeasesRunOutAsync(second);
            Assert.Equal(RecordingState.Ready, (await second.WhenReadyAsync("r1")).State);
        }
        finally
        {
            if (!first.HasExited)
                first.Kill();
        }
    }

    [Fact]
    public async Task What_another_process_began_goes_on_when_this_one_takes_it_over()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        await AddLeftAsync(app, "taken", "left");
        app.Pipeline.TakeOver(new("taken"));
        await app.Get<RecordingEndings>().CatchUpAsync(CancellationToken.None);
        Assert.Equal(RecordingState.Recording, (await app.FindAsync("taken"))!.State);
        Assert.NotEqual(RecordingState.Recording, (await app.FindAsync("left"))!.State);
    }

    /// <summary>Where no lock is seen: a clock that is a minute ahead of the owner's ends nothing, and silence does.</summary>
    [Fact]
    public async Task Where_journals_go_through_the_store_it_is_silence_that_leaves_a_recording_behind_and_no_clock()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        var clock = new AheadClock();
        using var leases = new RecordingLeases(
            app.Get<IDbContextFactory<RecordingCatalogue>>(), app.Get<JournalParts>(), app.Get<RecorderNode>(), Options.Create(new JournalOptions { ThroughStore = true }),
            clock, NullLogger<RecordingLeases>.Instance);
        var recording = new Recording { Id = new("r1"), WebinarId = new("w1"), Owner = "another", OwnedUntil = TimeProvider.System.GetUtcNow() };

        foreach (var renewed in Enumerable.Range(0, 10))
        {
            Assert.False(leases.IsLeft(recording));
            clock.Passed += TimeSpan.FromSeconds(15);
            recording.OwnedUntil += TimeSpan.FromSeconds(15);
        }
        Assert.False(leases.IsLeft(recording));
        clock.Passed += RecordingLease.Length;
        Assert.True(leases.IsLeft(recording));
    }

    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromMinutes(1) + Passed;
    }

    private static async Task AddLeftAsync(JobsApp app, params string[] ids)
    {
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        foreach (var id in ids)
            catalogue.Add(new Recording
            {
                Id = new(id),
                WebinarId = new("w1"),
                StartedAt = DateTimeOffset.UnixEpoch,
                Owner = "another",
                OwnerEpoch = 1,
                OwnedUntil = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1),
            });
        await catalogue.SaveChangesAsync();
    }

    private async Task<Process> BeginInAnotherProcessAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(RecordingLeasesTests).Assembly.Location, data.Path, "Recording" },
            RedirectStandardOutput = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        Assert.Equal("Recording", await process.StandardOutput.ReadLineAsync(patience.Token));
        return process;
    }

    /// <summary>As if twenty seconds had passed since the first process was killed.</summary>
    private async Task LetLeasesRunOutAsync(JobsApp second)
    {
        File.SetLastWriteTimeUtc(data.File("journals/r1/owner"), TimeProvider.System.GetUtcNow().UtcDateTime - RecordingLease.Length - TimeSpan.FromSeconds(1));
        await using var catalogue = await second.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        DateTimeOffset? past = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1);
        await catalogue.Recordings.ExecuteUpdateAsync(update => update.SetProperty(recording => recording.OwnedUntil, past));
    }
}
