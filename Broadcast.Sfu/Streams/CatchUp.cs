namespace Broadcast.Sfu.Streams;

/// <summary>
/// The time line of a joiner who is shown the past faster than it happened, until it meets the present: timestamps before
/// <paramref name="Meeting"/> are drawn together towards it, so that the receiver sees a short, even, fast stretch and no delay.
/// </summary>
/// <param name="Meeting">Source timestamp at which the joiner has caught up; a little in the future when the replay begins.</param>
/// <param name="Speed">How many times faster than it happened.</param>
internal readonly record struct CatchUp(uint Meeting, uint Speed)
{
    /// <param name="present">Source timestamp of the present.</param>
    /// <param name="behind">How far behind the replay begins.</param>
    public static CatchUp From(uint present, uint behind, uint speed) => new(present + behind / (speed - 1), speed);

    /// <summary>How long after the meeting a source timestamp is; negative before.</summary>
    public int After(uint timestamp) => (int)(timestamp - Meeting);

    public uint Compress(uint timestamp)
    {
        var after = After(timestamp);
        return after >= 0 ? timestamp : Meeting - (uint)-after / Speed;
    }
}
