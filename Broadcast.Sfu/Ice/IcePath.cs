using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Ice;

/// <summary>What is known about one remote address of a transport.</summary>
internal struct IcePath
{
    private const long SilenceUs = 10_000_000;

    /// <summary>When a new check or an authentic packet last came from it.</summary>
    public Instant HeardAt;

    /// <summary>When the client last said that it is the one to use.</summary>
    public Instant? NominatedAt;

    /// <summary>As the client's last check gave it.</summary>
    public uint Priority;

    public AddressProof Proof;

    /// <summary>Nothing came from it for ten seconds.</summary>
    public readonly bool IsSilent(Instant now) => now.Since(HeardAt) >= SilenceUs;

    /// <summary>Whether the address wants what is sent to it: it has shown that it receives, and it is not silent.</summary>
    public readonly bool HasConsent(Instant now) => Proof.IsGiven && now < ConsentEnds;

    /// <summary>When consent ends unless something comes before.</summary>
    public readonly Instant ConsentEnds => Instant.Min(HeardAt.AddMicroseconds(SilenceUs), Proof.ValidUntil);
}
