namespace Broadcast.Api.Stage;

/// <summary>Ten seconds of somebody's media as their browser reported them: of what a viewer receives, of what a presenter sends.</summary>
/// <param name="Bitrate">Bits per second, all media together; in steps of 1,000, at most 65,535,000.</param>
/// <param name="Height">Lines of the largest picture; 0 while there is none.</param>
/// <param name="Lost">Share of the packets, 0 to 1, and so are the other shares.</param>
/// <param name="RoundTripMs">Null while it is not known.</param>
/// <param name="Frozen">Share of the time in which a picture stood still that was to move; 0 for who presents.</param>
/// <param name="Concealed">Share of the sound that was made up; 0 for who presents.</param>
/// <param name="Dropped">Share of the pictures that came and were not shown; 0 for who presents.</param>
/// <param name="Busy">Share of the time in which the machine was late; 0 for who presents.</param>
/// <param name="HeldBack">Whether no picture was sent because it did not fit beside the sound.</param>
internal sealed record QualitySample(
    DateTimeOffset At,
    double Bitrate,
    int Height,
    double Lost,
    int? RoundTripMs,
    double Frozen,
    double Concealed,
    double Dropped,
    double Busy,
    bool HeldBack,
    QualityBlame Blame)
{
    /// <summary>Two and a half reports: what was said longer ago may not be so any more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(25);
}
