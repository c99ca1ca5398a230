namespace Broadcast.Bench.Attack;

/// <summary><c>make attack</c>: every attack that we know of, one after the other, beside people who behave.</summary>
internal sealed class AttackBench(Arguments arguments)
{
    /// <summary>How long an attack of the short form lasts, of its full length.</summary>
    private const double ShortPace = 0.15;

    /// <summary>Of this process: people who behave must not wait for a thread that an attacker has.</summary>
    private const int Threads = 64;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<AttackRow> rows = [];
    private Battlefield? field;

    private bool IsShort => arguments.Has("short");

    private IEnumerable<IAttack> Chosen => AttackList.All.Where(attack =>
        arguments.Sets("only") ? arguments.Texts("only").Contains(attack.GetType().Name) : !IsShort || !AttackList.LongOnly.Contains(attack.GetType()));

    /// <returns>0 if every target is met, else 1, with a sentence for each that is not.</returns>
    public async Task<int> RunAsync()
    {
        ThreadPool.SetMinThreads(Threads, Threads);
        Table.Wide("attack", "before", "now", "limit", "deaths", "chat p99", "event p99", "refused", "lost");
        var quiet = await MeasureQuietAsync();
        foreach (var attack in Chosen)
            Add(await TryAsync(attack));
        if (field is not null)
            await field.DisposeAsync();
        var verdict = new Verdict(rows, quiet, IsShort);
        foreach (var sentence in verdict.Misses)
            Console.WriteLine(sentence);
        Table.Json(verdict.Summary);
        return verdict.Misses.Count == 0 ? 0 : 1;
    }

    private async Task<Harm> MeasureQuietAsync()
    {
        field = await OpenAsync();
        var bystanders = await Bystanders.WatchAsync(field);
        await Task.Delay(Quiet);
        var harm = await bystanders.ReadAsync();
        Print("(nobody attacks)", "", "", "", harm);
        return harm;
    }

    private async Task<AttackRow> TryAsync(IAttack attack)
    {
        field ??= await OpenAsync();
        var bystanders = await Bystanders.WatchAsync(field);
        var outcome = await OutcomeAsync(attack, field);
        var harm = await bystanders.ReadAsync();
        if (harm.Deaths > 0)
        {
            // What is left of it is no measure for the next attack.
            await field.DisposeAsync();
            field = null;
        }
        return new AttackRow(attack, outcome, harm);
    }

    private static async Task<AttackOutcome> OutcomeAsync(IAttack attack, Battlefield field)
    {
        try
        {
            return await attack.RunAsync(field).WaitAsync(Patience);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new AttackOutcome(double.NaN, $"could not be tried: {broken.Message.Split('\n')[0]}", IsWithinLimit: false);
        }
    }

    private Task<Battlefield> OpenAsync() => Battlefield.OpenAsync(IsShort ? ShortPace : 1);

    private void Add(AttackRow row)
    {
        rows.Add(row);
        Print(row.Attack.Name, row.Attack.Before, row.Outcome.Now, (row.Outcome.IsWithinLimit ? "" : "! ") + row.Attack.Limit, row.Harm);
    }

    private static void Print(string name, string before, string now, string limit, Harm harm) =>
        Table.Wide(name, before, now, limit, $"{harm.Deaths}", $"{harm.ChatMilliseconds:0}", $"{harm.EventMilliseconds:0}", $"{harm.Refused}", $"{harm.LostPackets}");
}
