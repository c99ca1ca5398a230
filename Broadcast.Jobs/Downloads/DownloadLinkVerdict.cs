namespace Broadcast.Jobs.Downloads;

public enum DownloadLinkVerdict
{
    Valid,
    Tampered,
    Expired,
}
