using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// Consent per address (decision 11). A check shows that the client wants an address to be sent to; that the address receives is shown
/// by its answer to a challenge, which rides along with the answer to the check.
/// </summary>
public sealed partial class IceLiteAgent
{
    /// <summary>More than an answer and a challenge have together.</summary>
    private const int AnswerBytes = 128;

    /// <summary>Bytes that the selected tuple may be sent: few before it has shown that it receives.</summary>
    public int Allowance(Instant now) => selected == -1 ? 0 : tuples[selected].Proof.Allowance(now);

    /// <summary>Whether media may be sent to the selected tuple.</summary>
    public bool HasConsent(Instant now) => selected != -1 && tuples[selected].HasConsent(now);

    /// <summary>Whether an address, selected or not, may be sent to.</summary>
    public bool HasConsent(Instant now, in TransportTuple tuple) => tuples.IndexOf(tuple) is >= 0 and var index && tuples[index].HasConsent(now);

    private Instant SelectedConsentEnds => selected == -1 || !tuples[selected].Proof.IsGiven ? Instant.Never : tuples[selected].ConsentEnds;

    /// <summary>Takes note of what the selected tuple was sent besides answers and media.</summary>
    public void Spend(Instant now, int bytes)
    {
        if (selected != -1)
            tuples[selected].Proof.Spend(now, bytes);
    }

    /// <summary>Takes note of what came from a tuple that goes on with a handshake.</summary>
    public void Earn(in TransportTuple from, int bytes)
    {
        var index = tuples.IndexOf(from);
        if (index != -1)
            tuples[index].Proof.Earn(bytes);
    }

    /// <summary>An authentic packet came from a tuple: it is not silent.</summary>
    public void Hear(Instant now, in TransportTuple from)
    {
        var index = tuples.IndexOf(from);
        if (index != -1)
            tuples[index].HeardAt = now;
    }

    /// <summary>The selected tuple has completed a handshake of which half was sent to it and to nowhere else.</summary>
    public void ProveSelected(Instant now)
    {
        if (selected != -1 && !tuples[selected].Proof.IsGiven)
            tuples[selected].Proof.Give(now);
    }

    private bool TryAnswer(Instant now, int index, in StunMessage request, IceCredentials credentials, SendBatch output)
    {
        ref var proof = ref tuples[index].Proof;
        if (proof.Allowance(now) < AnswerBytes)
            return false;
        proof.Spend(now, AnswerBytes);
        var to = tuples.All[index];
        IceResponse.SendSuccess(to, request, credentials, output);
        if (proof.TryChallenge(now, out var id))
            IceChallenge.Send(to, id, output);
        return true;
    }

    private IceBindingResult HandleAnswer(Instant now, in TransportTuple from, in StunMessage answer)
    {
        var index = tuples.IndexOf(from);
        if (index == -1)
            return Foreign(DropReason.UnknownTuple);
        if (!IceChallenge.IsAnswer(answer) || !tuples[index].Proof.TryAnswer(now, TransactionId.Read(answer.TransactionId)))
            return Dropped(DropReason.StunUnsupported);
        var before = (State, selected);
        tuples[index].HeardAt = now;
        Elect(now, index);
        return new IceBindingResult { Accepted = true, StateChanged = State != before.State, SelectedTupleChanged = selected != before.selected };
    }
}
