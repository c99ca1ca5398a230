namespace Broadcast.Bench.Acknowledged;

/// <summary>The chat as it is read in the end, against what its writers were promised and have seen.</summary>
internal sealed class History(IReadOnlyList<string> messages)
{
    private readonly Dictionary<string, int> places = messages.Index().GroupBy(each => each.Item).ToDictionary(same => same.Key, same => same.First().Index);

    /// <summary>Messages that are there more than once.</summary>
    public int Doubled => messages.Count - places.Count;

    /// <summary>Those that were acknowledged and are not there.</summary>
    public int LostOf(Writer writer) => writer.Acknowledged.Count(text => !places.ContainsKey(text));

    /// <summary>Neighbours that somebody wrote, or saw come by, in another order than that of the history.</summary>
    public int OutOfOrderOf(Writer writer) => writer.Heard.Append(writer.Acknowledged).Sum(OutOfOrderIn);

    private int OutOfOrderIn(IReadOnlyList<string> seen)
    {
        var known = seen.Where(places.ContainsKey).Select(text => places[text]).ToList();
        return known.Zip(known.Skip(1)).Count(pair => pair.Second <= pair.First);
    }
}
