namespace Broadcast.Bench.Attack;

/// <summary>What an attack achieved.</summary>
/// <param name="Measured">The figure that is limited, in the unit of the attack.</param>
/// <param name="Now">The same in words.</param>
/// <param name="IsWithinLimit">Whether it is tolerable.</param>
internal sealed record AttackOutcome(double Measured, string Now, bool IsWithinLimit);
