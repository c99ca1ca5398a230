using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// Ids of what participants hold on the media node: <c>PARTICIPANT.NONCE</c>. Whose it is can be told from the id alone, by any process
/// and after any loss, and so can which way a transport was made for.
/// </summary>
internal static class HeldId
{
    private const int NonceLength = 8;
    private const char Sending = 's';
    private const char Receiving = 'r';

    public static string Create(ParticipantId holder) => $"{holder}.{NewId.Create()[..NonceLength]}";

    public static TransportId Create(ParticipantId holder, TransportDirection direction) =>
        new($"{holder}.{(direction == TransportDirection.Send ? Sending : Receiving)}{NewId.Create()[..NonceLength]}");

    public static TransportDirection DirectionOf(TransportId transport) =>
        transport.Value[transport.Value.IndexOf('.', StringComparison.Ordinal) + 1] == Sending ? TransportDirection.Send : TransportDirection.Recv;

    /// <returns>Null for what is not a participant's.</returns>
    public static ParticipantId? HolderOf(string id) =>
        id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? new ParticipantId(id[..dot]) : null;
}
