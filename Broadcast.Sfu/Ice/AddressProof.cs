using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// Whether a remote address has shown that it receives what is sent to it, and how much may be sent to it before it has
/// (RFC 7675 §5.1, RFC 9000 §8.1). It shows so by answering a challenge: a binding request of ours under a transaction id that nobody can guess.
/// </summary>
internal struct AddressProof
{
    /// <summary>All that an address is sent before it has shown that it receives, in bytes; what it earns comes on top.</summary>
    public const int AllowanceBytes = 3_000;

    /// <summary>An address that answers challenges is asked again after this long.</summary>
    private const long RenewAfterUs = 5_000_000;

    /// <summary>And without a further answer its consent ends (RFC 7675 §5.1).</summary>
    private const long ValidUs = 30_000_000;

    private TransactionId challenge;
    private Instant provenAt;
    private int spent;
    private bool answers;

    /// <summary>Whether it has ever been shown.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>When it must have been shown again; never where it was shown by other means than answers.</summary>
    public readonly Instant ValidUntil => answers ? provenAt.AddMicroseconds(ValidUs) : Instant.Never;

    /// <summary>Bytes that may be sent.</summary>
    public readonly int Allowance(Instant now) => IsGiven && now < ValidUntil ? int.MaxValue : AllowanceBytes - spent;

    /// <summary>Takes note of what was sent.</summary>
    public void Spend(Instant now, int bytes)
    {
        if (Allowance(now) != int.MaxValue)
            spent += bytes;
    }

    /// <summary>As many bytes came from it, for which as many may be sent to it again: nothing is amplified.</summary>
    public void Earn(int bytes) => spent = Math.Max(0, spent - bytes);

    /// <summary>Whether the address is to be challenged now.</summary>
    /// <param name="id">The same until it is answered, so that a late answer counts.</param>
    public bool TryChallenge(Instant now, out TransactionId id)
    {
        id = challenge;
        if (IsGiven && !(answers && now.Since(provenAt) >= RenewAfterUs))
            return false;
        if (challenge == default)
            id = challenge = TransactionId.Create();
        return true;
    }

    /// <returns>False unless the id is that of the challenge; each counts once.</returns>
    public bool TryAnswer(Instant now, in TransactionId id)
    {
        if (challenge == default || id != challenge)
            return false;
        challenge = default;
        answers = true;
        Give(now);
        return true;
    }

    /// <summary>It was shown: by an answer, or because a connection or a handshake came about that only a receiver can bring about.</summary>
    public void Give(Instant now)
    {
        IsGiven = true;
        provenAt = now;
        spent = 0;
    }
}
