using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>
/// The secret by which a page takes its seat again after a reload or a lost connection. The page makes it and sends it with every
/// <c>Join</c>; nothing is stored here, so a seat is found again after a restart of the process, too.
/// </summary>
internal static class SeatSecret
{
    public const int MinLength = 16;
    public const int MaxLength = 64;

    /// <summary>Who sits there: the same secret with the same link is the same participant, with another link somebody else.</summary>
    /// <returns>An id that everyone may know: the secret cannot be found from it.</returns>
    public static ParticipantId ParticipantOf(StageLink link, string secret)
    {
        var seat = SHA256.HashData(Encoding.UTF8.GetBytes($"{link.WebinarId}/{link.LinkId}/{link.Role}/{secret}"));
        return new ParticipantId(Base64Url.EncodeToString(seat)[..NewId.Length]);
    }
}
