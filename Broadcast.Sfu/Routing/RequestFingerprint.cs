using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Requests;

namespace Broadcast.Sfu.Routing;

/// <summary>Tells a repeated request from a different one under the same id, in 16 bytes instead of the request itself.</summary>
internal readonly record struct RequestFingerprint(UInt128 Value)
{
    public static RequestFingerprint Of(WorkerRequest request)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.WorkerRequest), hash);
        return new RequestFingerprint(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
