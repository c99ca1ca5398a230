namespace Broadcast.Recorder.Timing;

/// <summary>What a sender report says: this timestamp was this time on the publisher's clock.</summary>
/// <param name="Timestamp">Extended.</param>
internal readonly record struct SenderReportPoint(long Timestamp, double NtpNs, double ArrivalNs);
