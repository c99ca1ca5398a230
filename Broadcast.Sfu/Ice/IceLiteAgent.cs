using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>The ICE-lite side of one transport (RFC 8445 §2.5): it answers connectivity checks and follows the client's nomination.</summary>
public sealed class IceLiteAgent
{
    public IceLiteAgent(IceCredentials local, IceOptions options, Instant now) => throw new NotSupportedException();

    /// <summary>What the client must use from now on.</summary>
    public IceCredentials Local => throw new NotSupportedException();

    /// <summary>From before a restart, still valid until the new ones are used; null otherwise.</summary>
    public IceCredentials? Previous => throw new NotSupportedException();

    public IceState State => throw new NotSupportedException();

    /// <summary>Where to send; null until the first valid check.</summary>
    public TransportTuple? SelectedTuple => throw new NotSupportedException();

    /// <summary>Tuples that passed a check, in no order.</summary>
    public ReadOnlySpan<TransportTuple> Tuples => throw new NotSupportedException();

    public Instant NextTimeout => throw new NotSupportedException();

    /// <summary>New credentials (RFC 8445 §9); media goes on over the selected tuple meanwhile.</summary>
    /// <returns>Credentials of an earlier restart that were never used and are now invalid, or null.</returns>
    public IceCredentials? Restart(IceCredentials next) => throw new NotSupportedException();

    /// <summary>Takes one STUN message whose USERNAME begins with this agent's fragment, or an indication from one of its tuples.</summary>
    public IceBindingResult HandleBinding(Instant now, in TransportTuple from, in StunMessage request, SendBatch output) => throw new NotSupportedException();

    /// <returns>True if the state changed: consent is lost.</returns>
    public bool HandleTimeout(Instant now) => throw new NotSupportedException();
}
