using System.Buffers.Binary;
using System.Security.Cryptography;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Ids and keys change while packets flow: the former are taken until some seconds after the new ones were first used.</summary>
internal sealed partial class NodePipeTransport
{
    private const int FormerKeyMs = 5_000;

    /// <summary>Of keys that were sent with, so that none is used twice: an index that repeats under one key gives it away.</summary>
    private readonly HashSet<UInt128> usedKeys = [];

    private PipeInlet newest;
    private PipeInlet? former;
    private Instant formerUntil = Instant.Never;

    public ControlResponse RenewKey()
    {
        if (!newest.IsUsed)
            return Created;
        if (former is not null)
            port.Close(former);
        (former, formerUntil) = (newest, Instant.Never);
        newest = port.Open(this);
        return Created;
    }

    /// <returns>False if it was sent with before.</returns>
    public bool TryUseKey(ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        return usedKeys.Add(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    private void BeginUse(Instant now, PipeInlet inlet)
    {
        inlet.IsUsed = true;
        if (former is null)
            return;
        formerUntil = now.AddMilliseconds(FormerKeyMs);
        Context.Timers.SetNoLaterThan(this, formerUntil);
    }

    private void ForgetFormerKey(Instant now)
    {
        if (now < formerUntil)
            return;
        port.Close(former!);
        (former, formerUntil) = (null, Instant.Never);
    }
}
