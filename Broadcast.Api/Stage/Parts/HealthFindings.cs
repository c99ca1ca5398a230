namespace Broadcast.Api.Stage.Parts;

/// <summary>What one look at those who watch has found.</summary>
/// <param name="Lossy">Who lose more than <see cref="LossOfTrouble"/> of what they are sent.</param>
/// <param name="Unreached">Whom nothing can be sent to, although they want it.</param>
/// <param name="WithoutPicture">Whose browser knows no codec of a picture.</param>
internal sealed record HealthFindings(int Viewers, int Lossy, int Unreached, int WithoutPicture)
{
    /// <summary>Share of packets, above which a picture is bad to look at.</summary>
    public const double LossOfTrouble = 0.05;

    /// <summary>Presenters who watch each other are looked at with the viewers, and not counted among them.</summary>
    public int Troubled => Math.Min(Viewers, Lossy + Unreached + WithoutPicture);
}
