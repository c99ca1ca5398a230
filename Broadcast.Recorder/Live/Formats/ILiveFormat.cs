using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Live.Formats;

/// <summary>
/// A form in which a running recording can be watched: takes its one picture and its one sound, and writes files as they close. Sound
/// comes without a gap from the beginning, after the pictures of its time.
/// </summary>
internal interface ILiveFormat
{
    /// <summary>The last closed segments with what they need, to be looked at; null until there is one.</summary>
    LiveSegment? LastPicture { get; }
    LiveSegment? LastSound { get; }

    /// <summary>Whether the last picture is shown turned, because this form cannot say how it should be.</summary>
    bool LiesOnItsSide { get; }

    /// <param name="picture">In order of time; of another track than the one before only if it is a key frame.</param>
    /// <returns>False if the frame cannot be shown.</returns>
    bool TryPicture(LivePicture picture);

    void OnSound(in SoundPacket packet);

    /// <summary>Writes what is left: from here on the recording plays as a whole.</summary>
    /// <param name="endNs">How far the last picture lasts.</param>
    void Finish(double endNs);
}
