using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Api.Stage.Parts;

namespace Broadcast.Api.Tests.Stage.Parts;

public sealed class PersonWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealthFindings Fine = new(90, 0, 0, 0);
    private static readonly QualitySample Good = new(Now, 2_000_000, 720, 0, 40, 0, 0, 0, 0, HeldBack: false, QualityBlame.Nobody);
    private static readonly QualitySample Frozen = Good with { Frozen = 0.12, Blame = QualityBlame.Upstream };

    [Theory]
    [InlineData(StageRole.Viewer, 720, "All well: the picture moves and the sound is whole.")]
    [InlineData(StageRole.Viewer, 0, "All well: the sound is whole; no picture is shown at the moment.")]
    [InlineData(StageRole.Presenter, 720, "All well: picture and sound that they send arrive.")]
    [InlineData(StageRole.Presenter, 0, "All well: the sound that they send arrives; they send no picture at the moment.")]
    public void All_is_well(StageRole role, int height, string sentence) => Assert.Equal((sentence, true), Of(role, Fine, Good with { Height = height }));

    [Fact]
    public void A_weak_network_is_the_viewers_own()
    {
        var lossy = Frozen with { Blame = QualityBlame.OwnNetwork, Lost = 0.08, Concealed = 0.05 };
        Assert.Equal(
            ("The picture stands still for 12 % of the time, and 5 % of the sound is missing. The likeliest reason is their own connection: 8 % of what is sent to them is lost. A cable, or a place nearer to the Wi-Fi, would help.", false),
            Of(StageRole.Viewer, Fine, lossy));
        Assert.Contains("it takes 900 ms there and back", Of(StageRole.Viewer, Fine, lossy with { Lost = 0, RoundTripMs = 900 }).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Unless_many_have_one_at_a_time() => Assert.Equal(
        ("The picture stands still for 12 % of the time. Many viewers have the same trouble at this moment, so the likeliest reason is the server's connection.", false),
        Of(StageRole.Viewer, Fine with { Lossy = 30 }, Frozen with { Blame = QualityBlame.OwnNetwork, Lost = 0.08 }));

    [Fact]
    public void A_picture_that_does_not_fit_is_said() => Assert.Equal(
        ("Their own connection carries the sound only at the moment. The picture comes back by itself as soon as it fits.", false),
        Of(StageRole.Viewer, Fine, Good with { HeldBack = true, Blame = QualityBlame.OwnNetwork }));

    [Fact]
    public void A_slow_machine_is_the_viewers_own() => Assert.Equal(
        ("The picture stands still for 12 % of the time. The likeliest reason is their own computer, which is too slow and leaves out 30 % of the picture. Closing other programs would help.", false),
        Of(StageRole.Viewer, Fine, Frozen with { Blame = QualityBlame.OwnMachine, Dropped = 0.3 }));

    [Fact]
    public void So_is_one_that_has_too_much_to_do() => Assert.Equal(
        ("The picture stands still for 12 % of the time. The likeliest reason is their own computer, which has too much to do: it is late 40 % of the time. Closing other programs would help.", false),
        Of(StageRole.Viewer, Fine, Frozen with { Blame = QualityBlame.OwnMachine, Busy = 0.4 }));

    [Theory]
    [InlineData(1, "a presenter's connection, which is too weak")]
    [InlineData(0, "this server")]
    public void What_comes_to_them_so_is_a_presenters_or_the_servers(int thinPresenters, string reason) => Assert.Equal(
        ($"The picture stands still for 12 % of the time. Their own connection is well; the likeliest reason is {reason}.", false),
        Of(StageRole.Viewer, Fine with { Told = new QualityTally(0, 0, 1, thinPresenters) }, Frozen));

    [Theory]
    [InlineData(QualityBlame.OwnNetwork, 0, "Their own connection is too weak for the whole picture that they send, so everybody sees it less sharp. A cable, or a place nearer to the Wi-Fi, would help.")]
    [InlineData(QualityBlame.OwnNetwork, 0.1, "10 % of what they send is lost on their own connection, and everybody sees it. A cable, or a place nearer to the Wi-Fi, would help.")]
    [InlineData(QualityBlame.OwnMachine, 0, "Their computer is too slow for the picture that they send, so everybody sees it smaller or moving less. Closing other programs would help.")]
    internal void So_is_a_presenters_trouble(QualityBlame blame, double lost, string sentence) =>
        Assert.Equal((sentence, false), Of(StageRole.Presenter, Fine, Good with { Blame = blame, Lost = lost }));

    [Fact]
    public void Trouble_that_is_over_is_not_forgotten() => Assert.Equal(
        ("All well: the picture moves and the sound is whole. In the last ten minutes there was trouble for 20 seconds, mostly because of their own connection.", true),
        Of(StageRole.Viewer, Fine, Frozen with { Blame = QualityBlame.OwnNetwork }, Frozen with { Blame = QualityBlame.OwnNetwork }, Good));

    [Fact]
    public void Silence_is_said() => Assert.Equal(
        ("The last report came 40 seconds ago: either there was nothing to watch or to send since then, or the connection is lost.", false),
        Of(StageRole.Viewer, Fine, Good with { At = Now.AddSeconds(-40) }));

    [Fact]
    public void Before_the_first_report_nothing_is_known() => Assert.True(Of(StageRole.Viewer, Fine).Well);

    private static (string Sentence, bool Well) Of(StageRole role, HealthFindings found, params QualitySample[] samples) =>
        PersonWords.Of(new PersonTimeline("Bea", role, samples), found, Now);
}
