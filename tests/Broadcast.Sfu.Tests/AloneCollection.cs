namespace Broadcast.Sfu.Tests;

/// <summary>Tests that measure the whole process, and so run while no other does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
