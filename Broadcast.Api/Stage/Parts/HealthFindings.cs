namespace Broadcast.Api.Stage.Parts;

/// <summary>What one look at those who watch has found.</summary>
/// <param name="Lossy">Who lose more than <see cref="LossOfTrouble"/> of what they are sent.</param>
/// <param name="Unreached">Whom nothing can be sent to, although they want it.</param>
/// <param name="WithoutPicture">Whose browser knows no codec of a picture.</param>
/// <param name="Told">What browsers reported.</param>
internal sealed record HealthFindings(int Viewers, int Lossy, int Unreached, int WithoutPicture, QualityTally Told = default)
{
    /// <summary>Share of packets, above which a picture is bad to look at.</summary>
    public const double LossOfTrouble = 0.05;

    private const int FewViewers = 4;
    private const double CommonShare = 0.3;

    /// <summary>Whose own network is too weak, as the media node or their browsers see it, whichever sees more.</summary>
    public int WeakNetworks => Math.Max(Lossy, Told.Network);

    /// <summary>Whether so many have a weak network at a time that it is not each one's own.</summary>
    public bool IsCommon => Viewers >= FewViewers && WeakNetworks >= Viewers * CommonShare;

    /// <summary>Presenters who watch each other are looked at with the viewers, and not counted among them.</summary>
    public int Troubled => Math.Min(Viewers, WeakNetworks + Told.Machine + Told.Upstream + Unreached + WithoutPicture);
}
