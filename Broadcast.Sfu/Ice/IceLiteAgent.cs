using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// The ICE-lite side of one transport (RFC 8445 §2.5): it answers connectivity checks and follows the client's nomination. The first
/// valid check already selects a tuple, so that media need not wait for the nomination. Consent belongs to each tuple: one that has
/// not shown that it receives is sent next to nothing, and never takes the place of one that has. Allocates nothing per message.
/// </summary>
public sealed partial class IceLiteAgent
{
    /// <summary>A client that nominates several pairs does so within this time; then the highest priority wins. Later, the last nomination does.</summary>
    private const long NominationRaceUs = 500_000;

    private const int MaxRefusals = 20;

    private readonly long consentTimeoutUs;
    private readonly IceTuples tuples;
    private int selected = -1;
    private Instant lastConsent;
    private CheckBudget budget;
    private RecentTransactions transactions;
    private int refusals;

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

    /// <summary>When consent expires, of the selected tuple or of all.</summary>
    public Instant NextTimeout => State is IceState.Disconnected or IceState.Closed ? Instant.Never : Instant.Min(ClientGoneAt, SelectedConsentEnds);

    private Instant ClientGoneAt => lastConsent.AddMicroseconds(consentTimeoutUs);

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
            return HandleAnswer(now, from, request);
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
    public bool Remove(Instant now, in TransportTuple tuple)
    {
        var index = tuples.IndexOf(tuple);
        if (index == -1)
            return false;
        var wasSelected = index == selected;
        var last = tuples.All.Length - 1;
        tuples.RemoveAt(index);
        if (wasSelected)
            selected = tuples.IndexOfLatest(now);
        else if (selected == last)
            selected = index;
        return wasSelected && selected != -1;
    }

    /// <returns>True if the state changed: the client is gone (RFC 7675 §5.1). A later valid check brings it back.</returns>
    public bool HandleTimeout(Instant now)
    {
        if (State is IceState.Disconnected or IceState.Closed || now < ClientGoneAt)
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
            if (TryRefuse())
                IceResponse.SendUnknownAttributes(from, request, credentials, output);
            return Dropped(DropReason.StunUnsupported);
        }
        if (request.Priority is not { } priority)
        {
            if (TryRefuse())
                IceResponse.SendError(from, request, credentials, StunErrorCode.BadRequest, "Bad Request"u8, output);
            return Dropped(DropReason.StunMalformed);
        }
        // A lite agent is always controlled, so the client is the one to yield (RFC 8445 §7.3.1.1).
        if (request.IceControlled is not null)
        {
            if (TryRefuse())
                IceResponse.SendError(from, request, credentials, StunErrorCode.RoleConflict, "Role Conflict"u8, output);
            return Dropped(DropReason.StunUnsupported);
        }
        return Accept(now, from, request, priority, credentials, output);
    }

    /// <summary>A client needs to be told once what is wrong with its checks, not for as long as somebody sends them.</summary>
    private bool TryRefuse() => refusals++ < MaxRefusals;

    private IceBindingResult Accept(
        Instant now, in TransportTuple from, in StunMessage request, uint priority, IceCredentials credentials, SendBatch output)
    {
        TransportTuple? removed = null;
        var isRepeated = !transactions.TryAdd(TransactionId.Read(request.TransactionId));
        var index = tuples.IndexOf(from);
        var isNew = index == -1;
        if (isNew && isRepeated)
            return Dropped(DropReason.StunRepeated);
        if (isNew && (index = tuples.Add(now, from, selected, out removed)) == -1)
            return Dropped(DropReason.RateLimited);
        if (isNew && from.Protocol == TransportProtocol.Tcp)
            tuples[index].Proof.Give(now);
        if (!TryAnswer(now, index, request, credentials, output))
            return Dropped(DropReason.AddressUnproven);
        if (isRepeated)
            return new IceBindingResult { Accepted = true };
        var before = (State, selected);
        var retired = RetirePrevious(credentials);
        Note(now, index, priority, request.UseCandidate);
        return new IceBindingResult
        {
            Accepted = true,
            RemovedTuple = removed,
            StateChanged = State != before.State,
            SelectedTupleChanged = selected != before.selected,
            Retired = retired,
        };
    }

    private void Note(Instant now, int index, uint priority, bool isNominated)
    {
        lastConsent = now;
        ref var path = ref tuples[index];
        path.HeardAt = now;
        path.Priority = priority;
        if (isNominated)
            path.NominatedAt = now;
        Elect(now, index);
    }

    /// <summary>Selects a tuple that has just been heard from, if it is to take over.</summary>
    private void Elect(Instant now, int candidate)
    {
        if (selected == -1 || Supersedes(now, tuples[candidate], tuples[selected]))
            selected = candidate;
        State = tuples[selected].NominatedAt is null ? IceState.Connected : IceState.Completed;
    }

    /// <summary>
    /// Whether a tuple takes over. A client may nominate every pair as it checks it, and then means the one of highest priority; one
    /// that changes networks stops to nominate the old pair, whatever the priorities.
    /// </summary>
    private static bool Supersedes(Instant now, in IcePath candidate, in IcePath current)
    {
        if (!candidate.Proof.IsGiven && current.Proof.IsGiven)
            return false;
        if (candidate.HasConsent(now) && current.Proof.IsGiven && !current.HasConsent(now))
            return true;
        if (candidate.NominatedAt is not { } nominatedAt)
            return false;
        return current.NominatedAt is not { } before
            || nominatedAt.Since(before) > NominationRaceUs
            || (candidate.Priority >= current.Priority && nominatedAt.Since(before) >= -NominationRaceUs);
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
