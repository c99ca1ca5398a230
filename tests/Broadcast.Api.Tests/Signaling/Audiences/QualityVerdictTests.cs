using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Signaling.Audiences;

public sealed class QualityVerdictTests
{
    private static readonly ReceptionQuality Well = new(2_000_000, 720, Lost: 0, RoundTripMs: 40, Frozen: 0, Concealed: 0, Dropped: 0);
    private static readonly SendingQuality Sending = new(2_500_000, 5_000_000, 720, Lost: 0, RoundTripMs: 40, SendingLimitation.None);
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

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

    [Fact]
    public void So_is_sound_that_is_made_up() => Assert.Equal(QualityBlame.OwnNetwork, QualityVerdict.Blame(Well with { Concealed = 0.09, Lost = 0.1 }));

    [Fact]
    public void A_presenter_is_thin_by_the_browsers_word_or_by_loss()
    {
        Assert.False(QualityVerdict.IsThin(Sending));
        Assert.False(QualityVerdict.IsThin(Sending with { Limitation = SendingLimitation.Cpu }));
        Assert.True(QualityVerdict.IsThin(Sending with { Limitation = SendingLimitation.Bandwidth }));
        Assert.True(QualityVerdict.IsThin(Sending with { Lost = 0.1 }));
    }

    [Fact]
    public void What_was_told_long_ago_does_not_count()
    {
        var told = new ToldQuality(new QualityReport(Well with { Frozen = 0.1 }), Now);
        Assert.Equal(new QualityTally(0, 0, Upstream: 1, 0), told.Tally(StageRole.Viewer, Now.AddSeconds(20)));
        Assert.Equal(default, told.Tally(StageRole.Viewer, Now.AddSeconds(30)));
    }

    [Fact]
    public void A_presenter_counts_for_what_they_send()
    {
        var told = new ToldQuality(new QualityReport(Well with { Frozen = 0.1 }, Sending with { Limitation = SendingLimitation.Bandwidth }), Now);
        Assert.Equal(new QualityTally(0, 0, 0, ThinPresenters: 1), told.Tally(StageRole.Presenter, Now));
    }
}
