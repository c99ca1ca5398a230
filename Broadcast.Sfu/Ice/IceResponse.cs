using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>Answers to connectivity checks, authenticated with the credentials that the check used (RFC 8445 §7.3, RFC 8489 §6.3.1).</summary>
internal static class IceResponse
{
    private const int MaxLength = 256;
    private const int MaxUnknownAttributes = 8;

    public static void SendSuccess(in TransportTuple to, in StunMessage request, IceCredentials credentials, SendBatch output)
    {
        var response = new StunWriter(output.Reserve(MaxLength), StunClass.SuccessResponse, request.Method, request.TransactionId);
        response.AddXorMappedAddress(to);
        Finish(ref response, to, credentials, output);
    }

    public static void SendError(
        in TransportTuple to, in StunMessage request, IceCredentials credentials, StunErrorCode code, ReadOnlySpan<byte> reason, SendBatch output)
    {
        var response = new StunWriter(output.Reserve(MaxLength), StunClass.ErrorResponse, request.Method, request.TransactionId);
        response.AddErrorCode(code, reason);
        Finish(ref response, to, credentials, output);
    }

    /// <summary>Error 420 with the types that were not understood, the first few of them.</summary>
    public static void SendUnknownAttributes(in TransportTuple to, in StunMessage request, IceCredentials credentials, SendBatch output)
    {
        Span<byte> types = stackalloc byte[MaxUnknownAttributes * sizeof(ushort)];
        var length = 0;
        foreach (var attribute in request.Attributes)
        {
            if (!IsUnknown(attribute) || length == types.Length)
                continue;
            BinaryPrimitives.WriteUInt16BigEndian(types[length..], (ushort)attribute.Type);
            length += sizeof(ushort);
        }
        var response = new StunWriter(output.Reserve(MaxLength), StunClass.ErrorResponse, request.Method, request.TransactionId);
        response.AddErrorCode(StunErrorCode.UnknownAttribute, "Unknown Attribute"u8);
        response.Add(StunAttributeType.UnknownAttributes, types[..length]);
        Finish(ref response, to, credentials, output);
    }

    public static bool HasUnknownAttribute(in StunMessage request)
    {
        foreach (var attribute in request.Attributes)
        {
            if (IsUnknown(attribute))
                return true;
        }
        return false;
    }

    private static bool IsUnknown(in StunAttribute attribute) =>
        attribute.IsComprehensionRequired &&
        attribute.Type is not (StunAttributeType.Username or StunAttributeType.Priority or StunAttributeType.UseCandidate);

    private static void Finish(ref StunWriter response, in TransportTuple to, IceCredentials credentials, SendBatch output)
    {
        response.AddIntegrity(credentials.PasswordBytes);
        response.AddFingerprint();
        output.Commit(to, response.Length);
    }
}
