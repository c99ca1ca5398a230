namespace Broadcast.Jobs.Downloads;

public enum DownloadLinkVerdict
{
    Valid,
    /// <summary>Not signed by us, or of a series that was taken back.</summary>
    Tampered,
    Expired,
    /// <summary>Whoever it was made for has signed out.</summary>
    HolderGone,
}
