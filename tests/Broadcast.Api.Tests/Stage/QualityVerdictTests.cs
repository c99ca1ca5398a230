using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Stage;

public sealed class QualityVerdictTests
{
    private static readonly ReceptionQuality Well = new(2_000_000, 720, Lost: 0, RoundTripMs: 40, Frozen: 0, Concealed: 0, Dropped: 0);
    private static readonly SendingQuality Sending = new(2_500_000, 5_000_000, 720, Lost: 0, RoundTripMs: 40, SendingLimitation.None);

    [Fact]
    public void Loss_that_nobody_sees_or_hears_is_no_trouble() => Assert.Equal(QualityBlame.Nobody, QualityVerdict.Blame(Well with { Lost = 0.2 }));

    [Theory]
    [InlineData(0.05, 40, 0, QualityBlame.OwnNetwork)]
    [InlineData(0, 800, 0, QualityBlame.OwnNetwork)]
    [InlineData(0, 40, 0.3, QualityBlame.OwnMachine)]
    [InlineData(0.05, 40, 0.3, QualityBlame.OwnNetwork)]
    [InlineData(0, 40, 0, QualityBlame.Upstream)]
    internal void A_picture_that_stops_is_blamed_on_what_is_seen_beside_it(double lost, double roundTripMs, double dropped, QualityBlame blame) =>
        Assert.Equal(blame, QualityVerdict.Blame(Well with { Frozen = 0.1, Lost = lost, RoundTripMs = roundTripMs, Dropped = dropped }));

    [Theory]
    [InlineData(0.4, 0, 40, QualityBlame.OwnMachine)]
    [InlineData(0.4, 0.05, 800, QualityBlame.OwnMachine)]
    [InlineData(0.1, 0.05, 800, QualityBlame.OwnNetwork)]
    [InlineData(0.1, 0, 40, QualityBlame.Upstream)]
    internal void A_machine_that_is_late_makes_a_network_look_bad(double busy, double lost, double roundTripMs, QualityBlame blame) =>
        Assert.Equal(blame, QualityVerdict.Blame(Well with { Frozen = 0.1, Lost = lost, RoundTripMs = roundTripMs, Busy = busy }));

    [Fact]
    public void A_machine_that_is_late_and_shows_all_in_time_is_no_trouble() => Assert.Equal(QualityBlame.Nobody, QualityVerdict.Blame(Well with { Busy = 0.9 }));

    [Fact]
    public void So_is_sound_that_is_made_up() => Assert.Equal(QualityBlame.OwnNetwork, QualityVerdict.Blame(Well with { Concealed = 0.09, Lost = 0.1 }));

    [Fact]
    public void A_presenter_is_judged_by_the_browsers_word_and_by_loss()
    {
        Assert.Equal(QualityBlame.Nobody, QualityVerdict.Blame(Sending));
        Assert.Equal(QualityBlame.Nobody, QualityVerdict.Blame(Sending with { Limitation = SendingLimitation.Other }));
        Assert.Equal(QualityBlame.OwnMachine, QualityVerdict.Blame(Sending with { Limitation = SendingLimitation.Cpu }));
        Assert.Equal(QualityBlame.OwnNetwork, QualityVerdict.Blame(Sending with { Limitation = SendingLimitation.Bandwidth }));
        Assert.Equal(QualityBlame.OwnNetwork, QualityVerdict.Blame(Sending with { Lost = 0.1 }));
    }
}
