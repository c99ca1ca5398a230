using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

/// <summary>How media went since the report before, as the browser's getStats says.</summary>
/// <param name="Received">Null for who receives nothing.</param>
/// <param name="Sent">Null for who is not on the stage.</param>
internal sealed record QualityReport(ReceptionQuality? Received = null, SendingQuality? Sent = null);

/// <param name="Bitrate">Bits per second, all media together.</param>
/// <param name="Height">Lines of the largest picture; 0 while there is none.</param>
/// <param name="Lost">Share of the packets, 0 to 1, and so are the other shares.</param>
/// <param name="RoundTripMs">Null while it is not known.</param>
/// <param name="Frozen">Share of the time in which a picture stood still that was to move; 0 for a page in the background.</param>
/// <param name="Concealed">Share of the sound that was made up.</param>
/// <param name="Dropped">Share of the pictures that came and were not shown.</param>
/// <param name="Busy">Share of the time in which the machine came late to what the page had asked for; 0 for a page in the background.</param>
/// <param name="FirstFrameMs">From the wish to watch to the first picture; in the first report after it.</param>
internal sealed record ReceptionQuality(
    [property: Range(0, QualityLimits.MaxBitrate)] double Bitrate,
    [property: Range(0, QualityLimits.MaxHeight)] int Height,
    [property: Range(0.0, 1.0)] double Lost,
    [property: Range(0, QualityLimits.MaxMs)] double? RoundTripMs,
    [property: Range(0.0, 1.0)] double Frozen,
    [property: Range(0.0, 1.0)] double Concealed,
    [property: Range(0.0, 1.0)] double Dropped,
    [property: Range(0.0, 1.0)] double Busy = 0,
    [property: Range(0, QualityLimits.MaxMs)] double? FirstFrameMs = null);

/// <param name="Bitrate">Bits per second, all media together.</param>
/// <param name="AvailableBitrate">What the browser thinks that its network takes; null where it does not say.</param>
/// <param name="Height">Lines of the largest picture that is sent; 0 while there is none.</param>
/// <param name="Lost">Share of the packets, 0 to 1, that did not arrive.</param>
/// <param name="RoundTripMs">Null while it is not known.</param>
/// <param name="Limitation">What keeps the picture from being better.</param>
internal sealed record SendingQuality(
    [property: Range(0, QualityLimits.MaxBitrate)] double Bitrate,
    [property: Range(0, QualityLimits.MaxBitrate)] double? AvailableBitrate,
    [property: Range(0, QualityLimits.MaxHeight)] int Height,
    [property: Range(0.0, 1.0)] double Lost,
    [property: Range(0, QualityLimits.MaxMs)] double? RoundTripMs,
    SendingLimitation Limitation);

/// <summary>As <c>qualityLimitationReason</c> of getStats says, for the largest picture.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SendingLimitation>))]
internal enum SendingLimitation
{
    None,
    Bandwidth,
    Cpu,
    Other,
}

internal static class QualityLimits
{
    public const double MaxBitrate = 1e10;
    public const int MaxHeight = 10_000;
    public const double MaxMs = 600_000;
}
