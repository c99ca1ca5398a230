namespace Broadcast.Bench.Attack;

/// <summary>One way of harming others, tried by real clients against a real server.</summary>
internal interface IAttack
{
    /// <summary>As the table calls it.</summary>
    string Name { get; }

    /// <summary>What it did on 2026-11-26, when the product was first attacked; <c>-</c> where nothing was measured.</summary>
    string Before { get; }

    /// <summary>How much of it is tolerable.</summary>
    string Limit { get; }

    Task<AttackOutcome> RunAsync(Battlefield field);
}
