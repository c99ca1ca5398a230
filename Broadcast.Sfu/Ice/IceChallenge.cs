using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// A binding request without credentials, which lite agents are not given: an agent must refuse it with an error that repeats the
/// transaction id (RFC 8489 §9.1.3), and that is all that is wanted. Browsers do so. It is shorter than the check that it comes with.
/// </summary>
internal static class IceChallenge
{
    private const int MaxLength = 64;

    public static void Send(in TransportTuple to, in TransactionId id, SendBatch output)
    {
        Span<byte> bytes = stackalloc byte[StunMessage.TransactionIdLength];
        id.Write(bytes);
        var challenge = new StunWriter(output.Reserve(MaxLength), StunClass.Request, StunMethod.Binding, bytes);
        challenge.AddFingerprint();
        output.Commit(to, challenge.Length);
    }

    /// <summary>
    /// Whether an ICE agent may have answered so. A public STUN server answers anybody and is no agent: its success is not
    /// authenticated, and its refusal names a realm.
    /// </summary>
    public static bool IsAnswer(in StunMessage answer) => answer.Class switch
    {
        StunClass.SuccessResponse => answer.HasIntegrity,
        StunClass.ErrorResponse => answer.ErrorCode is not null && !answer.TryGet(StunAttributeType.Realm, out _),
        _ => false,
    };
}
