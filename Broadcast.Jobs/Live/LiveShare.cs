namespace Broadcast.Jobs.Live;

/// <summary>Whether this process stores what can be watched at once of a recording.</summary>
internal enum LiveShare
{
    Ours,

    /// <summary>The recording may still go on elsewhere.</summary>
    NotYet,

    /// <summary>Not all of it was recorded here: who makes the video does (<see cref="GatheredLive"/>).</summary>
    Gathered,
}
