using System.Text.Json;
using Broadcast.Recorder.CommandLine;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Tests.CommandLine;

public sealed class JournalCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Info_says_what_was_recorded()
    {
        var (code, said) = await RunAsync("info", await RecordAsync());
        Assert.Equal(0, code);
        Assert.Contains("recording test", said, StringComparison.Ordinal);
        Assert.Contains("track 0-1 Audio audio/opus producer producer-mic: 100 of 100 packets", said, StringComparison.Ordinal);
        Assert.Contains("webinarEnded", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_passes_a_whole_journal_and_fails_a_damaged_one()
    {
        var journal = await RecordAsync();
        Assert.Equal(0, (await RunAsync("verify", journal)).Code);

        var chunk = Path.Combine(journal, "0-0.rtpj");
        var bytes = await File.ReadAllBytesAsync(chunk);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(chunk, bytes);

        var (code, said) = await RunAsync("verify", journal);
        Assert.Equal(1, code);
        Assert.Contains("damage 0-0.rtpj", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_says_each_packet_of_a_track_in_order_as_json()
    {
        var (code, said) = await RunAsync("replay", await RecordAsync(), "--track", "0-1");
        Assert.Equal(0, code);
        var packets = said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == "Rtp").ToList();
        Assert.Equal(100, packets.Count);
        Assert.All(packets.Zip(packets.Skip(1)), pair =>
            Assert.True(pair.First.GetProperty("arrivalNs").GetInt64() <= pair.Second.GetProperty("arrivalNs").GetInt64()));
    }

    [Fact]
    public async Task Replay_says_what_sender_reports_say_of_the_clock()
    {
        var (_, said) = await RunAsync("replay", await RecordAsync(), "--track", "0-1");
        var reports = said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == "SenderReport").ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.True(report.GetProperty("ntpUs").GetInt64() > 0 && report.TryGetProperty("timestamp", out _)));
    }

    [Fact]
    public async Task Export_writes_one_track()
    {
        var file = directory["out.mkv"];
        Assert.Equal(0, (await RunAsync("export", await RecordAsync(), "--track", "0-1", file)).Code);
        Assert.InRange(new FileInfo(file).Length, 500, 100_000);
        Assert.Equal(1, (await RunAsync("export", await RecordAsync(), "--track", "0-9", file)).Code);
    }

    [Theory]
    [InlineData]
    [InlineData("info")]
    [InlineData("erase", "/tmp")]
    [InlineData("export", "/tmp")]
    [InlineData("replay", "/tmp", "--speed", "fast")]
    [InlineData("info", "/nowhere")]
    public async Task Wrong_usage_is_answered_by_the_right_one(params string[] arguments) =>
        Assert.Equal(2, (await RunAsync(arguments)).Code);

    private async Task<string> RecordAsync()
    {
        var schedule = new Schedule();
        schedule.Start();
        var stream = new SimulatedStream(schedule, "mic", MediaKind.Audio, "audio/opus", 48_000).Open(0);
        stream.Play(0, 50, Enumerable.Range(0, 100).Select(i => (IReadOnlyList<byte[]>)[[(byte)i, 1, 2, 3]]));
        schedule.End(3);
        return await schedule.RecordAsync(directory[Guid.NewGuid().ToString("N")]);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await JournalCommand.RunAsync(arguments, output, TimeProvider.System, CancellationToken.None);
        return (code, output.ToString());
    }
}
