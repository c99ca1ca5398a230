using Broadcast.Api.Data;
using Broadcast.Api.Stage.Parts;
using Broadcast.Api.Webinars;

namespace Broadcast.Api.Tests.Stage.Parts;

public sealed class HealthWordsTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, "Nobody is watching at the moment.")]
    [InlineData(1, 0, 0, 0, "All well: 1 viewer, who gets the picture.")]
    [InlineData(120, 0, 0, 0, "All well: 120 viewers, everybody gets the picture.")]
    [InlineData(120, 7, 0, 0, "7 of 120 viewers lose more than 5 % of the picture; their own connections are the likeliest reason.")]
    [InlineData(120, 1, 0, 0, "1 of 120 viewers loses more than 5 % of the picture; their own connection is the likeliest reason.")]
    [InlineData(120, 54, 0, 0, "54 of 120 viewers lose more than 5 % of the picture; so many at a time hint at the server's own connection.")]
    [InlineData(3, 0, 1, 0, "1 of 3 viewers cannot be reached: either it is just coming, or a network lets no media through.")]
    [InlineData(1, 0, 0, 1, "1 of 1 viewer sees no picture, because the browser does not know how it is encoded.")]
    public void A_look_is_said_in_plain_words(int viewers, int lossy, int unreached, int withoutPicture, string sentence)
    {
        var found = new HealthFindings(viewers, lossy, unreached, withoutPicture);
        Assert.Equal((sentence, found.Troubled == 0), HealthWords.Of(WebinarState.Live, isSending: true, found));
    }

    [Fact]
    public void Each_trouble_has_its_sentence() => Assert.Equal(
        "2 of 90 viewers lose more than 5 % of the picture; their own connections are the likeliest reason. "
        + "3 of 90 viewers cannot be reached: either they are just coming, or a network lets no media through. "
        + "4 of 90 viewers see no picture, because the browser does not know how it is encoded.",
        HealthWords.Of(WebinarState.Live, isSending: true, new HealthFindings(90, 2, 3, 4)).Sentence);

    [Theory]
    [InlineData(9, 0, 0, 0, "9 of 90 viewers see the picture stop or hear broken sound; their own connections are the likeliest reason.")]
    [InlineData(1, 0, 0, 0, "1 of 90 viewers sees the picture stop or hears broken sound; their own connection is the likeliest reason.")]
    [InlineData(0, 1, 0, 0, "1 of 90 viewers has a machine that is too slow for the picture.")]
    [InlineData(0, 0, 40, 0, "40 of 90 viewers see the picture stop or hear broken sound although their own connection is well; the likeliest reason is this server.")]
    [InlineData(0, 0, 40, 1, "40 of 90 viewers see the picture stop or hear broken sound although their own connection is well; the likeliest reason is a presenter's connection. One presenter's connection is too weak for the whole picture.")]
    [InlineData(0, 0, 0, 2, "2 presenters' connections are too weak for the whole picture.")]
    public void So_is_what_browsers_report(int network, int machine, int upstream, int thinPresenters, string sentence) => Assert.Equal(
        (sentence, false),
        HealthWords.Of(WebinarState.Live, isSending: true, new HealthFindings(90, 0, 0, 0, new(network, machine, upstream, thinPresenters))));

    [Fact]
    public void Loss_that_the_node_sees_and_that_browsers_report_is_told_once() =>
        Assert.Equal(9, new HealthFindings(90, 7, 0, 0, new(Network: 9, 0, 0, 0)).Troubled);

    [Theory]
    [InlineData(WebinarState.Scheduled, true, "It is not live.", true)]
    [InlineData(WebinarState.Live, false, "No presenter is sending.", false)]
    [InlineData(WebinarState.Live, true, "Nothing is known yet: the media server has not answered.", false)]
    public void So_is_what_comes_before_it(WebinarState state, bool isSending, string sentence, bool well) =>
        Assert.Equal((sentence, well), HealthWords.Of(state, isSending, latest: null));

    [Fact]
    public void More_troubles_than_viewers_are_as_many_as_there_are_viewers() => Assert.Equal(3, new HealthFindings(3, 2, 2, 2).Troubled);
}
