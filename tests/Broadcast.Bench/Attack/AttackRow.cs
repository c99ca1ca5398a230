namespace Broadcast.Bench.Attack;

/// <summary>One attack in the table.</summary>
internal sealed record AttackRow(IAttack Attack, AttackOutcome Outcome, Harm Harm);
