namespace Broadcast.TestNetwork.Cases;

/// <summary>What is known of the viewers of a case, who may be behind one link.</summary>
internal enum Neighbours
{
    /// <summary>Nothing: they are at different workers, or among more than a worker holds beside each other.</summary>
    Unknown,

    /// <summary>They have different addresses, and are at a worker that has few viewers.</summary>
    OfOneWorker,

    /// <summary>They have one address, as a household has.</summary>
    OfOneAddress,
}
