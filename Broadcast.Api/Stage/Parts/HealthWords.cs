using Broadcast.Api.Data;

namespace Broadcast.Api.Stage.Parts;

/// <summary>Says in plain words how a webinar goes, and what is the likeliest reason when it does not go well.</summary>
internal static class HealthWords
{
    /// <param name="isSending">Whether a presenter's picture or sound is on the stage.</param>
    /// <param name="latest">Null if nothing is known.</param>
    public static (string Sentence, bool Well) Of(WebinarState state, bool isSending, HealthFindings? latest) => (state, isSending, latest) switch
    {
        (not WebinarState.Live, _, _) => ("It is not live.", true),
        (_, false, _) => ("No presenter is sending.", false),
        (_, _, null) => ("Nothing is known yet: the media server has not answered.", false),
        (_, _, { Viewers: 0 }) => ("Nobody is watching at the moment.", true),
        (_, _, { Troubled: 0, Told.ThinPresenters: > 0 }) => (ThinPresenters(latest), false),
        (_, _, { Troubled: 0, Viewers: 1 }) => ("All well: 1 viewer, who gets the picture.", true),
        (_, _, { Troubled: 0 }) => ($"All well: {latest.Viewers} viewers, everybody gets the picture.", true),
        _ => (string.Join(' ', Troubles(latest)), false),
    };

    private static IEnumerable<string> Troubles(HealthFindings found)
    {
        if (found.Lossy >= found.Told.Network && found.Lossy > 0)
            yield return $"{Share(found.Lossy, found)} lose{Verb(found.Lossy)} more than 5 % of the picture; {ReasonOfLoss(found)}.";
        else if (found.Told.Network > 0)
            yield return $"{Share(found.Told.Network, found)} see{Verb(found.Told.Network)} the picture stop or hear{Verb(found.Told.Network)} broken sound; {ReasonOfLoss(found)}.";
        if (found.Told.Machine > 0)
            yield return $"{Share(found.Told.Machine, found)} ha{(found.Told.Machine == 1 ? "s" : "ve")} a machine that is too slow for the picture.";
        if (found.Told.Upstream > 0)
            yield return $"{Share(found.Told.Upstream, found)} see{Verb(found.Told.Upstream)} the picture stop or hear{Verb(found.Told.Upstream)} broken sound although their own connection is well; the likeliest reason is {(found.Told.ThinPresenters > 0 ? "a presenter's connection" : "this server")}.";
        if (found.Told.ThinPresenters > 0)
            yield return ThinPresenters(found);
        if (found.Unreached > 0)
            yield return $"{Share(found.Unreached, found)} cannot be reached: either {(found.Unreached == 1 ? "it is" : "they are")} just coming, or a network lets no media through.";
        if (found.WithoutPicture > 0)
            yield return $"{Share(found.WithoutPicture, found)} see{Verb(found.WithoutPicture)} no picture, because the browser does not know how it is encoded.";
    }

    private static string ThinPresenters(HealthFindings found) => found.Told.ThinPresenters == 1
        ? "One presenter's connection is too weak for the whole picture."
        : $"{found.Told.ThinPresenters} presenters' connections are too weak for the whole picture.";

    private static string ReasonOfLoss(HealthFindings found)
    {
        if (found.IsCommon)
            return "so many at a time hint at the server's own connection";
        return found.WeakNetworks == 1 ? "their own connection is the likeliest reason" : "their own connections are the likeliest reason";
    }

    private static string Share(int some, HealthFindings found) => $"{Math.Min(some, found.Viewers)} of {found.Viewers} viewer{(found.Viewers == 1 ? "" : "s")}";

    private static string Verb(int count) => count == 1 ? "s" : "";
}
