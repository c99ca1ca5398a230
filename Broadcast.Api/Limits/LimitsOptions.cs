using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Limits;

/// <summary>
/// Section <c>Limits</c>: how much one guest, one address and one webinar may ask of this process. The defaults let a webinar of 10,000
/// viewers behind one company's address come back at once. An address is one IPv4 address, or one /64 of IPv6.
/// </summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>
    /// Bytes that wait for a hub connection that reads slowly; with more it is cut. Must hold the answer to <c>Join</c>. Default
    /// 262,144.
    /// </summary>
    [Range(128 * 1024, 64 * 1024 * 1024, ErrorMessage = "Limits:SendQueueBytes must be between 131072 and 67108864.")]
    public int SendQueueBytes { get; set; } = 256 * 1024;
}
