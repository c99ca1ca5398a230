using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// The ICE-lite side of one transport (RFC 8445 §2.5): it answers connectivity checks, never makes any, and follows the client's
/// nomination. The first valid check already selects a tuple, so that media need not wait for the nomination. Allocates nothing per message.
/// </summary>
public sealed class IceLiteAgent
{
    /// <summary>A client that nominates several pairs does so within this time; then the highest priority wins. Later, the last nomination does.</summary>
    private const long NominationRaceUs = 500_000;

    private readonly long consentTimeoutUs;
    private readonly IceTuples tuples;
    private int selected = -1;
    private Instant lastConsent;
    private CheckBudget budget;

    /// <param name="local">See <see cref="IceCredentials.Create"/>.</param>
    /// <param name="options">Limits.</param>
    /// <param name="now">From when on the client has the consent timeout to appear.</param>
    public IceLiteAgent(IceCredentials local, IceOptions options, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTuples, 2);
        Local = local;
        consentTimeoutUs = options.ConsentTimeoutMs * 1_000L;
        tuples = new IceTuples(options.MaxTuples);
        lastConsent = now;
    }

    /// <summary>What the client must use from now on.</summary>
    public IceCredentials Local { get; private set; }

    /// <summary>From before a restart, still valid until the new ones are used; null otherwise.</summary>
    public IceCredentials? Previous { get; private set; }

    public IceState State { get; private set; } = IceState.New;

    /// <summary>Where to send; null until the first valid check.</summary>
    public TransportTuple? SelectedTuple => selected == -1 ? null : Tuples[selected];

    /// <summary>Tuples that passed a check, in no order.</summary>
    public ReadOnlySpan<TransportTuple> Tuples => tuples.All;

    /// <summary>When consent expires.</summary>
    public Instant NextTimeout => State is IceState.Disconnected or IceState.Closed ? Instant.Never : lastConsent.AddMicroseconds(consentTimeoutUs);

    /// <summary>New credentials (RFC 8445 §9); media goes on over the selected tuple meanwhile.</summary>
    /// <returns>Credentials of an earlier restart that are now invalid, or null.</returns>
    public IceCredentials? Restart(IceCredentials next)
    {
        var retired = Previous;
        Previous = Local;
        Local = next;
        return retired;
    }

    /// <summary>Takes one STUN message whose USERNAME begins with this agent's fragment, or an indication from one of its tuples.</summary>
    /// <remarks>
    /// What fails authentication is not answered: a 401 would make the port a reflector and tell a stranger which fragments are
    /// in use. A client with a wrong password times out.
    /// </remarks>
    public IceBindingResult HandleBinding(Instant now, in TransportTuple from, in StunMessage request, SendBatch output)
    {
        if (request.Method != StunMethod.Binding)
            return Foreign(DropReason.StunUnsupported);
        if (request.Class == StunClass.Indication)
            return HandleIndication(from);
        if (request.Class != StunClass.Request)
            return Foreign(DropReason.StunUnsupported);
        if (!budget.TryTake(now))
            return Dropped(DropReason.RateLimited);
        if (!request.CheckFingerprint())
            return Foreign(DropReason.StunBadFingerprint);
        if (FindCredentials(request.Username) is not { } credentials)
            return Foreign(DropReason.StunUnknownUsername);
        if (!request.CheckIntegrity(credentials.PasswordBytes))
            return Foreign(DropReason.StunBadIntegrity);
        return HandleAuthentic(now, from, request, credentials, output);
    }

    /// <summary>
    /// A TCP connection has ended. If it was the selected tuple, the one heard from last takes its place; if there is none, the client
    /// has until its consent expires to come by another way.
    /// </summary>
    /// <returns>True if another tuple is selected now.</returns>
    public bool Remove(in TransportTuple tuple)
    {
        var index = tuples.IndexOf(tuple);
        if (index == -1)
            return false;
        var wasSelected = index == selected;
        var last = tuples.All.Length - 1;
        tuples.RemoveAt(index);
        if (wasSelected)
            selected = tuples.IndexOfLatest();
        else if (selected == last)
            selected = index;
        return wasSelected && selected != -1;
    }

    /// <returns>True if the state changed: consent is lost (RFC 7675 §5.1). A later valid check restores it.</returns>
    public bool HandleTimeout(Instant now)
    {
        if (now < NextTimeout)
            return false;
        State = IceState.Disconnected;
        return true;
    }

    /// <summary>No message is answered any more.</summary>
    public void Close() => State = IceState.Closed;

    private IceBindingResult HandleAuthentic(
        Instant now, in TransportTuple from, in StunMessage request, IceCredentials credentials, SendBatch output)
    {
        if (State == IceState.Closed)
            return Dropped(DropReason.UnknownTuple);
        if (IceResponse.HasUnknownAttribute(request))
        {
            IceResponse.SendUnknownAttributes(from, request, credentials, output);
            return Dropped(DropReason.StunUnsupported);
        }
        if (request.Priority is not { } priority)
        {
            IceResponse.SendError(from, request, credentials, StunErrorCode.BadRequest, "Bad Request"u8, output);
            return Dropped(DropReason.StunMalformed);
        }
        // A lite agent is always controlled, so the client is the one to yield (RFC 8445 §7.3.1.1).
        if (request.IceControlled is not null)
        {
            IceResponse.SendError(from, request, credentials, StunErrorCode.RoleConflict, "Role Conflict"u8, output);
            return Dropped(DropReason.StunUnsupported);
        }
        IceResponse.SendSuccess(from, request, credentials, output);
        return Accept(now, from, priority, request.UseCandidate, credentials);
    }

    private IceBindingResult Accept(Instant now, in TransportTuple from, uint priority, bool isNominated, IceCredentials credentials)
    {
        var stateBefore = State;
        var selectedBefore = selected;
        lastConsent = now;
        var retired = RetirePrevious(credentials);
        TransportTuple? removed = null;
        var index = tuples.IndexOf(from);
        var isNew = index == -1;
        if (isNew)
            index = tuples.Add(from, selected, out removed);
        ref var check = ref tuples[index];
        check.At = now;
        check.Priority = priority;
        if (isNominated)
            check.NominatedAt = now;
        if (selected == -1 || (isNominated && Supersedes(index, now)))
            selected = index;
        State = tuples[selected].NominatedAt is null ? IceState.Connected : IceState.Completed;
        return new IceBindingResult
        {
            Accepted = true,
            TupleAdded = isNew,
            RemovedTuple = removed,
            StateChanged = State != stateBefore,
            SelectedTupleChanged = selected != selectedBefore,
            Retired = retired,
        };
    }

    /// <summary>
    /// Whether a nominated tuple takes over. A client may nominate every pair as it checks it, and then means the one of highest
    /// priority; one that changes networks stops to nominate the old pair, whatever the priorities.
    /// </summary>
    private bool Supersedes(int candidate, Instant now)
    {
        ref var current = ref tuples[selected];
        return current.NominatedAt is not { } nominatedAt
            || now.Since(nominatedAt) > NominationRaceUs
            || tuples[candidate].Priority >= current.Priority;
    }

    private IceCredentials? RetirePrevious(IceCredentials used)
    {
        if (used != Local)
            return null;
        var retired = Previous;
        Previous = null;
        return retired;
    }

    private IceBindingResult HandleIndication(in TransportTuple from) =>
        tuples.IndexOf(from) == -1 ? Foreign(DropReason.UnknownTuple) : new IceBindingResult { Accepted = true };

    private IceCredentials? FindCredentials(ReadOnlySpan<byte> username)
    {
        if (Local.IsAddressedBy(username))
            return Local;
        return Previous is not null && Previous.IsAddressedBy(username) ? Previous : null;
    }

    private static IceBindingResult Foreign(DropReason reason) => new() { Reason = reason, IsForeign = true };

    private static IceBindingResult Dropped(DropReason reason) => new() { Reason = reason };
}
