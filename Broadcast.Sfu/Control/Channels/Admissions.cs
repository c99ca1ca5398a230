namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// Connections that have not shown yet that they are an owner's: only so many at a time and for so long. When there are too many the
/// one that has waited longest is cut off, so that the owner gets in among strangers. Safe for all threads.
/// </summary>
internal sealed class Admissions(TimeProvider time)
{
    public const int Most = 16;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly LinkedList<CancellationTokenSource> waiting = [];

    /// <returns>Cancelled when the connection's time is over; to be left as soon as it is known whose it is.</returns>
    public Admission Enter()
    {
        var place = new CancellationTokenSource(Patience, time);
        CancellationTokenSource? longest = null;
        lock (gate)
        {
            waiting.AddLast(place);
            if (waiting.Count > Most)
            {
                longest = waiting.First!.Value;
                waiting.RemoveFirst();
            }
        }
        longest?.Cancel();
        return new Admission(this, place);
    }

    private void Leave(CancellationTokenSource place)
    {
        lock (gate)
            waiting.Remove(place);
    }

    /// <summary>A place among those that wait, until it is disposed.</summary>
    public sealed class Admission : IDisposable
    {
        private readonly Admissions admissions;
        private readonly CancellationTokenSource place;

        internal Admission(Admissions admissions, CancellationTokenSource place) => (this.admissions, this.place) = (admissions, place);

        public CancellationToken Token => place.Token;

        public void Dispose()
        {
            admissions.Leave(place);
            place.Dispose();
        }
    }
}
