namespace Broadcast.Sfu.Tests.Costs;

/// <summary>Something whose cost is measured.</summary>
/// <param name="Count">How often <paramref name="Run"/> does it: so often that a round takes some ten microseconds, and not so often that a busy machine interrupts every round.</param>
/// <param name="Run">One round.</param>
/// <param name="Prepare">Done before every round, outside of what is measured.</param>
internal sealed record Operation(int Count, Action Run, Action? Prepare = null);
