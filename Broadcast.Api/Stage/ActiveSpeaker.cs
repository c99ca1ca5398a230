using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Who is speaking: whoever was the loudest several times in a row, so that a cough changes nothing. Not for two threads.</summary>
internal sealed class ActiveSpeaker
{
    /// <summary>Levels come four times a second.</summary>
    private const int NeededInARow = 4;

    private ProducerId candidate;
    private int inARow;

    public ProducerId Current { get; private set; }

    /// <param name="levels">Loudest first; none when nobody speaks.</param>
    /// <returns>Whether the speaker changed.</returns>
    public bool OnLevels(IReadOnlyList<AudioLevel> levels)
    {
        if (levels.Count == 0)
            return false;
        inARow = levels[0].Producer == candidate ? inARow + 1 : 1;
        candidate = levels[0].Producer;
        if (inARow < NeededInARow || candidate == Current)
            return false;
        Current = candidate;
        return true;
    }
}
