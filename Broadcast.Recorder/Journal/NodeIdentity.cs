namespace Broadcast.Recorder.Journal;

/// <summary>Which process makes a recording.</summary>
/// <param name="Name">Of the node, the same after a restart: what its predecessor left behind is its own.</param>
/// <param name="Epoch">Of the process: later ones have higher ones.</param>
public sealed record NodeIdentity(string Name, long Epoch);
