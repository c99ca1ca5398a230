using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;

namespace Broadcast.Recorder.Tests.Recordings;

public sealed class RecordingLimitsTests
{
    private static readonly JournalHealth Well =
        new(JournalAlarm.None, WaitingBytes: 0, TimeSpan.Zero, Shed: 0, WrittenBytes: 1_000_000, FreeBytes: 900_000_000, Failure: null);

    private readonly RecordingLimits limits = new(new RecorderOptions { FloorBytes = 500_000_000, RecordingBytes = 2_500_000_000 });

    [Fact]
    public void None_is_reached_while_there_is_room()
    {
        Assert.Null(limits.Reached(Well));
        Assert.Null(limits.Refusal(900_000_000));
    }

    [Fact]
    public void The_floor_of_the_disk_stops_a_recording_and_refuses_the_next()
    {
        Assert.StartsWith("The recording was stopped because only 400 MB are left on the disk.", limits.Reached(Well with { FreeBytes = 400_000_000 }), StringComparison.Ordinal);
        Assert.Equal("Nothing can be recorded because only 400 MB are left on the disk.", limits.Refusal(400_000_000));
    }

    [Fact]
    public void A_recording_ends_at_its_bytes() =>
        Assert.StartsWith("The recording was stopped at its limit of 2.5 GB.", limits.Reached(Well with { WrittenBytes = 2_500_000_000 }), StringComparison.Ordinal);

    [Fact]
    public void A_disk_that_refuses_is_waited_for_as_long_as_memory_lasts()
    {
        var failing = Well with { Alarm = JournalAlarm.Failing, Failure = "No space left on device" };
        Assert.Null(limits.Reached(failing));
        Assert.StartsWith(
            "The recording was stopped because the disk cannot be written: No space left on device. What was recorded until then is kept.",
            limits.Reached(failing with { Alarm = JournalAlarm.Shedding }), StringComparison.Ordinal);
    }
}
