using System.Text;
using System.Text.Json;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Tests.Stage;

public sealed class StageEventTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    /// <summary>As they lie in journals since the first; this side must not change.</summary>
    public static TheoryData<string, StageEvent> Written => new()
    {
        { """{"type":"webinarStarted","webinarId":"w1","at":"2026-11-27T12:00:00+00:00"}""", new WebinarStarted(new("w1"), Noon) },
        { """{"type":"webinarEnded","at":"2026-11-27T12:00:00+00:00"}""", new WebinarEnded(Noon) },
        { """{"type":"recordingPaused"}""", new RecordingPaused() },
        { """{"type":"recordingResumed"}""", new RecordingResumed() },
        { """{"type":"recordingContinued","at":"2026-11-27T12:00:00+00:00"}""", new RecordingContinued(Noon) },
        { """{"type":"marker","label":"Questions"}""", new MarkerSet("Questions") },
        {
            """{"type":"producer","producerId":"p1","participantId":"a1","displayName":"Ann","kind":"video","source":"screenAudio"}""",
            new ProducerIntroduced("p1", new("a1"), "Ann", MediaKind.Video, "screenAudio")
        },
        { """{"type":"producerPaused","producerId":"p1","paused":true}""", new ProducerPauseChanged("p1", true) },
        { """{"type":"producerClosed","producerId":"p1"}""", new ProducerLeft("p1") },
        { """{"type":"activeSpeaker","producerId":"p1"}""", new SpeakerChanged("p1") },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Is_written_as_it_was_from_the_first_and_read_again(string json, StageEvent written)
    {
        Assert.Equal(json, written.ToJson().GetRawText());
        Assert.Equal(written, StageEvent.TryRead(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(written, StageEvent.TryRead(JsonElement.Parse(json)));
    }

    [Fact]
    public void No_event_is_forgotten_here() => Assert.Equal(
        typeof(StageEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StageEvent))).ToHashSet(),
        Written.Select(row => row[1].GetType()).ToHashSet());

    [Theory]
    [InlineData("""{"type":"layout","layout":"grid"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"label":"of no type"}""")]
    public void Of_a_type_that_is_not_known_it_is_an_event_all_the_same(string json) => Assert.Equal(new StageEvent(), Read(json));

    [Fact]
    public void Fields_that_are_not_known_are_passed_over_wherever_its_type_stands() =>
        Assert.Equal(new MarkerSet("Questions"), Read("""{"colour":{"r":1},"label":"Questions","type":"marker"}"""));

    [Theory]
    [InlineData("""{"type":"webinarEnded"}""")]
    [InlineData("""{"type":"webinarEnded","at":7}""")]
    [InlineData("""{"type":"webinarEnded","at":{"hour":12}}""")]
    [InlineData("""{"type":"webinarEnded","at":"noon"}""")]
    public void An_end_is_an_end_although_its_time_is_none(string json) => Assert.Equal(new WebinarEnded(), Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":"activeSpeaker"}""")]
    [InlineData("""{"type":"activeSpeaker","producerId":null}""")]
    [InlineData("""{"type":"marker","label":[1]}""")]
    [InlineData("""{"type":"producer","producerId":"p1","participantId":"of no form"}""")]
    [InlineData("""{"type":"producer","producerId":"p1","kind":"smell"}""")]
    public void What_is_not_of_its_form_is_nothing(string json) => Assert.Null(Read(json));

    private static StageEvent? Read(string json) => StageEvent.TryRead(Encoding.UTF8.GetBytes(json));
}
