namespace Broadcast.Sfu.Allocation;

/// <summary>One stream that a viewer gets, and what is chosen of it.</summary>
internal struct Viewing
{
    /// <summary>Tells it from the viewer's others, for who asks.</summary>
    public int Number;

    /// <summary>Sound is sent whatever happens.</summary>
    public bool IsVoice;

    /// <summary>1 to 255; the higher comes first.</summary>
    public byte Priority;

    public LayerRates Rates;

    /// <summary>What the viewer wants at most.</summary>
    public Layer Most;

    public Layer Chosen;

    /// <summary>Whether it is served before another of the same viewer.</summary>
    public readonly bool IsBefore(in Viewing other) => IsVoice != other.IsVoice ? IsVoice : Priority > other.Priority;
}
