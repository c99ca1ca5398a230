namespace Broadcast.Sfu.Control.Ortc;

/// <summary>A WebRTC-SVC scalability mode such as <c>L3T3_KEY</c>: spatial and temporal layers.</summary>
public readonly record struct ScalabilityMode(int SpatialLayers, int TemporalLayers)
{
    private const int MaxLength = 16;

    /// <returns>False unless the text starts like <c>L1T1</c> or <c>S2T3</c>.</returns>
    public static bool TryParse(string text, out ScalabilityMode mode)
    {
        mode = default;
        if (text is not { Length: >= 4 and <= MaxLength } || text[0] is not ('L' or 'S') || text[2] != 'T')
            return false;
        if (text[1] is < '1' or > '9' || text[3] is < '1' or > '9')
            return false;
        mode = new ScalabilityMode(text[1] - '0', text[3] - '0');
        return true;
    }
}
