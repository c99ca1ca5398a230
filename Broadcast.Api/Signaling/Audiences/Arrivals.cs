using System.Collections.Immutable;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Who sat down since the stage was last told. Safe for all threads.</summary>
internal sealed class Arrivals
{
    private readonly Lock gate = new();
    private readonly List<ArrivedSeat> seats = [];

    public void Add(params IEnumerable<ArrivedSeat> arrived)
    {
        lock (gate)
            seats.AddRange(arrived);
    }

    public ImmutableArray<ArrivedSeat> TakeAll()
    {
        lock (gate)
        {
            ImmutableArray<ArrivedSeat> taken = [.. seats];
            seats.Clear();
            return taken;
        }
    }
}
