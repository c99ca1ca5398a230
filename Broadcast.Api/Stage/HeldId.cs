using Broadcast.Api.Data;

namespace Broadcast.Api.Stage;

/// <summary>
/// Ids of what participants hold on the media node: <c>PARTICIPANT.NONCE</c>. Whose it is can be told from the id alone, by any process
/// and after any loss.
/// </summary>
internal static class HeldId
{
    private const int NonceLength = 8;

    public static string Create(ParticipantId holder) => $"{holder}.{NewId.Create()[..NonceLength]}";

    /// <returns>Null for what is not a participant's.</returns>
    public static ParticipantId? HolderOf(string id) =>
        id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? new ParticipantId(id[..dot]) : null;
}
