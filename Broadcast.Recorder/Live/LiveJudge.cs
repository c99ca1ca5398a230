using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Formats;

namespace Broadcast.Recorder.Live;

/// <summary>Decides the light: what the journal's writing says first, then what was found in the last closed segments.</summary>
internal sealed class LiveJudge(LivePackager live, SegmentCheck check, TimeProvider clock)
{
    /// <summary>Between two looks: a decoder costs more than everything else here.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(9);

    /// <summary>Packaging runs some seconds behind and a segment is as long as the key frames are apart.</summary>
    private const double LateSeconds = 25;

    private const double SyncSeconds = 1.5;

    /// <summary>Browsers report on sound every five seconds, give or take a half, and the first report may be lost.</summary>
    private const double ReportSeconds = 16;

    /// <summary>So long nobody may speak whose microphone sends nothing meanwhile.</summary>
    private const double RestSeconds = 60;

    /// <summary>Session time of the last segment in which something was heard, in seconds.</summary>
    private double heardAt;
    private long lookedAt = long.MinValue;
    private RecordingVerdict found = RecordingVerdict.Waiting;

    /// <summary>What holds now, without looking.</summary>
    public RecordingVerdict Verdict(JournalHealth? health) => health switch
    {
        { Alarm: JournalAlarm.Stopped or JournalAlarm.Shedding or JournalAlarm.Failing } bad => found with { Light = RecordingLight.Red, Sentence = bad.Sentence! },
        { Alarm: JournalAlarm.Slow or JournalAlarm.SpaceLow } poor when found.Light != RecordingLight.Red =>
            found with { Light = RecordingLight.Amber, Sentence = poor.Sentence! },
        _ => found,
    };

    /// <summary>Looks at the last segments, if it is time.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var isDue = lookedAt == long.MinValue || clock.GetElapsedTime(lookedAt) >= Interval;
        if (!isDue || live.Output.LastPicture is null && live.Output.LastSound is null)
            return;
        lookedAt = clock.GetTimestamp();
        var (light, sentence) = await JudgeAsync(live.Output.LastPicture, live.Output.LastSound, cancellationToken);
        found = new RecordingVerdict(light, sentence, clock.GetUtcNow());
    }

    private async Task<(RecordingLight, string)> JudgeAsync(LiveSegment? picture, LiveSegment? sound, CancellationToken cancellationToken)
    {
        var (expectsPicture, expectsVoice) = (live.Stage.HasPicture, live.Stage.HasVoice);
        if (!expectsPicture && !expectsVoice)
            return (RecordingLight.Amber, "Nobody is sending picture or sound. The recording stays open.");
        if (expectsPicture && await JudgePictureAsync(picture, cancellationToken) is { } poorPicture)
            return poorPicture;
        if (expectsVoice && await JudgeSoundAsync(sound, cancellationToken) is { } poorSound)
            return poorSound;
        return expectsPicture && expectsVoice && JudgeSync(picture!, sound!) is { } poorSync
            ? poorSync
            : (RecordingLight.Green, Praise(expectsPicture, expectsVoice));
    }

    private async Task<(RecordingLight, string)?> JudgePictureAsync(LiveSegment? picture, CancellationToken cancellationToken)
    {
        if (live.Stage.CodecNotShown() is { } codec)
            return (RecordingLight.Amber, $"The picture is recorded, but as {codec.ToString().ToUpperInvariant()}, which can only be watched once the video is made.");
        if (picture is null || IsLate(picture) || End(picture) <= live.Stage.PictureSince)
            return Missed(picture, live.Stage.PictureSince, "picture");
        var seen = await check.LookAsync(picture, cancellationToken);
        if (seen.Frames < picture.Frames * 9 / 10)
            return (RecordingLight.Red, $"The last segment is damaged: {seen.Frames} of {picture.Frames} pictures can be decoded.");
        if (seen.MadeUp > 0)
            return (RecordingLight.Red, $"The last segment is damaged: {seen.MadeUp} of {picture.Frames} pictures lack a part.");
        if (seen.IsEmpty)
            return (RecordingLight.Amber, "The recorded picture is black.");
        return live.Output.LiesOnItsSide
            ? (RecordingLight.Amber, "The camera was turned: what can be watched now lies on its side, the video will be upright.")
            : null;
    }

    private async Task<(RecordingLight, string)?> JudgeSoundAsync(LiveSegment? sound, CancellationToken cancellationToken)
    {
        if (sound is null || IsLate(sound) || End(sound) <= live.Stage.VoiceSince)
            return Missed(sound, live.Stage.VoiceSince, "sound");
        var heard = await check.ListenAsync(sound, cancellationToken);
        if (heard.Frames < sound.Frames * 9 / 10)
            return (RecordingLight.Red, "The sound of the last segment is damaged.");
        if (!heard.IsEmpty)
            heardAt = End(sound);
        // Before a microphone is switched on there is silence.
        if (!heard.IsEmpty || sound.Start < live.Stage.VoiceSince)
            return null;
        return live.Stage.VoicesRest && End(sound) - Math.Max(heardAt, live.Stage.VoiceSince) < RestSeconds
            ? (RecordingLight.Green, "The last seconds were played back: nobody has spoken in them, and a microphone that saves data sends nothing meanwhile.")
            : (RecordingLight.Amber, "The microphone is open, but the recording hears nothing.");
    }

    private (RecordingLight, string)? JudgeSync(LiveSegment picture, LiveSegment sound)
    {
        var unreported = live.Stage.Active.Where(key => !live.Clock.IsFromReports(key)).ToList();
        if (unreported.Any(key => live.NewestSeconds - Math.Max(live.Stage.ActiveSince(key), live.Clock.PieceSince(key)) > ReportSeconds))
            return (RecordingLight.Amber, "Picture and sound are there; a browser has not said yet how they belong together.");
        var apart = Math.Abs(End(picture) - End(sound)) - Math.Max(picture.Seconds, sound.Seconds);
        if (apart > SyncSeconds)
            return (RecordingLight.Amber, $"Picture and sound are {apart:0.0} s apart in the recording.");
        return unreported.Count == 0 ? null
            : (RecordingLight.Green, "The last seconds were played back: picture and sound are there; whether they are in sync shows in some seconds.");
    }

    /// <summary>There should be a newer segment than the last: at once, or in a moment.</summary>
    /// <param name="since">When what is missed was switched on.</param>
    private (RecordingLight, string) Missed(LiveSegment? last, double since, string what) => live.NewestSeconds - since > LateSeconds
        ? (RecordingLight.Red, $"No {what} has reached the recording for {live.NewestSeconds - Math.Max(End(last), since):0} s.")
        : (RecordingLight.Waiting, $"Recording. The first check of the {what} comes in a few seconds.");

    private bool IsLate(LiveSegment segment) => live.NewestSeconds - End(segment) > LateSeconds;

    private static double End(LiveSegment? segment) => segment is null ? 0 : segment.Start + segment.Seconds;

    private static string Praise(bool picture, bool voice) => (picture, voice) switch
    {
        (true, true) => "The last seconds were played back: picture and sound are there and in sync.",
        (true, false) => "The last seconds were played back: the picture is there. The microphones are muted.",
        _ => "The last seconds were played back: the sound is there. No camera is on.",
    };
}
