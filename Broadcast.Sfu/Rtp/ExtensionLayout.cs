namespace Broadcast.Sfu.Rtp;

/// <summary>
/// The header extensions that one receiver negotiated for one source. Receivers of equal layout share one
/// <see cref="RtpTemplate"/> per packet. Id 0 means "not negotiated".
/// </summary>
/// <param name="Forwarded">Elements copied from the source. The three below are written here, so leave them out of the map.</param>
/// <param name="Mid">Id of the media identification, written per receiver.</param>
/// <param name="AbsSendTime">Id of abs-send-time, written once per packet.</param>
/// <param name="TransportCc">Id of the transport-wide sequence number, written per receiver.</param>
public readonly record struct ExtensionLayout(ExtensionMap Forwarded, byte Mid = 0, byte AbsSendTime = 0, byte TransportCc = 0);
