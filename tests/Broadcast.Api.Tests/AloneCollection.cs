namespace Broadcast.Api.Tests;

/// <summary>Tests that start whole programs, and so run while no other does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
