using System.Globalization;
using Broadcast.Api.Data;

namespace Broadcast.Api.Stage.Parts;

/// <summary>Says in plain words how a webinar goes for one person, and what is the likeliest reason when it does not go well.</summary>
internal static class PersonWords
{
    private const int SecondsPerSample = 10;
    private const string NearerHelps = "A cable, or a place nearer to the Wi-Fi, would help.";
    private const string ClosingHelps = "Closing other programs would help.";

    /// <param name="found">How it goes for all: one who has the same trouble as many has another reason.</param>
    public static (string Sentence, bool Well) Of(PersonTimeline timeline, HealthFindings found, DateTimeOffset now) => timeline.Samples switch
    {
        [] => ("Nothing is known yet: the first report comes some seconds after the first picture or sound.", true),
        [.., var latest] when now - latest.At > QualitySample.Life => (Silent(now - latest.At), false),
        [.., { Blame: QualityBlame.Nobody } latest] => ($"{Well(timeline.Role, latest)}{Before(timeline.Samples)}", true),
        [.., var latest] => (timeline.Role == StageRole.Presenter ? OfPresenter(latest) : OfViewer(latest, found), false),
    };

    private static string Silent(TimeSpan since) =>
        $"The last report came {Duration(since)} ago: either there was nothing to watch or to send since then, or the connection is lost.";

    private static string Well(StageRole role, QualitySample latest) => (role, latest.Height) switch
    {
        (StageRole.Presenter, 0) => "All well: the sound that they send arrives; they send no picture at the moment.",
        (StageRole.Presenter, _) => "All well: picture and sound that they send arrive.",
        (_, 0) => "All well: the sound is whole; no picture is shown at the moment.",
        _ => "All well: the picture moves and the sound is whole.",
    };

    private static string Before(IReadOnlyList<QualitySample> samples)
    {
        var troubles = samples.Where(each => each.Blame != QualityBlame.Nobody).ToList();
        if (troubles.Count == 0)
            return "";
        var reason = troubles.GroupBy(each => each.Blame).MaxBy(each => each.Count())!.Key switch
        {
            QualityBlame.OwnNetwork => "their own connection",
            QualityBlame.OwnMachine => "their own computer",
            _ => "how it came to them",
        };
        return $" In the last ten minutes there was trouble for {Duration(TimeSpan.FromSeconds(troubles.Count * SecondsPerSample))}, mostly because of {reason}.";
    }

    private static string OfPresenter(QualitySample latest) => latest switch
    {
        { Blame: QualityBlame.OwnMachine } => $"Their computer is too slow for the picture that they send, so everybody sees it smaller or moving less. {ClosingHelps}",
        { Lost: > QualityVerdict.LostOfThinUplink } => $"{Percent(latest.Lost)} of what they send is lost on their own connection, and everybody sees it. {NearerHelps}",
        _ => $"Their own connection is too weak for the whole picture that they send, so everybody sees it less sharp. {NearerHelps}",
    };

    private static string OfViewer(QualitySample latest, HealthFindings found) => latest switch
    {
        { HeldBack: true } => "Their own connection carries the sound only at the moment. The picture comes back by itself as soon as it fits.",
        { Blame: QualityBlame.OwnNetwork } when found.IsCommon => $"{Symptoms(latest)} Many viewers have the same trouble at this moment, so the likeliest reason is the server's connection.",
        { Blame: QualityBlame.OwnNetwork } => $"{Symptoms(latest)} The likeliest reason is their own connection: {WeakNetwork(latest)}. {NearerHelps}",
        { Blame: QualityBlame.OwnMachine, Busy: > QualityVerdict.BusyOfSlowMachine } => $"{Symptoms(latest)} The likeliest reason is their own computer, which has too much to do: it is late {Percent(latest.Busy)} of the time. {ClosingHelps}",
        { Blame: QualityBlame.OwnMachine } => $"{Symptoms(latest)} The likeliest reason is their own computer, which is too slow and leaves out {Percent(latest.Dropped)} of the picture. {ClosingHelps}",
        _ when found.Told.ThinPresenters > 0 => $"{Symptoms(latest)} Their own connection is well; the likeliest reason is a presenter's connection, which is too weak.",
        _ => $"{Symptoms(latest)} Their own connection is well; the likeliest reason is this server.",
    };

    private static string Symptoms(QualitySample latest) => (latest.Frozen > QualityVerdict.FrozenOfTrouble, latest.Concealed > QualityVerdict.ConcealedOfTrouble) switch
    {
        (true, true) => $"The picture stands still for {Percent(latest.Frozen)} of the time, and {Percent(latest.Concealed)} of the sound is missing.",
        (false, true) => $"{Percent(latest.Concealed)} of the sound is missing.",
        _ => $"The picture stands still for {Percent(latest.Frozen)} of the time.",
    };

    private static string WeakNetwork(QualitySample latest) => latest is { Lost: <= QualityVerdict.LostOfWeakNetwork, RoundTripMs: > QualityVerdict.RoundTripMsOfWeakNetwork }
        ? $"it takes {latest.RoundTripMs} ms there and back"
        : $"{Percent(latest.Lost)} of what is sent to them is lost";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(share * 100))} %");

    private static string Duration(TimeSpan span) => span.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:F0} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:F0} minutes");
}
